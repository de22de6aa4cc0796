import { type Booking, formatShortDate, localDay } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import { addDays } from '../days.ts';
import type { Turn } from '../turn.ts';
import { type Button, tap } from '../view.ts';
import type { Voice } from '../voice.ts';
import { markOf, visitWords } from './staff-words.ts';

/** The day of a specialist; nobody named: of everybody. */
export const toDay = (specialist: string | null, day: string) =>
  ({ screen: 'staff_day', specialist, day, page: 0, fresh: false }) as const;

/** Asks how late a specialist is. */
export const toRunning = (specialist: string) =>
  ({ screen: 'running', specialist, minutes: 0, tell: false, nonce: 0 }) as const;

/** The days off of a specialist. */
export const toOff = (specialist: string) =>
  ({ screen: 'off', specialist, step: 'home', first: null, last: null, at: null, seen: 0, nonce: 0 }) as const;

/** The working hours of a specialist. */
export const toHours = (specialist: string) =>
  ({ screen: 'week_hours', specialist, act: 'show', day: null, nonce: 0 }) as const;

type ToWeekday = TargetOf<'weekday'>;

/** The hours of a weekday, by taps; `more`: what has been chosen already. */
export const toWeekday = (specialist: string, act: ToWeekday['act'], more: Partial<ToWeekday> = {}): ToWeekday => ({
  ...{ screen: 'weekday', specialist, weekday: 1, from: '00:00', to: '00:00', days: 0, half: false },
  ...more,
  act,
});

/** The day before, today, the day after. */
export const dayArrows = (
  turn: Turn,
  { specialist, day, today }: { specialist: string | null; day: string; today: string },
): Button[] => {
  const to = (other: string, label: string): Button => tap(label, toDay(specialist, other));
  const [before, after] = [addDays(day, -1), addDays(day, 1)];
  return [
    to(before, `‹ ${formatShortDate(turn.language, before, turn.now)}`),
    ...(day === today ? [] : [to(today, turn.label('agenda.today'))]),
    to(after, `${formatShortDate(turn.language, after, turn.now)} ›`),
  ];
};

/** Opens a visit in a message of its own: what it stands below is to stay. */
export const visitButton = (voice: Voice, booking: string): Button =>
  tap(voice.label('staff.show'), { screen: 'visit', booking, act: 'show', fresh: true, nonce: 0 });

/** A visit in a list. */
export const visitTap = (voice: Voice, booking: Booking): Button => {
  const { time, client } = visitWords(voice, booking);
  const label = `${voice.label('staff.button', { time, client })}${markOf(booking)}`;
  return tap(label, { screen: 'visit', booking: booking.id, act: 'show', fresh: false, nonce: 0 });
};

/** Back to the day of a specialist. */
export const dayButton = (turn: Turn, specialist: string, day: string): Button =>
  tap(turn.label('staff.to_day', { day: formatShortDate(turn.language, day, turn.now) }), toDay(specialist, day));

/** Back to the day of a visit. */
export const dayRow = (turn: Turn, { specialist, time_zone, starts_at }: Booking): Button[] => [
  dayButton(turn, specialist.id, localDay(time_zone, starts_at)),
];

/** What days off would touch; `last` null: the rest of the first one, which is today. */
export const toCheck = (specialist: string, { first, last }: { first: string; last: string | null }) =>
  ({ ...toOff(specialist), step: 'check', first, last }) as const;
