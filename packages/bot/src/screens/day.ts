import { formatDate, formatShortDate, formatTime, type Load, localDay, type Slot } from '@okno/contract';
import type { Target, TargetOf } from '../callback-data.ts';
import { addDays, monthOf } from '../days.ts';
import type { Service } from '../memory.ts';
import { findService, findSpecialist, type Turn } from '../turn.ts';
import { type Button, inRows, type Keyboard, pageOf, tap, type View } from '../view.ts';
import { homeButton } from './menu.ts';
import { heading } from './month.ts';
import { waitButton } from './waiting.ts';
import { zoneOf } from './words.ts';

/** Telegram takes 100 buttons a message; the rest is for the arrows. */
const SLOTS_PER_PAGE = 88;
const [TIME_COLUMNS, SEAT_COLUMNS] = [4, 2];

/** The free times of one day. One question to the backend, because people leaf through days. */
export const openDay = async (turn: Turn, target: TargetOf<'day'>): Promise<View> => {
  const { service: service_id, specialist: specialist_id, day } = target;
  const [catalogue, answer] = await Promise.all([
    turn.catalogue(),
    turn.ask('scheduling.free_slots_day', {
      service_id,
      date: day,
      ...(specialist_id === null ? {} : { specialist_id }),
    }),
  ]);
  const service = findService(catalogue, service_id);
  const { slots } = answer;
  const words = { day: formatDate(turn.language, day, turn.now), zone: zoneOf(turn, answer.time_zone) };
  // A button of long ago: the backend calls such a day full, and nobody waits for it.
  const passed = day < localDay(answer.time_zone, turn.now);
  const none = passed ? turn.say('past_day.passed') : turn.say('day.none', { day: words.day });
  return {
    text: [
      ...heading(turn, service, findSpecialist(catalogue, specialist_id)),
      '',
      slots.length > 0 ? turn.say('day.pick', words) : none,
    ].join('\n'),
    keyboard: [
      ...slotRows(turn, { slots, zone: answer.time_zone, service, day, page: target.page }, waysOf(target)),
      ...(passed ? [] : waitRow(turn, target, { load: answer.load, slots })),
      leafRow(turn, { day, zone: answer.time_zone, service }, waysOf(target)),
      [homeButton(turn)],
    ],
  };
};

/** Where the buttons below the times of a day lead. */
export type DayWays = {
  readonly at: (starts_at: string) => Target;
  readonly day: (day: string, page: number) => Target;
  readonly calendar: Target;
};

const waysOf = ({ service, specialist, day }: TargetOf<'day'>): DayWays => ({
  at: (at) => ({ screen: 'confirm', service, specialist, at }),
  day: (to, page) => ({ screen: 'day', service, specialist, day: to, page }),
  calendar: { screen: 'month', service, specialist, month: monthOf(day), fresh: false },
});

/** Where everything is taken, one can wait for a time to become free. */
const waitRow = (
  turn: Turn,
  { service, specialist, day }: TargetOf<'day'>,
  { load, slots }: { load: Load; slots: readonly Slot[] },
): Keyboard =>
  load === 'full' && slots.length === 0 ? [[waitButton(turn, { service, specialist, from: day, to: day })]] : [];

type Times = {
  readonly slots: readonly Slot[];
  readonly zone: string;
  readonly service: Pick<Service, 'capacity' | 'horizon_days'>;
};

/** The free times, with the seats that are left where several people come together. */
export const slotRows = (
  turn: Turn,
  times: Times & { readonly day: string; readonly page: number },
  ways: DayWays,
): Keyboard => {
  const { zone, service } = times;
  const group = service.capacity > 1;
  const { items, page, pages } = pageOf(times.slots, times.page, SLOTS_PER_PAGE);
  const buttons = items.map(({ starts_at, seats_left }) => {
    const time = formatTime(turn.language, zone, starts_at);
    const label = group ? turn.label('day.seats', { time, count: seats_left }) : time;
    return tap(label, ways.at(starts_at));
  });
  const arrows: Button[] = [];
  if (page > 0) arrows.push(tap(turn.label('day.earlier'), ways.day(times.day, page - 1)));
  if (page < pages - 1) arrows.push(tap(turn.label('day.later'), ways.day(times.day, page + 1)));
  return [...inRows(buttons, group ? SEAT_COLUMNS : TIME_COLUMNS), ...(arrows.length > 0 ? [arrows] : [])];
};

/** The day before, the calendar, the day after; no arrow leaves what can be booked. */
export const leafRow = (
  turn: Turn,
  { day, zone, service }: Omit<Times, 'slots'> & { readonly day: string },
  ways: DayWays,
): Button[] => {
  const today = localDay(zone, turn.now);
  const last = addDays(today, service.horizon_days);
  const to = (there: string, label: string): Button[] =>
    there < today || there > last ? [] : [tap(label, ways.day(there, 0))];
  const [before, after] = [addDays(day, -1), addDays(day, 1)];
  return [
    ...to(before, `‹ ${formatShortDate(turn.language, before, turn.now)}`),
    tap(turn.label('day.calendar'), ways.calendar),
    ...to(after, `${formatShortDate(turn.language, after, turn.now)} ›`),
  ];
};
