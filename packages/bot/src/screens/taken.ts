import { formatShortDay, formatTime, localDay } from '@okno/contract';
import { monthOf } from '../days.ts';
import { findSpecialist, type Turn } from '../turn.ts';
import { inRows, type Keyboard, tap, type View } from '../view.ts';
import { homeButton } from './menu.ts';
import { waitButton } from './waiting.ts';
import { thisMonth, zoneOfChoice } from './words.ts';

/** The slot that somebody wanted and did not get. */
export type Wanted = { readonly service: string; readonly specialist: string | null; readonly at: string };

type Near = { readonly starts_at: string; readonly specialist_id: string };

/** More choices than this are a calendar's task. */
const MAX_NEAREST = 6;

const TITLES = {
  slot_taken: 'taken.title',
  slot_not_offered: 'taken.gone',
  hold_expired: 'waitlist.passed',
  slots_are_free: 'waitlist.free',
} as const;

/** Somebody was faster: the nearest free times, each one tap away, and the calendar. */
export const takenView = async (
  turn: Turn,
  wanted: Wanted,
  refusal: { code: keyof typeof TITLES; nearest: unknown; rule?: unknown },
): Promise<View> => {
  const catalogue = await turn.catalogue();
  const zone = zoneOfChoice(turn, findSpecialist(catalogue, wanted.specialist));
  const nearest = readNearest(refusal.nearest).slice(0, MAX_NEAREST);
  const buttons = nearest.map(({ starts_at, specialist_id }) =>
    tap(`${formatShortDay(turn.language, zone, starts_at, turn.now)}, ${formatTime(turn.language, zone, starts_at)}`, {
      screen: 'confirm',
      service: wanted.service,
      // Who wanted anybody still does.
      specialist: wanted.specialist === null ? null : specialist_id,
      at: starts_at,
    }),
  );
  return {
    text: [turn.say(TITLES[refusal.code]), turn.say(buttons.length > 0 ? 'taken.nearest' : 'taken.other')].join('\n'),
    keyboard: [
      ...inRows(buttons, 2),
      ...waitRow(turn, wanted, { zone, nearest, refusal }),
      [
        tap(turn.label('day.calendar'), {
          screen: 'month',
          service: wanted.service,
          specialist: wanted.specialist,
          month: buttons.length > 0 ? monthOf(wanted.at) : thisMonth(turn),
          fresh: false,
        }),
        homeButton(turn),
      ],
    ],
  };
};

/** Why a start is not offered though people come then: somebody else does. */
const TAKEN: readonly unknown[] = ['taken', 'full', 'room_taken'];

/** Who wanted a time of a day on which none of the nearest lies may wait for another one on it. */
const waitRow = (
  turn: Turn,
  { service, specialist, at }: Wanted,
  { zone, nearest, refusal }: { zone: string; nearest: readonly Near[]; refusal: { code: string; rule?: unknown } },
): Keyboard => {
  const day = localDay(zone, at);
  const taken = refusal.code === 'slot_taken' || (refusal.code === 'slot_not_offered' && TAKEN.includes(refusal.rule));
  if (!taken || nearest.some(({ starts_at }) => localDay(zone, starts_at) === day)) return [];
  return [[waitButton(turn, { service, specialist, from: day, to: day })]];
};

/** The parameters of a refusal are any JSON; what does not look like a slot is left out. */
export const readNearest = (value: unknown): Near[] =>
  Array.isArray(value) ? value.filter((one): one is Near => isNear(one)) : [];

const isNear = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  const { starts_at, specialist_id } = value as Partial<Record<keyof Near, unknown>>;
  return typeof starts_at === 'string' && !Number.isNaN(Date.parse(starts_at)) && typeof specialist_id === 'string';
};
