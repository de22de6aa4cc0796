import type { TestContext } from 'node:test';
import { testBackend } from './backend.ts';
import { slotAt } from './bookings.ts';
import { openStudio } from './studio.ts';

/** A studio with `size` bookings on Wednesday the 5th, each with a notice that is due and three reminders later. */
export const openDue = async (t: TestContext, size: number) => {
  const world = await testBackend(t);
  const studio = await openStudio(world, { specialists: Math.ceil(size / 8) });
  const bookings = await Promise.all(
    Array.from({ length: size }, (_, index) => {
      const slot = slotAt(studio, `${String(9 + (index % 8)).padStart(2, '0')}:00`, '2031-03-05');
      const specialist_id = studio.specialist_ids[Math.floor(index / 8)] ?? null;
      return studio.as(1001 + index)('bookings.create', { ...slot, specialist_id });
    }),
  );
  const count = async (text: string): Promise<number> => (await world.rows(text)).length;
  const sent = () => count(`select 1 from notifications where status = 'sent'`);
  return { world, studio, bookings, count, sent };
};
