import { changeableUntil, formatDay, formatDuration, formatTime, localDay } from '@okno/contract';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import { escapeHtml } from '../html.ts';
import type { Catalogue, Service, Specialist } from '../memory.ts';
import { findService, findSpecialist, type Turn } from '../turn.ts';
import { tap, type View } from '../view.ts';
import { isBound } from './card.ts';
import { homeButton } from './menu.ts';
import { momentOf } from './staff-words.ts';
import { priceOf, zoneOf, zoneOfChoice } from './words.ts';

/** Everything once more before it counts. */
export const openConfirm = async (turn: Turn, target: TargetOf<'confirm'>): Promise<View> => {
  const choice = readChoice(turn, await turn.catalogue(), target);
  return {
    text: [turn.say('confirm.title'), '', ...choiceLines(turn, choice), ...changeLines(turn, choice)].join('\n'),
    keyboard: [
      // The nonce makes this button another one than that of an earlier attempt at the same slot.
      [tap(turn.label('confirm.yes'), { ...target, screen: 'book', nonce: nonceOf(turn.update_id) }, 'success')],
      [
        tap(turn.label('menu.back'), {
          screen: 'day',
          service: target.service,
          specialist: target.specialist,
          day: localDay(choice.zone, target.at),
          page: 0,
        }),
        homeButton(turn),
      ],
    ],
  };
};

type Choice = {
  readonly service: Service;
  readonly specialist: Specialist | null;
  readonly at: string;
  readonly zone: string;
};

/** Until when they will be able to move or cancel it, or that they will not: said before it is booked. */
const changeLines = (turn: Turn, { specialist, at, zone }: Choice): string[] => {
  if (!isBound(turn, { specialist: { id: specialist?.id ?? '' } })) return [];
  const until = changeableUntil(Date.parse(at), turn.me.tenant.cancel_notice_minutes);
  return [
    '',
    until < turn.now ? turn.say('confirm.too_near') : turn.say('confirm.changeable', momentOf(turn, zone, until)),
  ];
};

/** What somebody has chosen; throws `not_found` for what is offered no longer. */
export const readChoice = (
  turn: Turn,
  catalogue: Catalogue,
  chosen: { service: string; specialist: string | null; at: string },
): Choice => {
  const specialist = findSpecialist(catalogue, chosen.specialist);
  const service = findService(catalogue, chosen.service);
  return { service, specialist, at: chosen.at, zone: zoneOfChoice(turn, specialist) };
};

/** The choice in words: what, with whom, when, for how much. */
export const choiceLines = (turn: Turn, { service, specialist, at, zone }: Choice): string[] => {
  const { language } = turn;
  const ends_at = Date.parse(at) + service.duration_minutes * 60_000;
  return [
    turn.say('booking.service', {
      service: `${service.name}, ${formatDuration(language, service.duration_minutes)}`,
    }),
    specialist === null
      ? escapeHtml(turn.label('specialists.any'))
      : turn.say('booking.specialist', { specialist: specialist.name }),
    turn.say('booking.day', { day: formatDay(language, zone, at, turn.now) }),
    turn.say('booking.time', {
      from: formatTime(language, zone, at),
      to: formatTime(language, zone, ends_at),
      zone: zoneOf(turn, zone),
    }),
    turn.say('booking.price', { price: priceOf(turn, service.price_minor, service.currency) }),
  ];
};
