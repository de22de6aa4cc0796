import type { Booking } from '@okno/contract';
import { planReviewRequest } from '../modules/bookings/index.ts';
import type { TestBackend } from './backend.ts';
import { slotAt } from './bookings.ts';
import type { Studio } from './studio.ts';

/** Marks what became of a booking at any time, also before it has begun, with the review request that follows from it. */
export const markVisit = async (
  { backend, rows }: TestBackend,
  { tenant_id }: Studio,
  { booking, status }: { booking: Booking; status: 'completed' | 'no_show' },
): Promise<void> => {
  await rows('update bookings set status = $2 where id = $1', [booking.id, status]);
  if (status === 'completed')
    await backend.inTenant(tenant_id, (tx) => planReviewRequest(tx, { ...booking, client_id: booking.client.id }));
};

/** A visit of somebody to the first specialist, on Tuesday the 4th, that took place. */
export const completedVisit = async (
  world: TestBackend,
  studio: Studio,
  { who = 1001, time = '10:00', day = '2031-03-04' } = {},
): Promise<Booking> => {
  const booking = await studio.as(who)('bookings.create', slotAt(studio, time, day));
  await markVisit(world, studio, { booking, status: 'completed' });
  return booking;
};
