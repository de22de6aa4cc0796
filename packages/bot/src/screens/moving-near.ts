import { type Booking, localDay, type Slot } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import { addDays } from '../days.ts';
import type { Turn } from '../turn.ts';
import { inRows, tap, type View } from '../view.ts';
import { homeButton } from './menu.ts';
import { noonOf } from './moving-ways.ts';
import { toCheck } from './staff-ways.ts';
import { clientLines, shortMomentOf } from './staff-words.ts';

type Target = TargetOf<'moving'>;

/** So far around the days off times are looked for. */
const [DAYS_BEFORE, DAYS_AFTER] = [7, 21];
const [CHOICES, OF_A_DAY] = [6, 2];
const DAY_MS = 86_400_000;

/** The free times outside of some days off that lie nearest to when a visit was to be. */
export const nearView = async (turn: Turn, target: Target, booking: Booking): Promise<View> => {
  const { time_zone, starts_at, specialist } = booking;
  const today = localDay(time_zone, turn.now);
  const from = target.from ?? localDay(time_zone, starts_at);
  const to = target.to ?? from;
  const first = [today, addDays(from, -DAYS_BEFORE)].sort().at(-1) ?? today;
  const ranges = [
    { from: first, to: addDays(from, -1) },
    { from: addDays(to, 1), to: addDays(to, DAYS_AFTER) },
  ].filter((range) => range.from <= range.to);
  const found = await Promise.all(ranges.map((range) => slotsIn(turn, booking, range)));
  const slots = nearestTo(Date.parse(starts_at), found.flat());
  const buttons = slots.map((slot) => {
    const { day, time } = shortMomentOf(turn, time_zone, slot.starts_at);
    return tap(`${day}, ${time}`, { ...target, step: 'ask', at: slot.starts_at });
  });
  return {
    text: [
      turn.say(slots.length > 0 ? 'visit_moving.near' : 'visit_moving.no_near'),
      '',
      turn.say('off.line', {
        ...shortMomentOf(turn, time_zone, starts_at),
        client: booking.client.name,
        service: booking.service.name,
      }),
      ...clientLines(turn, booking).slice(1),
    ].join('\n'),
    keyboard: [
      ...inRows(buttons, 2),
      [
        tap(turn.label('day.calendar'), { ...target, step: 'month', at: noonOf(addDays(to, 1)) }),
        tap(turn.label('off.back'), toCheck(specialist.id, { first: from, last: target.to })),
      ],
      [homeButton(turn)],
    ],
  };
};

const slotsIn = async (
  turn: Turn,
  { service, specialist }: Booking,
  range: { readonly from: string; readonly to: string },
): Promise<Slot[][]> => {
  const { days } = await turn.ask('scheduling.free_slots_range', {
    service_id: service.id,
    specialist_id: specialist.id,
    ...range,
  });
  return days.map(({ slots }) => slots);
};

/** Of each day those nearest to the same time of day; of the days the nearest. In the order of time. */
const nearestTo = (at: number, days: readonly (readonly Slot[])[]): Slot[] => {
  const distance = ({ starts_at }: Slot): number => Math.abs(Date.parse(starts_at) - at);
  const fromSameTime = ({ starts_at }: Slot): number => {
    const rest = Math.abs(Date.parse(starts_at) - at) % DAY_MS;
    return Math.min(rest, DAY_MS - rest);
  };
  return days
    .flatMap((slots) => slots.toSorted((one, other) => fromSameTime(one) - fromSameTime(other)).slice(0, OF_A_DAY))
    .sort((one, other) => distance(one) - distance(other))
    .slice(0, CHOICES)
    .sort((one, other) => Date.parse(one.starts_at) - Date.parse(other.starts_at));
};
