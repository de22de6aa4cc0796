import { type Booking, formatDay, formatTime, localDay } from '@okno/contract';
import { type Keyboard, tap, type View } from '../view.ts';
import type { Voice } from '../voice.ts';
import { toMoving } from './moving-ways.ts';
import { priceOf, zoneOf } from './words.ts';

export type CardOptions = {
  /** Unix milliseconds. */
  readonly now: number;
  /** Opened from the list, to which it leads back; otherwise the living message of the booking, which stays. */
  readonly listed: boolean;
  /** The backend has just said that it cannot be changed here: what would be refused again is not offered. */
  readonly settled?: true;
};

const OPEN: readonly Booking['status'][] = ['held', 'pending_payment', 'confirmed'];

/** Whether it is neither over nor called off. */
export const isOpen = ({ status }: Booking): boolean => OPEN.includes(status);

/** A booking as its client sees it. The living message and the notices show the same, made of the booking alone. */
export const cardView = (voice: Voice, booking: Booking, options: CardOptions): View => {
  const open = isOpen(booking);
  const held = booking.held_until !== null;
  const changeable = open && !held && options.now < Date.parse(booking.changeable_until);
  return {
    text: [
      voice.say(`status.${booking.status}`),
      '',
      ...bookingLines(voice, booking),
      ...(held ? ['', voice.say('booking.held_until', heldUntil(voice, booking))] : []),
      ...(changeable ? ['', voice.say('booking.changeable', changeableUntil(voice, booking))] : []),
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

/** Until when the client may change it, for a text. */
export const changeableUntil = (voice: Voice, booking: Booking): { day: string; time: string } => ({
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

const cardKeyboard = (voice: Voice, booking: Booking, { now, listed, settled }: CardOptions): Keyboard => {
  const { id, starts_at } = booking;
  const ahead = isOpen(booking) && now < Date.parse(starts_at);
  const label = listed ? `‹ ${voice.label('menu.bookings')}` : voice.label('menu.bookings');
  // Whether it is too late is for the backend to say; it says whom to call, too.
  const change = [
    tap(voice.label('moving.move'), toMoving(booking, listed ? 'listed' : 'card', now)),
    tap(voice.label('booking.cancel'), { screen: 'ask_cancel', booking: id, listed }),
  ];
  const again = [tap(voice.label('booking.again'), { screen: 'repeat', booking: id, fresh: !listed })];
  const back = [tap(label, { screen: 'bookings', page: 0, fresh: !listed })];
  if (!ahead) return [again, back];
  return settled ? [back] : [change, back];
};
