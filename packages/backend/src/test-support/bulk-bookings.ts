import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Booking } from '@okno/contract';
import { editMany } from '../modules/editing/jobs.ts';
import type { TestBackend } from './backend.ts';
import { slotAt } from './bookings.ts';
import { OWNER, type Studio } from './studio.ts';

/** What a change of many bookings is called in the timetable. */
export const BULK = 'bulk_bookings';

/** Bookings of Tuesday the 4th at these hours, each of a client of its own. */
export const bookTuesday = (studio: Studio, times: readonly string[]): Promise<Booking[]> =>
  Promise.all(times.map((time, index) => studio.as(1001 + index)('bookings.create', slotAt(studio, time))));

/** What is due is done, as the worker does it. */
export const finishBulk = async ({ backend }: TestBackend, { tenant_id }: Studio, due_id: string): Promise<void> => {
  const item = { tenant_id, due_id, id: randomUUID(), kind: BULK, attempt: 1 } as const;
  assert.deepEqual(await editMany(backend.inTenant, { ticks: () => 0 })(item), { done: true });
};

/** When they begin by now: `09:00`, in UTC. */
export const startsOf = async (studio: Studio, bookings: readonly Booking[]): Promise<string[]> => {
  const now = await Promise.all(bookings.map(({ id }) => studio.as(OWNER)('bookings.get', { id })));
  return now.map(({ starts_at }) => starts_at.slice(11, 16));
};
