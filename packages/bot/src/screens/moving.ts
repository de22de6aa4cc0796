import { AppError, type Booking, formatDate, formatDay, formatTime, localDay } from '@okno/contract';
import { nonceOf, type Target, type TargetOf } from '../callback-data.ts';
import { monthOf } from '../days.ts';
import { findService, type Turn } from '../turn.ts';
import { type Keyboard, tap, type View } from '../view.ts';
import type { Voice } from '../voice.ts';
import { tapKey } from './book.ts';
import { bookingLines, cardView, isOpen } from './card.ts';
import { type DayWays, leafRow, slotRows } from './day.ts';
import { homeButton } from './menu.ts';
import { monthRows } from './month.ts';
import { nearestRow } from './nearest.ts';
import { nearestButtons, type Refusal, takenLines } from './taken.ts';
import { zoneOf } from './words.ts';

/** The booking that is being moved, and where its card leads back to. */
type Moving = { readonly booking: string; readonly listed: boolean };

/** Leaves everything as it is. */
const keepRow = (voice: Voice, { booking, listed }: Moving): Keyboard => [
  [tap(voice.label('moving.keep'), { screen: 'booking', booking, listed })],
];

/** Whether the client may still move it, as far as the card says; the backend has the last word. */
const isMovable = (turn: Turn, { status, changeable_until }: Booking): boolean =>
  status !== 'confirmed' || turn.now <= Date.parse(changeable_until);

/**
 * A month to move to: same service, same specialist. Too late is said before anybody looks for a time.
 * @throws AppError `too_late_to_change`.
 */
export const openMove = async (turn: Turn, target: TargetOf<'move'>): Promise<View> => {
  const { month, ...moving } = target;
  const booking = await turn.ask('bookings.get', { id: target.booking });
  if (!isOpen(booking)) return cardView(turn, booking, { now: turn.now, listed: target.listed });
  if (!isMovable(turn, booking)) throw new AppError('too_late_to_change');
  const glance = await turn.ask('scheduling.month', {
    service_id: booking.service.id,
    specialist_id: booking.specialist.id,
    month,
  });
  const at = (starts_at: string): Target => ({ ...moving, screen: 'ask_move', at: starts_at });
  return {
    text: [...headLines(turn, booking), '', turn.say(glance.nearest === null ? 'month.none' : 'month.pick')].join('\n'),
    keyboard: [
      ...monthRows(turn, glance, {
        month,
        day: (day) => ({ ...moving, screen: 'move_day', day, page: 0 }),
        to: (to) => ({ ...target, month: to }),
      }),
      ...nearestRow(turn, glance, at),
      ...keepRow(turn, target),
    ],
  };
};

const headLines = (voice: Voice, booking: Booking): string[] => [
  voice.say('moving.title'),
  '',
  voice.say('booking.service', { service: booking.service.name }),
  voice.say('booking.specialist', { specialist: booking.specialist.name }),
  voice.say('moving.now', momentOf(voice, booking.time_zone, booking.starts_at)),
];

const momentOf = ({ language, now }: Voice, zone: string, at: string): { day: string; time: string } => ({
  day: formatDay(language, zone, at, now),
  time: formatTime(language, zone, at),
});

/** The times of one day to move to. */
export const openMoveDay = async (turn: Turn, target: TargetOf<'move_day'>): Promise<View> => {
  const { day, page, ...moving } = target;
  const booking = await turn.ask('bookings.get', { id: target.booking });
  const [catalogue, { slots, time_zone: zone }] = await Promise.all([
    turn.catalogue(),
    turn.ask('scheduling.free_slots_day', {
      service_id: booking.service.id,
      specialist_id: booking.specialist.id,
      date: day,
    }),
  ]);
  const service = findService(catalogue, booking.service.id);
  const ways: DayWays = {
    at: (at) => ({ ...moving, screen: 'ask_move', at }),
    day: (to, leaf) => ({ ...moving, screen: 'move_day', day: to, page: leaf }),
    calendar: { ...moving, screen: 'move', month: monthOf(day) },
  };
  const words = { day: formatDate(turn.language, day, turn.now), zone: zoneOf(turn, zone) };
  return {
    text: [
      ...headLines(turn, booking),
      '',
      slots.length > 0 ? turn.say('day.pick', words) : turn.say('day.none', { day: words.day }),
    ].join('\n'),
    keyboard: [
      ...slotRows(turn, { slots, zone, service, day, page }, ways),
      leafRow(turn, { day, zone, service }, ways),
      ...keepRow(turn, target),
    ],
  };
};

/** From when to when, once more before it counts. */
export const askMove = async (turn: Turn, target: TargetOf<'ask_move'>): Promise<View> => {
  const { at, ...moving } = target;
  const booking = await turn.ask('bookings.get', { id: target.booking });
  if (!isOpen(booking)) return cardView(turn, booking, { now: turn.now, listed: target.listed });
  const length = Date.parse(booking.ends_at) - Date.parse(booking.starts_at);
  const { time_zone } = booking;
  const wanted = { time_zone, starts_at: at, ends_at: new Date(Date.parse(at) + length).toISOString() };
  const day = localDay(time_zone, at);
  return {
    text: [
      turn.say('moving.ask'),
      '',
      ...bookingLines(turn, { ...booking, ...wanted, room: null }),
      '',
      turn.say('moving.instead_of', momentOf(turn, time_zone, booking.starts_at)),
    ].join('\n'),
    keyboard: [
      [tap(turn.label('moving.yes'), { ...target, screen: 'move_to', nonce: nonceOf(turn.update_id) }, 'success')],
      [tap(turn.label('menu.back'), { ...moving, screen: 'move_day', day, page: 0 })],
      ...keepRow(turn, target),
    ],
  };
};

/** Moves, and shows how the booking stands. The living message of the booking stays what it is. */
export const move = async (turn: Turn, target: TargetOf<'move_to'>): Promise<View> => {
  const { booking: id, at: starts_at, listed } = target;
  const message =
    listed || turn.tapped === undefined ? undefined : { chat_id: turn.chat_id, message_id: turn.tapped.message_id };
  const booking = await turn.ask(
    'bookings.move',
    { id, starts_at, ...(message === undefined ? {} : { message }) },
    { idempotency_key: tapKey(turn) },
  );
  return { ...cardView(turn, booking, { now: turn.now, listed }), toast: turn.label('moving.done') };
};

/** The time they wanted to move to is gone: the nearest others, and the booking is where it was. */
export const takenMoveView = async (turn: Turn, target: TargetOf<'move_to'>, refusal: Refusal): Promise<View> => {
  const { at, nonce: _, ...moving } = target;
  const { time_zone } = await turn.ask('bookings.get', { id: target.booking });
  const rows = nearestButtons(turn, { zone: time_zone, nearest: refusal.nearest }, ({ starts_at }) => ({
    ...moving,
    screen: 'ask_move',
    at: starts_at,
  }));
  const calendar: Target = { ...moving, screen: 'move', month: monthOf(localDay(time_zone, at)) };
  const [lost, near] = takenLines(turn, refusal, { zone: time_zone, some: rows.length > 0 });
  return {
    text: [lost, turn.say('moving.stays'), '', near].join('\n'),
    keyboard: [
      ...rows,
      [tap(turn.label('day.calendar'), calendar), homeButton(turn, !target.listed)],
      ...keepRow(turn, target),
    ],
  };
};
