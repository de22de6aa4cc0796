import type { Booking } from '@okno/contract';
import type { Turn } from '../turn.ts';
import { pager, tap, type View } from '../view.ts';
import { clientButton } from './manage-buttons.ts';
import { markOf } from './staff-words.ts';
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
        tap(labelOf(turn, booking), { screen: 'visit', booking: booking.id, act: 'show', fresh: false, nonce: 0 }),
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

const labelOf = (turn: Turn, booking: Booking): string => {
  const moment = momentLabel(turn, booking.time_zone, booking.starts_at);
  return `${markOf(booking)} ${turn.label('bookings.item', { moment, service: booking.service.name })}`.trim();
};
