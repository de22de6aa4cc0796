import { formatDay, formatDuration, formatTime, localDay } from '@okno/contract';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import { escapeHtml } from '../html.ts';
import { findService, findSpecialist, type Turn } from '../turn.ts';
import { tap, type View } from '../view.ts';
import { priceOf, zoneOf, zoneOfChoice } from './words.ts';

/** Everything once more before it counts. */
export const openConfirm = async (turn: Turn, target: TargetOf<'confirm'>): Promise<View> => {
  const catalogue = await turn.catalogue();
  const service = findService(catalogue, target.service);
  const specialist = findSpecialist(catalogue, target.specialist);
  const zone = zoneOfChoice(turn, specialist);
  const ends_at = Date.parse(target.at) + service.duration_minutes * 60_000;
  const { language } = turn;
  return {
    text: [
      turn.say('confirm.title'),
      '',
      turn.say('booking.service', {
        service: `${service.name}, ${formatDuration(language, service.duration_minutes)}`,
      }),
      specialist === null
        ? escapeHtml(turn.label('specialists.any'))
        : turn.say('booking.specialist', { specialist: specialist.name }),
      turn.say('booking.day', { day: formatDay(language, zone, target.at, turn.now) }),
      turn.say('booking.time', {
        from: formatTime(language, zone, target.at),
        to: formatTime(language, zone, ends_at),
        zone: zoneOf(turn, zone),
      }),
      turn.say('booking.price', { price: priceOf(turn, service.price_minor, service.currency) }),
    ].join('\n'),
    keyboard: [
      // The nonce makes this button another one than that of an earlier attempt at the same slot.
      [tap(turn.label('confirm.yes'), { ...target, screen: 'book', nonce: nonceOf(turn.update_id) }, 'success')],
      [
        tap(turn.label('menu.back'), {
          screen: 'day',
          service: target.service,
          specialist: target.specialist,
          day: localDay(zone, target.at),
          page: 0,
        }),
      ],
    ],
  };
};
