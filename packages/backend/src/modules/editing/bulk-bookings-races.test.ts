import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, test } from 'node:test';
import { type Actions, AppError, type Input } from '@okno/contract';
import { testBackend } from '../../test-support/backend.ts';
import { BULK, bookTuesday, finishBulk, startsOf } from '../../test-support/bulk-bookings.ts';
import { OWNER, openStudio } from '../../test-support/studio.ts';
import { changeNextBooking } from './bulk-bookings.ts';
import { editMany } from './jobs.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

type Wanted = Input<Actions['editing.bulk_start']>;

test('each is changed once, however many do it at the same moment and however often', async () => {
  const studio = await openStudio(world);
  const bookings = await bookTuesday(studio, ['09:00', '11:00', '13:00', '15:00']);
  const ids = bookings.map(({ id }) => id);
  const change = { act: 'move', later_minutes: 60 } as const;
  const bulk = await studio.as(OWNER)('editing.bulk_start', { entity: 'booking', selection: { ids }, change });
  await Promise.all([
    finishBulk(world, studio, bulk.id),
    finishBulk(world, studio, bulk.id),
    finishBulk(world, studio, bulk.id),
  ]);
  await finishBulk(world, studio, bulk.id);
  assert.deepEqual(await startsOf(studio, bookings), ['10:00', '12:00', '14:00', '16:00']);
  const lines = await world.rows(`select 1 from booking_history where booking_id = any($1) and change = 'moved'`, [
    ids,
  ]);
  assert.equal(lines.length, ids.length);
});

test('what one process has changed another one does not call skipped, though its own try was refused', async () => {
  const studio = await openStudio(world);
  const [one] = await bookTuesday(studio, ['09:00']);
  assert.ok(one);
  const change = { act: 'move', later_minutes: 60 } as const;
  const wanted: Wanted = { entity: 'booking', selection: { ids: [one.id] }, change };
  const bulk = await studio.as(OWNER)('editing.bulk_start', wanted);
  const { inTenant } = world.backend;
  let first = true;
  /** Its first transaction is refused at the end; before the next one another process does it all. */
  const unlucky: typeof inTenant = async (tenant_id, work) => {
    if (!first) return inTenant(tenant_id, work);
    first = false;
    try {
      return await inTenant<never>(tenant_id, async (tx) => {
        await work(tx);
        throw new AppError('slot_taken');
      });
    } finally {
      await finishBulk(world, studio, bulk.id);
    }
  };
  await changeNextBooking(unlucky, { tenant_id: studio.tenant_id, bulk_id: bulk.id });
  const { status, changed, skipped } = await studio.as(OWNER)('editing.bulk_get', { id: bulk.id });
  assert.deepEqual([status, changed, skipped], ['done', 1, 0]);
  assert.deepEqual(await startsOf(studio, [one]), ['10:00']);
});

test('a go ends in time however slow it is, and the next one does what is left', async () => {
  const studio = await openStudio(world);
  const bookings = await bookTuesday(studio, ['09:00', '11:00', '13:00']);
  const selection = { ids: bookings.map(({ id }) => id) };
  const bulk = await studio.as(OWNER)('editing.bulk_start', {
    entity: 'booking',
    selection,
    change: { act: 'cancel' },
  });
  let now = 0;
  const ticks = () => (now += 12_000);
  const item = { tenant_id: studio.tenant_id, due_id: bulk.id, id: randomUUID(), kind: BULK, attempt: 1 } as const;
  const result = await editMany(world.backend.inTenant, { ticks })(item);
  assert.deepEqual(result, { done: false, after_ms: 0, spread_ms: 0 });
  const { changed, waiting } = await studio.as(OWNER)('editing.bulk_get', { id: bulk.id });
  assert.deepEqual([changed, waiting], [2, 1]);
  await finishBulk(world, studio, bulk.id);
  assert.equal((await studio.as(OWNER)('editing.bulk_get', { id: bulk.id })).status, 'done');
});
