import { localDay } from '@okno/contract';
import type { Target } from '../callback-data.ts';
import { monthOf } from '../days.ts';
import { findSpecialist, type Turn } from '../turn.ts';
import { inRows, type Keyboard, tap, type View } from '../view.ts';
import { homeButton } from './menu.ts';
import { waitButton } from './waiting.ts';
import { momentLabel, thisMonth, zoneOf, zoneOfChoice } from './words.ts';

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

/** Why a time cannot be had, and what is free near it; the parameters of a refusal may be any JSON. */
export type Refusal = { readonly code: keyof typeof TITLES; readonly nearest: unknown; readonly rule?: unknown };

/** Somebody was faster: the nearest free times, each one tap away, and the calendar. */
export const takenView = async (turn: Turn, wanted: Wanted, refusal: Refusal): Promise<View> => {
  const catalogue = await turn.catalogue();
  const zone = zoneOfChoice(turn, findSpecialist(catalogue, wanted.specialist));
  const rows = nearestButtons(turn, { zone, nearest: refusal.nearest }, ({ starts_at, specialist_id }) => ({
    screen: 'confirm',
    service: wanted.service,
    // Who wanted anybody still does.
    specialist: wanted.specialist === null ? null : specialist_id,
    at: starts_at,
  }));
  return {
    text: takenLines(turn, refusal, { zone, some: rows.length > 0 }).join('\n'),
    keyboard: [
      ...rows,
      ...waitRow(turn, wanted, { zone, refusal }),
      [
        tap(turn.label('day.calendar'), {
          screen: 'month',
          service: wanted.service,
          specialist: wanted.specialist,
          month: rows.length > 0 ? monthOf(wanted.at) : thisMonth(turn),
          fresh: false,
        }),
        homeButton(turn),
      ],
    ],
  };
};

/** What was lost, and in whose clock the times below are, if there are any. */
export const takenLines = (
  turn: Turn,
  { code }: Refusal,
  { zone, some }: { zone: string; some: boolean },
): readonly [string, string] => [
  turn.say(TITLES[code]),
  some ? turn.say('taken.nearest', { zone: zoneOf(turn, zone) }) : turn.say('taken.other'),
];

/** The nearest free times as buttons, two in a row. */
export const nearestButtons = (
  turn: Turn,
  { zone, nearest }: { zone: string; nearest: unknown },
  target: (near: Near) => Target,
): Keyboard => {
  const near = readNearest(nearest).slice(0, MAX_NEAREST);
  return inRows(
    near.map((one) => tap(momentLabel(turn, zone, one.starts_at), target(one))),
    2,
  );
};

/** Why a start is not offered though people come then: somebody else does. */
const TAKEN: readonly unknown[] = ['taken', 'full', 'room_taken'];

/** Who wanted a time of a day on which none of the nearest lies may wait for another one on it. */
const waitRow = (
  turn: Turn,
  { service, specialist, at }: Wanted,
  { zone, refusal }: { zone: string; refusal: Refusal },
): Keyboard => {
  const day = localDay(zone, at);
  const nearest = readNearest(refusal.nearest).slice(0, MAX_NEAREST);
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
