import type { BroadcastStatus, Language } from '@okno/contract';
import { instantToLocal, localToInstant } from '../../time.ts';

/** What somebody may want of a broadcast. */
export type Verb = 'update' | 'start' | 'pause' | 'resume' | 'cancel';

/**
 *            start at a time           its time comes              all have been told
 *     draft ────────────────► scheduled ─────────────► running ────────────────────► finished
 *       │                      │     ▲                  ▲ │ ▲
 *       │ start                │pause│resume      resume│ │ │ start
 *       │                      ▼     │                  │ │pause
 *       │                      paused ──────────────────┘ │
 *       │                        ▲────────────────────────┘
 *       └── cancel, from everywhere but the ends ──► cancelled
 *
 * What is not drawn is refused; what has been done already changes nothing (docs/rules.md#broadcasts).
 */
const WAYS: Readonly<Record<Verb, { from: readonly BroadcastStatus[]; done: readonly BroadcastStatus[] }>> = {
  update: { from: ['draft'], done: [] },
  start: { from: ['draft'], done: ['scheduled', 'running'] },
  pause: { from: ['scheduled', 'running'], done: ['paused'] },
  resume: { from: ['paused'], done: ['scheduled', 'running'] },
  cancel: { from: ['draft', 'scheduled', 'running', 'paused'], done: ['cancelled'] },
};

/** Whether it can be done, is done already, or is refused. */
export const wayOf = (verb: Verb, status: BroadcastStatus): 'go' | 'done' | 'refused' => {
  const { from, done } = WAYS[verb];
  if (from.includes(status)) return 'go';
  return done.includes(status) ? 'done' : 'refused';
};

export type Texts = { readonly [L in Language]?: string | undefined };

/** The text in somebody's language, or else in that of the business, or else the one there is. */
export const textFor = (texts: Texts, language: Language, business: Language): string =>
  texts[language] ?? texts[business] ?? texts.ru ?? texts.en ?? '';

/** As somebody of this name reads it; what stands in a name is never read again. */
export const addressed = (text: string, name: string): string => text.replaceAll('{name}', () => name);

/** Local hours; the same twice: none. */
type QuietHours = { readonly from_hour: number; readonly to_hour: number };

/** Sending is possible until `until`, or not before `from`; Unix milliseconds. */
export type Opening = { readonly open: true; readonly until: number } | { readonly open: false; readonly from: number };

/** Whether nobody is disturbed at `now` by the clock of `zone`, and until when, or from when on. */
export const openingAt = (now: number, zone: string, { from_hour, to_hour }: QuietHours): Opening => {
  if (from_hour === to_hour) return { open: true, until: Number.POSITIVE_INFINITY };
  const { day, minute } = instantToLocal(zone, now);
  const [from, to] = [from_hour * 60, to_hour * 60];
  const isQuiet = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  if (isQuiet) return { open: false, from: localToInstant(zone, minute < to ? day : day + 1, to) };
  return { open: true, until: localToInstant(zone, minute < from ? day : day + 1, from) };
};
