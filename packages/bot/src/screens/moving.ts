import { AppError, type Booking, formatDate, localDay } from '@okno/contract';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import { monthOf } from '../days.ts';
import type { Turn } from '../turn.ts';
import { type Button, tap, type View } from '../view.ts';
import { tapKey } from './book.ts';
import { bookingLines, cardOf, isOpen, mayChange } from './card.ts';
import { type DayWays, leafRow, slotRows } from './day.ts';
import { homeButton } from './menu.ts';
import { monthRows } from './month.ts';
import { nearView } from './moving-near.ts';
import { isStaffs, noonOf } from './moving-ways.ts';
import { nearestRow } from './nearest.ts';
import { offAgain } from './off.ts';
import { momentOf } from './staff-words.ts';
import { nearestButtons, type Refusal, readNearest, takenLines } from './taken.ts';
import { visitView } from './visit.ts';
import { zoneOf } from './words.ts';

type Target = TargetOf<'moving'>;

/** Moves a visit: the day, the time, once more everything, and done. The same way for clients and for the staff. */
export const openMoving = async (turn: Turn, target: Target): Promise<View> => {
  if (target.step === 'move') return move(turn, target);
  const booking = await turn.ask('bookings.get', { id: target.booking });
  if (!isOpen(booking)) return standing(turn, booking, target);
  switch (target.step) {
    case 'near':
      return nearView(turn, target, booking);
    case 'day':
      return dayView(turn, target, booking);
    case 'ask':
      return askView(turn, target, booking);
    default:
      return monthView(turn, target, booking);
  }
};

/** The visit as it stands, where it is shown to whoever moves it; whoever is clearing days goes on with the next. */
const standing = (turn: Turn, booking: Booking, { back, from, to }: Target): View | Promise<View> => {
  if (back === 'visit') return visitView(turn, booking);
  if (back === 'off' && from !== null) return offAgain(turn, booking.specialist.id, { from, to });
  return cardOf(turn, booking, { listed: back === 'listed' });
};

/** Leaves everything as it is. */
const backRow = (turn: Turn, target: Target): Button[] => {
  const { booking, back } = target;
  if (back === 'off') return [tap(turn.label('off.back'), { ...target, step: 'near' }), homeButton(turn)];
  return back === 'visit'
    ? [
        tap(turn.label('staff.to_visit'), { screen: 'visit', booking, act: 'show', fresh: false, nonce: 0 }),
        homeButton(turn),
      ]
    : [tap(turn.label('moving.keep'), { screen: 'booking', booking, listed: back === 'listed' })];
};

const atOf = ({ at }: Target, { starts_at }: Booking): string => at ?? starts_at;

/**
 * A month to move to: same service, same specialist. Too late is said before a client looks for a time.
 * @throws AppError `too_late_to_change`.
 */
const monthView = async (turn: Turn, target: Target, booking: Booking): Promise<View> => {
  // Whoever was asked to move, away from a day, is never too late.
  if (!isStaffs(target) && target.from === null && !mayChange(turn, booking)) throw new AppError('too_late_to_change');
  const month = monthOf(atOf(target, booking));
  const { service, specialist } = booking;
  const glance = await turn.ask('scheduling.month', { service_id: service.id, specialist_id: specialist.id, month });
  const first = monthOf(glance.today);
  if (month < first) return monthView(turn, { ...target, at: noonOf(glance.today) }, booking);
  return {
    text: [
      ...headLines(turn, target, booking),
      '',
      turn.say(glance.nearest === null ? 'month.none' : 'month.pick'),
    ].join('\n'),
    keyboard: [
      ...monthRows(turn, glance, {
        month,
        day: (day) => ({ ...target, step: 'day', at: noonOf(day), page: 0 }),
        to: (to) => ({ ...target, step: 'month', at: noonOf(`${to}-15`) }),
      }),
      // The nearest of all may lie on the days that are being cleared.
      ...(target.back === 'off' ? [] : nearestRow(turn, glance, (at) => ({ ...target, step: 'ask', at }))),
      backRow(turn, target),
    ],
  };
};

const headLines = (turn: Turn, target: Target, booking: Booking): string[] => [
  turn.say('moving.title'),
  '',
  turn.say('booking.service', { service: booking.service.name }),
  isStaffs(target)
    ? turn.say('booking.client', { client: booking.client.name })
    : turn.say('booking.specialist', { specialist: booking.specialist.name }),
  turn.say('moving.now', momentOf(turn, booking.time_zone, booking.starts_at)),
];

/** A service that is offered no more can still be moved, and who gives it has no days beyond a year ahead. */
const RETIRED = { capacity: 1, horizon_days: 366 };

/** The times of one day to move to. */
const dayView = async (turn: Turn, target: Target, booking: Booking): Promise<View> => {
  const { page } = target;
  const day = atOf(target, booking).slice(0, 10);
  const [{ services }, { slots, time_zone: zone }] = await Promise.all([
    turn.catalogue(),
    turn.ask('scheduling.free_slots_day', {
      service_id: booking.service.id,
      specialist_id: booking.specialist.id,
      date: day,
    }),
  ]);
  const service = services.find(({ id }) => id === booking.service.id) ?? RETIRED;
  const ways: DayWays = {
    at: (at) => ({ ...target, step: 'ask', at }),
    day: (to, leaf) => ({ ...target, step: 'day', at: noonOf(to), page: leaf }),
    calendar: { ...target, step: 'month', at: noonOf(day) },
  };
  const words = { day: formatDate(turn.language, day, turn.now), zone: zoneOf(turn, zone) };
  return {
    text: [
      ...headLines(turn, target, booking),
      '',
      slots.length > 0 ? turn.say('day.pick', words) : turn.say('day.none', { day: words.day }),
    ].join('\n'),
    keyboard: [
      ...slotRows(turn, { slots, zone, service, day, page }, ways),
      leafRow(turn, { day, zone, service }, ways),
      backRow(turn, target),
    ],
  };
};

/** From when to when, once more before it counts. */
const askView = (turn: Turn, target: Target, booking: Booking): View => {
  const { time_zone } = booking;
  const at = atOf(target, booking);
  const length = Date.parse(booking.ends_at) - Date.parse(booking.starts_at);
  const wanted = { starts_at: at, ends_at: new Date(Date.parse(at) + length).toISOString(), room: null };
  const staffs = isStaffs(target);
  return {
    text: [
      turn.say(staffs ? 'visit_moving.ask' : 'moving.ask'),
      '',
      ...bookingLines(turn, { ...booking, ...wanted }),
      ...(staffs ? [turn.say('booking.client', { client: booking.client.name })] : []),
      '',
      turn.say('moving.instead_of', momentOf(turn, time_zone, booking.starts_at)),
    ].join('\n'),
    keyboard: [
      [tap(turn.label('moving.yes'), { ...target, step: 'move', nonce: nonceOf(turn.update_id) }, 'success')],
      [otherTime(turn, target, noonOf(localDay(time_zone, at)))],
      backRow(turn, target),
    ],
  };
};

/** The other times of that day; who came from times of several days sees the calendar. */
const otherTime = (turn: Turn, target: Target, noon: string): Button =>
  target.back === 'off'
    ? tap(turn.label('day.calendar'), { ...target, step: 'month', at: noon })
    : tap(turn.label('menu.back'), { ...target, step: 'day', at: noon, page: 0 });

/** Moves, and shows how the visit stands. The living message of the booking stays what it is. */
const move = async (turn: Turn, target: Target): Promise<View> => {
  const { booking: id, at, back } = target;
  if (at === null) return openMoving(turn, { ...target, step: 'month' });
  const message =
    back === 'card' && turn.tapped !== undefined
      ? { message: { chat_id: turn.chat_id, message_id: turn.tapped.message_id } }
      : {};
  const key = { idempotency_key: tapKey(turn) };
  const booking = await turn.ask('bookings.move', { id, starts_at: at, ...message }, key);
  return { ...(await standing(turn, booking, target)), toast: turn.label('moving.done') };
};

/** What was in the way of a move. */
type Missed = Omit<Refusal, 'code'> & { readonly code: 'slot_taken' | 'slot_not_offered' | 'already_booked' };

/** Somebody was faster, or the client is elsewhere then: the nearest times, and the visit is where it was. */
export const missedView = async (turn: Turn, target: Target, missed: Missed): Promise<View> => {
  const booking = await turn.ask('bookings.get', { id: target.booking });
  const { time_zone: zone, starts_at } = booking;
  // A time with somebody else would be another decision.
  const near = readNearest(missed.nearest).filter((one) => one.specialist_id === booking.specialist.id);
  const rows = nearestButtons(turn, { zone, nearest: near }, (one) => ({ ...target, step: 'ask', at: one.starts_at }));
  const day = localDay(zone, target.at ?? starts_at);
  const { code } = missed;
  const [lost, times] = takenLines(
    turn,
    { ...missed, code: code === 'already_booked' ? 'slot_taken' : code },
    { zone, some: rows.length > 0 },
  );
  const elsewhere = turn.say(isStaffs(target) ? 'visit_moving.busy_client' : 'error.already_booked');
  return {
    text: [
      code === 'already_booked' ? elsewhere : lost,
      ...(isStaffs(target) ? [] : [turn.say('moving.stays')]),
      '',
      times,
    ].join('\n'),
    keyboard: [
      ...rows,
      [
        tap(turn.label('day.calendar'), { ...target, step: 'month', at: noonOf(day) }),
        ...(isStaffs(target) ? [] : [homeButton(turn, target.back === 'card')]),
      ],
      backRow(turn, target),
    ],
  };
};
