import { type Booking, formatDay, formatTime, localDay } from '@okno/contract';
import type { Turn } from '../turn.ts';
import { type Keyboard, tap, type View } from '../view.ts';
import type { Voice } from '../voice.ts';
import { toMoving } from './moving-ways.ts';
import { priceOf, zoneOf } from './words.ts';

export type CardOptions = {
  /** Unix milliseconds. */
  readonly now: number;
  /** Opened from the list, to which it leads back; otherwise the living message of the booking, which stays. */
  readonly listed: boolean;
  /** Whom to call when it is too late to change it here. */
  readonly phone: string | null;
  /** They work here and may change it at any time. */
  readonly free?: boolean;
  /** The backend has just said that it cannot be changed here, and why stands above: what would be refused again is not offered. */
  readonly settled?: true;
};

/** The card of whoever talks to the bot. */
export const cardOf = (turn: Turn, booking: Booking, options: Pick<CardOptions, 'listed' | 'settled'>): View =>
  cardView(turn, booking, { ...options, now: turn.now, phone: turn.me.tenant.phone, free: !isBound(turn, booking) });

/** Whether the notice of the business holds for whoever talks: who works here may change what is theirs to give at any time. */
export const isBound = ({ me }: Turn, { specialist }: { readonly specialist: { readonly id: string } }): boolean =>
  me.role === 'client' || (me.role === 'specialist' && me.specialist_id !== specialist.id);

const OPEN: readonly Booking['status'][] = ['held', 'pending_payment', 'confirmed'];

/** Whether it is neither over nor called off. */
export const isOpen = ({ status }: Booking): boolean => OPEN.includes(status);

/**
 * Whether they may still move or cancel it, as far as the booking says; the backend has the last word
 * (docs/rules.md#cancelling). `now` in Unix milliseconds.
 */
const isChangeable = (booking: Booking, { now, free = false }: Pick<CardOptions, 'now' | 'free'>): boolean =>
  isOpen(booking) &&
  now < Date.parse(booking.starts_at) &&
  (free || booking.status !== 'confirmed' || now <= Date.parse(booking.changeable_until));

/** The same of whoever talks to the bot. */
export const mayChange = (turn: Turn, booking: Booking): boolean =>
  isChangeable(booking, { now: turn.now, free: !isBound(turn, booking) });

/** A booking as its client sees it. The living message and the notices show the same, made of the booking alone. */
export const cardView = (voice: Voice, booking: Booking, options: CardOptions): View => {
  const held = booking.held_until !== null;
  return {
    text: [
      voice.say(`status.${booking.status}`),
      '',
      ...bookingLines(voice, booking),
      ...(held ? ['', voice.say('booking.held_until', heldUntil(voice, booking))] : []),
      ...(booking.status === 'confirmed' ? changeLines(voice, booking, options) : []),
    ].join('\n'),
    keyboard: cardKeyboard(voice, booking, options),
    card_of: booking.id,
    ...(options.listed ? {} : { stays: true }),
  };
};

/** What, with whom, where, when, for how much. */
export const bookingLines = (voice: Voice, booking: Booking): string[] => [
  voice.say('booking.service', { service: booking.service.name }),
  voice.say('booking.specialist', { specialist: booking.specialist.name }),
  ...roomLines(voice, booking),
  ...whenLines(voice, booking),
  voice.say('booking.price', { price: priceOf(voice, booking.price_minor, booking.currency) }),
];

/** Where it takes place, if it needs a room. */
export const roomLines = (voice: Voice, { room }: Pick<Booking, 'room'>): string[] =>
  room === null ? [] : [voice.say('booking.room', { room: room.name })];

/** The day and the time, in the zone of the booking. */
export const whenLines = (
  voice: Voice,
  { starts_at, ends_at, time_zone }: Pick<Booking, 'starts_at' | 'ends_at' | 'time_zone'>,
): string[] => [
  voice.say('booking.day', { day: formatDay(voice.language, time_zone, starts_at, voice.now) }),
  voice.say('booking.time', {
    from: formatTime(voice.language, time_zone, starts_at),
    to: formatTime(voice.language, time_zone, ends_at),
    zone: zoneOf(voice, time_zone),
  }),
];

/** Until when the client may change it, or might have, and whom to call now. */
const changeLines = (voice: Voice, booking: Booking, options: CardOptions): string[] => {
  const { now, phone, free, settled } = options;
  if (settled || now >= Date.parse(booking.starts_at)) return [];
  if (isChangeable(booking, { now })) return ['', voice.say('booking.changeable', changeableUntil(voice, booking))];
  return free
    ? []
    : ['', [lateLine(voice, booking) ?? voice.say('refusal.too_near'), ...callLines(voice, phone)].join(' ')];
};

/** Until when it could be changed here; null for what was made for a time so near that it never could. */
export const lateLine = (voice: Voice, booking: Booking): string | null =>
  Date.parse(booking.created_at) < Date.parse(booking.changeable_until)
    ? voice.say('refusal.too_late', changeableUntil(voice, booking))
    : null;

/** Whom to call, if there is a number. */
export const callLines = (voice: Voice, phone: string | null): string[] =>
  phone === null ? [] : [voice.say('refusal.call', { phone })];

/** Until when the client may change it, for a text. */
const changeableUntil = (voice: Voice, booking: Booking): { day: string; time: string } => ({
  day: formatDay(voice.language, booking.time_zone, booking.changeable_until, voice.now),
  time: formatTime(voice.language, booking.time_zone, booking.changeable_until),
});

/** Until when it is held, for a text: the time, with its day when that is not today. */
export const heldUntil = (voice: Voice, { time_zone, held_until }: Booking): { time: string } => {
  if (held_until === null) return { time: '' };
  const time = formatTime(voice.language, time_zone, held_until);
  const isToday = localDay(time_zone, held_until) === localDay(time_zone, voice.now);
  return { time: isToday ? time : `${formatDay(voice.language, time_zone, held_until, voice.now)}, ${time}` };
};

const cardKeyboard = (voice: Voice, booking: Booking, options: CardOptions): Keyboard => {
  const { now, listed, settled } = options;
  const { id, starts_at } = booking;
  const label = listed ? `‹ ${voice.label('menu.bookings')}` : voice.label('menu.bookings');
  const change = [
    tap(voice.label('moving.move'), toMoving(booking, listed ? 'listed' : 'card', now)),
    tap(voice.label('booking.cancel'), { screen: 'ask_cancel', booking: id, listed }),
  ];
  const again = [tap(voice.label('booking.again'), { screen: 'repeat', booking: id, fresh: !listed })];
  const back = [tap(label, { screen: 'bookings', page: 0, fresh: !listed })];
  if (!isOpen(booking) || now >= Date.parse(starts_at)) return [again, back];
  return !settled && isChangeable(booking, options) ? [change, back] : [back];
};
