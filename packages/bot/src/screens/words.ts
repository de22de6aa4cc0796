import { formatDuration, formatMoney, formatShortDay, formatTime, formatZone, localDay } from '@okno/contract';
import { monthOf } from '../days.ts';
import type { Service } from '../memory.ts';
import type { Turn } from '../turn.ts';
import type { Voice } from '../voice.ts';

/** "€20", or "free of charge". */
export const priceOf = (voice: Voice, price_minor: number, currency: string): string =>
  price_minor === 0 ? voice.label('service.free') : formatMoney(voice.language, price_minor, currency);

/** Name, duration and price on one line of HTML. */
export const serviceSummary = (voice: Voice, service: Service): string =>
  voice.say('service.summary', {
    name: service.name,
    duration: formatDuration(voice.language, service.duration_minutes),
    price: priceOf(voice, service.price_minor, service.currency),
  });

/** Times are always the salon's; naming it helps whoever sits elsewhere. */
export const zoneOf = (voice: Voice, zone: string): string =>
  voice.label('time.zone', { zone: formatZone(voice.language, zone) });

/** The zone a choice is spoken of in: the specialist's, or the business' while nobody is chosen. */
export const zoneOfChoice = (turn: Turn, specialist: { time_zone: string } | null): string =>
  specialist?.time_zone ?? turn.me.tenant.time_zone;

/** The day it is now at a specialist's, or at the business when nobody is named. */
export const todayOf = async (turn: Turn, specialist: string | null): Promise<string> => {
  if (specialist === null) return localDay(turn.me.tenant.time_zone, turn.now);
  const { specialists } = await turn.catalogue();
  return localDay(zoneOfChoice(turn, specialists.find(({ id }) => id === specialist) ?? null), turn.now);
};

/** The month it is at the business now. */
export const thisMonth = (turn: Turn): string => monthOf(localDay(turn.me.tenant.time_zone, turn.now));

/** "Mon 2 Mar, 12:00", for a button. */
export const momentLabel = ({ language, now }: Voice, zone: string, at: string): string =>
  `${formatShortDay(language, zone, at, now)}, ${formatTime(language, zone, at)}`;
