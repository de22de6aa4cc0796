import { type Booking, localDay } from '@okno/contract';
import { addDays } from './days.ts';
import { allPages, PAGE } from './memory.ts';
import type { Turn } from './turn.ts';

/**
 * The visits that begin on these local days, without the cancelled ones. The days are not those of UTC, so a day more is
 * asked for on either side.
 */
export const visitsBetween = async (
  turn: Turn,
  specialist: string | null,
  { from, to }: { from: string; to: string },
): Promise<Booking[]> => {
  const range = { from: `${addDays(from, -1)}T00:00:00Z`, to: `${addDays(to, 2)}T00:00:00Z` };
  const whose = specialist === null ? {} : { specialist_id: specialist };
  const found = await allPages((page) => turn.ask('bookings.list', { ...whose, ...range, page, limit: PAGE }));
  return found.filter(({ status, time_zone, starts_at }) => {
    const day = localDay(time_zone, starts_at);
    return status !== 'cancelled' && day >= from && day <= to;
  });
};
