import { localDay, type Notice } from '@okno/contract';
import type { TargetOf } from './callback-data.ts';
import { bookingLines } from './screens/card.ts';
import { noonOf } from './screens/moving-ways.ts';
import { momentLabel } from './screens/words.ts';
import { inRows, tap, type View } from './view.ts';
import type { Voice } from './voice.ts';

/** Their specialist is away then: the nearest times, each one tap away, the calendar, and the way to cancel. */
export const moveAskedView = (voice: Voice, { booking, nearest }: Notice): View => {
  const { id, starts_at, time_zone, specialist } = booking;
  const day = localDay(time_zone, starts_at);
  // Whoever was asked is never too late: `from` says that they were.
  const moving: TargetOf<'moving'> = {
    ...{ screen: 'moving', booking: id, step: 'month', back: 'listed', at: noonOf(day) },
    ...{ from: day, to: null, page: 0, nonce: 0 },
  };
  const times = (nearest ?? []).map((slot) =>
    tap(momentLabel(voice, time_zone, slot.starts_at), { ...moving, step: 'ask', at: slot.starts_at }),
  );
  return {
    text: [
      voice.say('move_asked.title', { specialist: specialist.name }),
      '',
      ...bookingLines(voice, booking),
      '',
      voice.say(times.length > 0 ? 'move_asked.times' : 'move_asked.no_times'),
    ].join('\n'),
    keyboard: [
      ...inRows(times, 2),
      [
        tap(voice.label('move_asked.other'), moving),
        tap(voice.label('booking.cancel'), { screen: 'ask_cancel', booking: id, listed: true }),
      ],
      [tap(voice.label('booking.show'), { screen: 'booking', booking: id, listed: true })],
    ],
  };
};
