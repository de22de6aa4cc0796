import type { Booking } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import type { Turn } from '../turn.ts';
import { type Button, pager, tap, type View } from '../view.ts';
import { cardOf } from './card.ts';
import { homeButton } from './menu.ts';
import { waitingButton } from './waiting.ts';
import { momentLabel, zoneOf } from './words.ts';

const PER_PAGE = 5;

/** My bookings that have not ended yet, five at a time. */
export const openBookings = async (turn: Turn, target: Pick<TargetOf<'bookings'>, 'page'>): Promise<View> => {
  // Staff who never booked here are nobody's client, and the backend refuses to list for them.
  if (turn.me.client_id === null) return emptyView(turn);
  const answer = await listFrom(turn, target.page);
  const pages = Math.max(1, Math.ceil(answer.total / PER_PAGE));
  // The last one of a page may just have been cancelled.
  if (answer.items.length === 0 && answer.total > 0 && target.page >= pages)
    return openBookings(turn, { page: pages - 1 });
  if (answer.items.length === 0) return emptyView(turn);
  return {
    text: [turn.say('bookings.title', { count: answer.total }), `🕑 ${zonesLine(turn, answer.items)}`].join('\n'),
    keyboard: [
      ...answer.items.map((booking) => [itemButton(turn, booking)]),
      ...pager(target.page, pages, (page) => ({ screen: 'bookings', page, fresh: false })),
      ...moreRows(turn),
    ],
  };
};

/** One of them. */
export const openBooking = async (turn: Turn, target: TargetOf<'booking'>): Promise<View> => {
  const booking = await turn.ask('bookings.get', { id: target.booking });
  return cardOf(turn, booking, { listed: target.listed });
};

const listFrom = (turn: Turn, page: number) =>
  turn.ask('bookings.list', {
    whose: 'mine',
    status: 'confirmed',
    from: new Date(turn.now).toISOString(),
    page: page + 1,
    limit: PER_PAGE,
  });

/** One of a list, on which the card leads back to the list. */
export const itemButton = (turn: Turn, { id, service, ...when }: Booking): Button => {
  const moment = momentLabel(turn, when.time_zone, when.starts_at);
  return tap(turn.label('bookings.item', { moment, service: service.name }), {
    screen: 'booking',
    booking: id,
    listed: true,
  });
};

/** Whose clock the times of a list are, which may lie in several zones. */
export const zonesLine = (turn: Turn, items: readonly Booking[]): string =>
  [...new Set(items.map(({ time_zone }) => zoneOf(turn, time_zone)))].join(' · ');

/** What else there is besides what lies ahead. */
const moreRows = (turn: Turn): Button[][] => [
  [waitingButton(turn), tap(turn.label('past.mine'), { screen: 'past', page: 0 })],
  [tap(turn.label('series.mine'), { screen: 'all_series', page: 0 }), homeButton(turn)],
];

const emptyView = (turn: Turn): View => ({
  text: turn.say('bookings.empty'),
  keyboard: [
    [tap(turn.label('menu.book'), { screen: 'services', specialist: null, page: 0 }, 'primary')],
    ...moreRows(turn),
  ],
});
