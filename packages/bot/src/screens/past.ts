import type { TargetOf } from '../callback-data.ts';
import type { Turn } from '../turn.ts';
import { type Button, pager, tap, type View } from '../view.ts';
import { itemButton, zonesLine } from './bookings.ts';
import { homeButton } from './menu.ts';

const PER_PAGE = 5;

/** My visits that have begun, the latest first; each leads to its card, and from there to the same again. */
export const openPast = async (turn: Turn, { page }: Pick<TargetOf<'past'>, 'page'>): Promise<View> => {
  // Staff who never booked here are nobody's client.
  if (turn.me.client_id === null) return emptyView(turn);
  const { items, total } = await listPast(turn, { page: page + 1, limit: PER_PAGE });
  const pages = Math.max(1, Math.ceil(total / PER_PAGE));
  if (items.length === 0 && total > 0) return openPast(turn, { page: pages - 1 });
  if (items.length === 0) return emptyView(turn);
  return {
    text: [turn.say('past.title'), `🕑 ${zonesLine(turn, items)}`].join('\n'),
    keyboard: [
      ...items.map((booking) => [itemButton(turn, booking)]),
      ...pager(page, pages, (to) => ({ screen: 'past', page: to })),
      [backButton(turn), homeButton(turn)],
    ],
  };
};

const listPast = (turn: Turn, paging: { page: number; limit: number }) =>
  turn.ask('bookings.list', { whose: 'mine', to: new Date(turn.now).toISOString(), order: 'desc', ...paging });

const backButton = (turn: Turn): Button => tap(turn.label('menu.back'), { screen: 'bookings', page: 0, fresh: false });

const emptyView = (turn: Turn): View => ({
  text: turn.say('past.empty'),
  keyboard: [[backButton(turn), homeButton(turn)]],
});
