import { type Actions, AppError, type Booking, type Output } from '@okno/contract';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import type { Turn } from '../turn.ts';
import { type Button, type Keyboard, type Reply, tap, type View } from '../view.ts';
import { tapKey } from './book.ts';
import { roomLines, whenLines } from './card.ts';
import { clientButton } from './manage-buttons.ts';
import { homeButton, isManager } from './menu.ts';
import { toMoving } from './moving-ways.ts';
import { beginAfterVisit } from './regular.ts';
import { dayRow } from './staff-ways.ts';
import { askVisitCancel, askWhy, cancelVisit } from './visit-cancelling.ts';
import { historyView } from './visit-history.ts';
import { priceOf } from './words.ts';

type Client = Output<Actions['clients.get']>;
type Note = Output<Actions['clients.list_notes']>['items'][number];

/** What the staff know of whoever comes; null: their card is not theirs to see, or they asked to be forgotten. */
type Known = { readonly client: Client; readonly notes: readonly Note[] } | null;

/** More notes than these are the panel's task. */
const NOTES = 3;

const OPEN: readonly Booking['status'][] = ['held', 'pending_payment', 'confirmed'];

/** A visit as the staff see it, and what they do with it: one message, edited from act to act. */
export const openVisit = (turn: Turn, { booking: id, act }: TargetOf<'visit'>): Reply | Promise<Reply> => {
  switch (act) {
    case 'came':
      return mark(turn, 'bookings.complete', id);
    case 'missed':
      return mark(turn, 'bookings.no_show', id);
    case 'ask':
      return askVisitCancel(turn, id);
    case 'why':
      return askWhy(turn, id);
    case 'cancel':
      return cancelled(turn, id);
    case 'regular':
      return beginAfterVisit(turn, id);
    case 'history':
      return historyView(turn, id);
    default:
      return showVisit(turn, id);
  }
};

const showVisit = async (turn: Turn, id: string): Promise<View> =>
  visitView(turn, await turn.ask('bookings.get', { id }));

/** Writes down what became of a visit; the button carries a nonce, because a mark may be corrected and come back. */
const mark = async (turn: Turn, action: 'bookings.complete' | 'bookings.no_show', id: string): Promise<View> => {
  const booking = await turn.ask(action, { id }, { idempotency_key: tapKey(turn) });
  return { ...(await visitView(turn, booking)), toast: turn.label('staff.marked') };
};

const cancelled = async (turn: Turn, id: string): Promise<View> => ({
  ...(await visitView(turn, await cancelVisit(turn, id))),
  toast: turn.label('staff.cancelled'),
});

/** The visit as it stands now, with the reason above it why that could not be done. */
export const refusedVisit = async (
  turn: Turn,
  id: string,
  code: 'not_started' | 'booking_not_changeable' | 'too_late_to_change',
): Promise<View> => {
  const card = await showVisit(turn, id);
  return { ...card, text: [`⚠️ ${turn.say(`error.${code}`)}`, '', card.text].join('\n') };
};

/** The card. */
export const visitView = async (turn: Turn, booking: Booking): Promise<View> => ({
  text: [
    turn.say(`staff_status.${booking.status}`),
    '',
    turn.say('booking.service', { service: booking.service.name }),
    ...(booking.specialist.id === turn.me.specialist_id
      ? []
      : [turn.say('booking.specialist', { specialist: booking.specialist.name })]),
    ...roomLines(turn, booking),
    ...whenLines(turn, booking),
    turn.say('booking.price', { price: priceOf(turn, booking.price_minor, booking.currency) }),
    '',
    ...clientLines(turn, booking, await known(turn, booking.client.id)),
  ].join('\n'),
  keyboard: keyboardOf(turn, booking),
});

const known = async (turn: Turn, id: string): Promise<Known> => {
  try {
    const [client, notes] = await Promise.all([
      turn.ask('clients.get', { id }),
      turn.ask('clients.list_notes', { id, limit: NOTES }),
    ]);
    return { client, notes: notes.items };
  } catch (error) {
    if (error instanceof AppError && ['not_found', 'forbidden'].includes(error.code)) return null;
    throw error;
  }
};

/** Who comes, how to reach them, and what is known of them. Telegram makes a call of a number and a chat of the name. */
const clientLines = (turn: Turn, { client }: Booking, about: Known): string[] => {
  const telegram_id = about?.client.telegram_id ?? null;
  return [
    telegram_id === null
      ? turn.say('booking.client', { client: client.name })
      : turn.say('staff.client', { client: client.name, telegram_id: String(telegram_id) }),
    ...(client.phone === null ? [] : [turn.say('booking.phone', { phone: client.phone })]),
    ...(about === null ? [] : [...recordLines(turn, about.client), ...noteLines(turn, about)]),
  ];
};

const recordLines = (turn: Turn, { record }: Client): string[] => {
  const { completed, no_shows, cancelled: called_off } = record;
  if (completed + no_shows + called_off === 0) return [turn.say('staff.first_visit')];
  const words = { visits: String(completed), missed: String(no_shows), cancelled: String(called_off) };
  return [turn.say('staff.record', words)];
};

const noteLines = (turn: Turn, about: NonNullable<Known>): string[] => {
  const { client, notes } = about;
  if (notes.length === 0) return [];
  const more = client.notes - notes.length;
  return [
    '',
    turn.say('staff.notes'),
    ...notes.map(({ text }) => turn.say('staff.note', { text: firstOf(text) })),
    ...(more > 0 ? [turn.say('staff.more_notes', { count: more })] : []),
  ];
};

/** A note may be 2000 characters long; the card is to stay a card. */
const NOTE_LENGTH = 300;
const firstOf = (text: string): string => {
  const characters = [...text];
  return characters.length <= NOTE_LENGTH ? text : `${characters.slice(0, NOTE_LENGTH).join('').trimEnd()}…`;
};

const keyboardOf = (turn: Turn, booking: Booking): Keyboard => {
  const isOpen = OPEN.includes(booking.status);
  return [
    ...markRow(turn, booking),
    ...(isOpen ? [[moveButton(turn, booking), actButton(turn, booking, 'ask', 'staff.cancel')]] : []),
    [actButton(turn, booking, 'history', 'staff.history'), ...copyButton(turn, booking)],
    ...(isOpen || booking.status === 'completed' ? [[actButton(turn, booking, 'regular', 'staff.regular')]] : []),
    // The card of a client is for those who run the business.
    ...(isManager(turn.me.role) ? [[clientButton(turn, booking.client.id)]] : []),
    [...dayRow(turn, booking), homeButton(turn)],
  ];
};

type Act = TargetOf<'visit'>['act'];

const actButton = (
  turn: Turn,
  { id }: Booking,
  act: Act,
  key:
    | 'staff.came'
    | 'staff.missed'
    | 'staff.came_after_all'
    | 'staff.missed_after_all'
    | 'staff.cancel'
    | 'staff.history'
    | 'staff.regular',
): Button => tap(turn.label(key), { screen: 'visit', booking: id, act, fresh: false, nonce: nonceOf(turn.update_id) });

/** What became of it can be said once it has begun, and corrected. Whether it may, the backend decides. */
const markRow = (turn: Turn, booking: Booking): Keyboard => {
  if (booking.status === 'completed') return [[actButton(turn, booking, 'missed', 'staff.missed_after_all')]];
  if (booking.status === 'no_show') return [[actButton(turn, booking, 'came', 'staff.came_after_all')]];
  if (booking.status !== 'confirmed' || turn.now < Date.parse(booking.starts_at)) return [];
  return [[actButton(turn, booking, 'came', 'staff.came'), actButton(turn, booking, 'missed', 'staff.missed')]];
};

const moveButton = (turn: Turn, booking: Booking): Button =>
  tap(turn.label('staff.move'), toMoving(booking, 'visit', turn.now));

/** Not every Telegram calls a number in a text. */
const copyButton = (turn: Turn, { client }: Booking): Button[] =>
  client.phone === null
    ? []
    : [{ text: turn.label('staff.copy_phone', { phone: client.phone }), copy_text: { text: client.phone } }];
