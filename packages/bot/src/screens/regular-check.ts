import { AppError, SeriesClash } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import type { Open } from '../dialogues.ts';
import { hashOf } from '../hash.ts';
import type { Arranging } from '../managing.ts';
import { ruleOf } from '../regular-rule.ts';
import type { Turn } from '../turn.ts';
import { type Keyboard, tap, type View } from '../view.ts';
import { tapKey } from './book.ts';
import { findChoice } from './for-client.ts';
import { homeButton } from './menu.ts';
import { aboutLines, backOf, dateLine, zoneFor } from './regular-words.ts';
import { lostView } from './review-words.ts';
import { withinLimit } from './staff-words.ts';

type Target = TargetOf<'regular'>;
type Clash = { readonly starts_at: string; readonly reason: SeriesClash };
type Rule = ReturnType<typeof ruleOf>;

/** So many dates are shown in any case; those that clash are shown all. */
const DATES = 12;
/** As far as a preview looks: the contract takes no more, and a series without an end goes on. */
const [MOST, FAR] = [1000, 200];

/** When it would take place and what clashes. What was seen is kept: only that is left out. */
export const checkRegular = async (turn: Turn, open: Open<Arranging>, target: Target): Promise<View> => {
  const { service: service_id, specialist: specialist_id } = open.dialogue;
  const rule = await ruleFor(turn, open.dialogue, target);
  const limit = target.times === 0 ? FAR : Math.min(target.times, MOST);
  const { occurrences } = await turn.ask('series.preview', { ...rule, limit, service_id, specialist_id });
  const clashes = occurrences.flatMap(({ starts_at, reason }) => (reason === undefined ? [] : { starts_at, reason }));
  return showDates(turn, open, { target, rule, clashes, starts: occurrences.map(({ starts_at }) => starts_at) });
};

const ruleFor = async (turn: Turn, choice: Arranging, target: Target): Promise<Rule> =>
  ruleOf(target, { at: choice.at, zone: await zoneFor(turn, choice), after: choice.visit !== '' }, turn.now);

/** What a button has seen: the rule, and what clashes. */
const seenOf = (rule: Rule, clashes: string): number => hashOf(`${rule.starts_at_local} ${rule.rrule} ${clashes}`);

type Dates = {
  readonly target: Target;
  readonly rule: Rule;
  readonly clashes: readonly Clash[];
  readonly starts: readonly string[];
};

const showDates = async (
  turn: Turn,
  open: Open<Arranging>,
  { target, rule, clashes, starts }: Dates,
): Promise<View> => {
  const known = JSON.stringify(clashes);
  if (!(await keep(turn, open, known))) return lostView(turn);
  const taken = new Map(clashes.map(({ starts_at, reason }) => [Date.parse(starts_at), reason]));
  const shown = starts.filter((at, index) => index < DATES || taken.has(Date.parse(at)));
  const more = starts.length - shown.length;
  const left = starts.length - clashes.length;
  return {
    text: withinLimit(turn, [
      turn.say('regular.check'),
      '',
      ...(await aboutLines(turn, open.dialogue, target)),
      '',
      ...shown.map((at) => dateLine(turn, rule.timezone, at, taken.get(Date.parse(at)))),
      ...(more > 0 && target.times > 0 ? [turn.say('regular.more', { count: more })] : []),
      ...(target.times === 0 ? [turn.say('regular.goes_on')] : []),
      ...(clashes.length === 0 ? [] : ['', turn.say(left === 0 ? 'regular.none_fits' : 'regular.clash')]),
    ]),
    keyboard: [
      ...(left === 0 ? [] : arrangeRow(turn, { ...target, act: 'arrange', seen: seenOf(rule, known) }, clashes.length)),
      [tap(turn.label('regular.otherwise'), { ...target, act: 'often', seen: 0 })],
      [tap(turn.label('menu.back'), { ...target, act: 'until', seen: 0 }), homeButton(turn)],
    ],
  };
};

/** Of two taps at once both are shown the same, and one keeps it. */
const keep = async (turn: Turn, open: Open<Arranging>, clashes: string): Promise<boolean> => {
  if (open.dialogue.clashes === clashes) return true;
  if (await turn.dialogues.goOn(turn, open, { ...open.dialogue, clashes })) return true;
  const other = (await findChoice(turn, open.dialogue.ref))?.dialogue;
  return other?.state === 'arranging' && other.clashes === clashes;
};

const arrangeRow = (turn: Turn, target: Target, count: number): Keyboard => [
  [tap(count === 0 ? turn.label('regular.arrange') : turn.label('regular.leave_out', { count }), target, 'success')],
];

/** Arranges it without what was seen to clash; what clashes since is shown before it is left out. */
export const arrange = async (turn: Turn, open: Open<Arranging>, target: Target): Promise<View> => {
  const { dialogue } = open;
  const rule = await ruleFor(turn, dialogue, target);
  if (seenOf(rule, dialogue.clashes) !== target.seen) return checkRegular(turn, open, target);
  const known = JSON.parse(dialogue.clashes) as Clash[];
  try {
    const series = await turn.ask(
      'series.create',
      {
        ...{ ...rule, service_id: dialogue.service, specialist_id: dialogue.specialist, client_id: dialogue.client },
        ...{ on_clash: 'refuse', skip: known.map(({ starts_at }) => starts_at) },
      },
      { idempotency_key: tapKey(turn) },
    );
    const count = series.occurrences.filter(({ status }) => status === 'booked').length;
    return arrangedView(turn, dialogue, target, { id: series.id, count, zone: rule.timezone, left_out: known });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'invalid_input') return impossibleView(turn, dialogue, target);
    if (error.code !== 'series_clash') throw error;
    return clashedView(turn, open, target, { rule, clashes: [...known, ...readClashes(error.params['clashes'])] });
  }
};

/** It begins too far ahead, or nothing is left of what would be booked at once. */
const impossibleView = (turn: Turn, choice: Arranging, target: Target): View => ({
  text: turn.say('regular.none_fits'),
  keyboard: [
    [tap(turn.label('regular.otherwise'), { ...target, act: 'often', seen: 0 })],
    [backOf(turn, choice), homeButton(turn)],
  ],
});

/** Somebody was faster, or the client is elsewhere then, which a preview does not know. */
const clashedView = async (
  turn: Turn,
  open: Open<Arranging>,
  target: Target,
  { rule, clashes }: { rule: Rule; clashes: readonly Clash[] },
): Promise<View> => {
  const limit = target.times === 0 ? FAR : Math.min(target.times, MOST);
  const { occurrences } = await turn.ask('series.preview', { ...rule, limit });
  const starts = occurrences.map(({ starts_at }) => starts_at);
  const inOrder = clashes.toSorted((one, other) => Date.parse(one.starts_at) - Date.parse(other.starts_at));
  const view = await showDates(turn, open, { target, rule, clashes: inOrder, starts });
  return { ...view, toast: turn.label('regular.meanwhile') };
};

/** The parameters of a refusal are any JSON; what does not look like a clash is left out. */
const readClashes = (value: unknown): Clash[] => (Array.isArray(value) ? value.filter(isClash) : []);

const isClash = (value: unknown): value is Clash => {
  const { starts_at, reason } = (value ?? {}) as Record<string, unknown>;
  return typeof starts_at === 'string' && SeriesClash.safeParse(reason).success;
};

type Arranged = {
  readonly id: string;
  readonly count: number;
  readonly zone: string;
  readonly left_out: readonly Clash[];
};

const arrangedView = async (
  turn: Turn,
  choice: Arranging,
  target: Target,
  { id, count, zone, left_out }: Arranged,
): Promise<View> => ({
  text: withinLimit(turn, [
    turn.say('regular.arranged', { count }),
    '',
    ...(await aboutLines(turn, choice, target)),
    ...(left_out.length === 0 ? [] : ['', turn.say('regular.left_out')]),
    ...left_out.map(({ starts_at, reason }) => dateLine(turn, zone, starts_at, reason)),
    '',
    ...(await reachLines(turn, choice.client)),
  ]),
  keyboard: [
    [
      tap(turn.label('regular.show'), {
        ...{ screen: 'staff_series', specialist: choice.specialist, series: id, page: 0 },
      }),
    ],
    [backOf(turn, choice), homeButton(turn)],
  ],
});

/** Whether the client hears of it. It is arranged already: not to know changes nothing. */
const reachLines = async (turn: Turn, id: string): Promise<string[]> => {
  try {
    const { telegram_id, reachable } = await turn.ask('clients.get', { id });
    return [turn.say(telegram_id !== null && reachable ? 'regular.told' : 'regular.not_told')];
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
};
