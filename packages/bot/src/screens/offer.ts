import type { Booking } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import type { Turn } from '../turn.ts';
import { tap, type View } from '../view.ts';
import type { Voice } from '../voice.ts';
import { tapKey } from './book.ts';
import { bookingLines, cardOf, heldUntil } from './card.ts';
import { homeButton } from './menu.ts';
import { takenView } from './taken.ts';
import { waitingButton } from './waiting.ts';

/** A time is free, and held for the one who waits. The message lives on as the card of the booking. */
export const offerView = (voice: Voice, booking: Booking): View => {
  const until = booking.held_until === null ? [] : ['', voice.say('waitlist.until', heldUntil(voice, booking))];
  return {
    text: [voice.say('waitlist.offer'), '', ...bookingLines(voice, booking), ...until].join('\n'),
    keyboard: [
      [tap(voice.label('waitlist.take'), { screen: 'take', offer: booking.id }, 'success')],
      [tap(voice.label('waitlist.decline'), { screen: 'decline', offer: booking.id })],
    ],
  };
};

/** It is somebody else's turn: they declined, or did not answer in time. */
export const passedView = (voice: Voice, booking: Booking): View => ({
  text: [voice.say('waitlist.passed'), '', ...bookingLines(voice, booking)].join('\n'),
  keyboard: [[waitingButton(voice)], [homeButton(voice)]],
  brought: true,
});

/** Takes it; the message becomes the living message of the booking. */
export const takeOffer = async (turn: Turn, { offer }: TargetOf<'take'>): Promise<View> => {
  const message = turn.tapped && { chat_id: turn.chat_id, message_id: turn.tapped.message_id };
  const booking = await turn.ask(
    'waitlist.take',
    { id: offer, ...(message && { message }) },
    { idempotency_key: tapKey(turn) },
  );
  return cardOf(turn, booking, { listed: false });
};

/** Lets the next have it; who has taken it meanwhile sees that. */
export const declineOffer = async (turn: Turn, { offer }: TargetOf<'decline'>): Promise<View> => {
  await turn.ask('waitlist.decline', { id: offer }, { idempotency_key: tapKey(turn) });
  const booking = await turn.ask('bookings.get', { id: offer });
  return booking.status === 'cancelled' ? passedView(turn, booking) : cardOf(turn, booking, { listed: false });
};

/** Their tap came too late: what is free near that time. */
export const lateView = async (turn: Turn, { offer }: TargetOf<'take'>, nearest: unknown): Promise<View> => {
  const { service, specialist, starts_at } = await turn.ask('bookings.get', { id: offer });
  const wanted = { service: service.id, specialist: specialist.id, at: starts_at };
  return takenView(turn, wanted, { code: 'hold_expired', nearest });
};
