import { type Actions, formatShortDay, type Output } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import type { Turn } from '../turn.ts';
import { type Keyboard, pager, tap, type View } from '../view.ts';
import { openClientBookings } from './client-bookings.ts';
import { askNote, askTags } from './client-words.ts';
import { beginFor, offerAgain } from './for-client.ts';
import { backToManage, clientButton } from './manage-buttons.ts';
import { isManager, menuView } from './menu.ts';

type Card = Output<Actions['clients.get']>;
type Note = Output<Actions['clients.list_notes']>['items'][number];
type Part = TargetOf<'client'>['part'];

/** So many notes stand on the card itself, and so many on a page of their own. */
const [NOTES_ON_CARD, NOTES_PER_PAGE] = [3, 8];

const PARTS: Readonly<Record<Part, (turn: Turn, client: string, page: number) => Promise<View>>> = {
  card: (turn, client) => openCard(turn, client),
  notes: (turn, client, page) => openNotes(turn, client, page),
  note: askNote,
  tags: (turn, client) => openTags(turn, client),
  ahead: (turn, client, page) => openClientBookings(turn, { client, when: 'ahead', page }),
  past: (turn, client, page) => openClientBookings(turn, { client, when: 'past', page }),
  book: (turn, client) => beginFor(turn, client),
  regular: (turn, client) => beginFor(turn, client, 'series'),
  again: offerAgain,
};

export const openClient = (
  turn: Turn,
  { client, part, page }: Pick<TargetOf<'client'>, 'client' | 'part' | 'page'>,
): View | Promise<View> =>
  isManager(turn.me.role) ? PARTS[part](turn, client, page) : menuView(turn, 'manage.not_yours');

/** A client as the staff sees them, and what can be done for them. */
const openCard = async (turn: Turn, id: string): Promise<View> => {
  const [card, notes] = await Promise.all([
    turn.ask('clients.get', { id }),
    turn.ask('clients.list_notes', { id, limit: NOTES_ON_CARD }),
  ]);
  return {
    text: [
      ...contactLines(turn, card),
      '',
      ...recordLines(turn, card),
      ...(notes.total === 0 ? [] : ['', turn.say('manage.notes', { count: notes.total })]),
      ...notes.items.map((note) => noteLine(turn, note)),
    ].join('\n'),
    keyboard: cardKeyboard(turn, card),
  };
};

const contactLines = ({ say }: Turn, card: Card): string[] => [
  say('manage.client_name', { name: card.name }),
  ...(card.phone === null ? [] : [say('booking.phone', { phone: card.phone })]),
  ...(card.email === null ? [] : [say('manage.email', { email: card.email })]),
  // Their name as a link opens their chat; a button would be refused by those who hide their account.
  ...(card.telegram_id === null
    ? [say('manage.no_telegram')]
    : [say('manage.write', { id: String(card.telegram_id) })]),
  ...(card.telegram_id !== null && !card.reachable ? [say('manage.unreachable')] : []),
  ...(card.tags.length === 0 ? [] : [say('manage.tags', { tags: card.tags.join(', ') })]),
];

const recordLines = (turn: Turn, { record, last_visit, upcoming }: Card): string[] => [
  turn.say('manage.record', {
    completed: `${record.completed}`,
    missed: `${record.no_shows}`,
    cancelled: `${record.cancelled}`,
  }),
  ...(last_visit === null ? [] : [turn.say('manage.last_visit', { day: dayOf(turn, last_visit) })]),
  turn.say('manage.upcoming', { count: upcoming }),
];

const dayOf = (turn: Turn, instant: string): string =>
  formatShortDay(turn.language, turn.me.tenant.time_zone, instant, turn.now);

const noteLine = (turn: Turn, { text, author, at }: Note): string =>
  turn.say('manage.note', { text, author, day: dayOf(turn, at) });

const cardKeyboard = (turn: Turn, card: Card): Keyboard => {
  const to = (part: Part, label: string) => tap(label, { screen: 'client', client: card.id, part, page: 0 });
  // Nothing is booked for, or written about, whom somebody has asked to forget.
  if (card.forgotten_at !== null) return [[backToManage(turn)]];
  const visited = card.record.visits + card.record.cancelled + card.upcoming > 0;
  return [
    [tap(turn.label('manage.book'), { screen: 'client', client: card.id, part: 'book', page: 0 }, 'primary')],
    ...(visited ? [[to('again', turn.label('manage.again'))]] : []),
    [to('regular', turn.label('manage.regular'))],
    [to('ahead', turn.label('manage.ahead')), to('past', turn.label('manage.past'))],
    [to('note', turn.label('manage.add_note')), to('tags', turn.label('manage.edit_tags'))],
    ...(card.notes > NOTES_ON_CARD ? [[to('notes', turn.label('manage.all_notes'))]] : []),
    [backToManage(turn)],
  ];
};

const openNotes = async (turn: Turn, client: string, page: number): Promise<View> => {
  const { items, total } = await turn.ask('clients.list_notes', { id: client, page: page + 1, limit: NOTES_PER_PAGE });
  const pages = Math.max(1, Math.ceil(total / NOTES_PER_PAGE));
  return {
    text: [turn.say('manage.notes', { count: total }), ...items.map((note) => noteLine(turn, note))].join('\n'),
    keyboard: [
      ...pager(page, pages, (to) => ({ screen: 'client', client, part: 'notes', page: to })),
      [clientButton(turn, client)],
    ],
  };
};

/** The tags, each to be taken away by a tap; words add others. */
const openTags = async (turn: Turn, client: string): Promise<View> => {
  const card = await turn.ask('clients.get', { id: client });
  return askTags(turn, card);
};
