import { formatTime, type Notice } from '@okno/contract';
import { bookingLines } from './screens/card.ts';
import { tap, type View } from './view.ts';
import type { Voice } from './voice.ts';

/** Whoever comes is told that they will have to wait, and until when. */
export const lateNotice = (voice: Voice, { booking, late_minutes }: Notice): View => {
  const count = late_minutes ?? 0;
  const { starts_at, time_zone, specialist } = booking;
  const time = (ms: number): string => formatTime(voice.language, time_zone, ms);
  const start = Date.parse(starts_at);
  const told = voice.say('running.notice', {
    specialist: specialist.name,
    count,
    time: time(start),
    expected: time(start + count * 60_000),
  });
  return {
    text: [told, '', ...bookingLines(voice, booking)].join('\n'),
    keyboard: [[tap(voice.label('booking.show'), { screen: 'booking', booking: booking.id, listed: true })]],
  };
};
