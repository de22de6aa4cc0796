import type { Booking } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import { botKey } from '../keys.ts';
import type { Turn } from '../turn.ts';
import { type Keyboard, pager, tap, type View } from '../view.ts';
import { bookingLines } from './card.ts';
import { clientButton } from './manage-buttons.ts';
import { homeButton } from './menu.ts';
import { clientLines } from './staff-words.ts';
import { momentLabel } from './words.ts';

const PER_PAGE = 5;

type Asked = { readonly client: string; readonly when: 'ahead' | 'past'; readonly page: number };

/** What a client has booked: ahead the next first, past the latest first. */
export const openClientBookings = async (turn: Turn, { client, when, page }: Asked): Promise<View> => {
  const { items, total } = await (when === 'ahead' ? ahead : past)(turn, client, page);
  const pages = Math.max(1, Math.ceil(total / PER_PAGE));
  return {
    text: turn.say(when === 'ahead' ? 'manage.ahead_title' : 'manage.past_title', { count: total }),
    keyboard: [
      ...items.map((booking) => [
        tap(labelOf(turn, booking), { screen: 'client_booking', part: 'card', client, booking: booking.id }),
      ]),
      ...pager(page, pages, (to) => ({ screen: 'client', client, part: when, page: to })),
      [clientButton(turn, client)],
    ],
  };
};

const ahead = (turn: Turn, client_id: string, page: number) =>
  turn.ask('bookings.list', {
    client_id,
    status: 'confirmed',
    from: new Date(turn.now).toISOString(),
    page: page + 1,
    limit: PER_PAGE,
  });

/** Bookings are listed from the earliest on, so the latest stand on the last pages; turned round for reading. */
const past = async (turn: Turn, client_id: string, page: number) => {
  const to = new Date(turn.now).toISOString();
  const read = (from_page: number) => turn.ask('bookings.list', { client_id, to, page: from_page, limit: PER_PAGE });
  const { total } = await turn.ask('bookings.list', { client_id, to, page: 1, limit: 1 });
  const last = Math.max(1, Math.ceil(total / PER_PAGE));
  const { items } = await read(Math.max(1, last - page));
  return { items: items.toReversed(), total };
};

/** The latest booking of a client that has begun, or else the next; undefined when there is none. */
export const findLatest = async (turn: Turn, client: string): Promise<Booking | undefined> =>
  (await past(turn, client, 0)).items[0] ?? (await ahead(turn, client, 0)).items[0];

const MARKS: Readonly<Record<Booking['status'], string>> = {
  held: '⏳ ',
  pending_payment: '⏳ ',
  confirmed: '',
  completed: '☑️ ',
  no_show: '🚫 ',
  cancelled: '✖️ ',
};

const labelOf = (turn: Turn, booking: Booking): string => {
  const moment = momentLabel(turn, booking.time_zone, booking.starts_at);
  return `${MARKS[booking.status]}${turn.label('bookings.item', { moment, service: booking.service.name })}`;
};

const TITLES = {
  held: 'manage.held',
  pending_payment: 'status.pending_payment',
  confirmed: 'manage.booked',
  completed: 'status.completed',
  no_show: 'status.no_show',
  cancelled: 'status.cancelled',
} as const;

/** A booking of a client, as those who made it for them see it. */
export const clientBookingView = (turn: Turn, client: string, booking: Booking): View => {
  const open = booking.status === 'confirmed' || booking.status === 'held';
  const cancel: Keyboard =
    open && Date.parse(booking.starts_at) > turn.now
      ? [[tap(turn.label('booking.cancel'), { screen: 'client_booking', part: 'ask', client, booking: booking.id })]]
      : [];
  return {
    text: [turn.say(TITLES[booking.status]), '', ...clientLines(turn, booking), ...bookingLines(turn, booking)].join(
      '\n',
    ),
    keyboard: [...cancel, [clientButton(turn, client)], [homeButton(turn)]],
  };
};

export const openClientBooking = async (turn: Turn, target: TargetOf<'client_booking'>): Promise<View> => {
  const { part, client, booking: id } = target;
  if (part === 'cancel') {
    const key = { idempotency_key: botKey(turn.bot_id, 'update', turn.update_id) };
    const cancelled = await turn.ask('bookings.cancel', { id }, key);
    return { ...clientBookingView(turn, client, cancelled), toast: turn.label('cancelling.done') };
  }
  const booking = await turn.ask('bookings.get', { id });
  if (part === 'card' || booking.status === 'cancelled') return clientBookingView(turn, client, booking);
  return {
    text: [turn.say('cancelling.ask'), '', ...clientLines(turn, booking), ...bookingLines(turn, booking)].join('\n'),
    keyboard: [
      [tap(turn.label('cancelling.yes'), { ...target, part: 'cancel' }, 'danger')],
      [tap(turn.label('cancelling.keep'), { ...target, part: 'card' })],
    ],
  };
};
