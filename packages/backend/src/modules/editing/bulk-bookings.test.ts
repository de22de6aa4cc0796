import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, test } from 'node:test';
import type { Actions, Input } from '@okno/contract';
import { mendDue } from '../../due-mend.ts';
import { testBackend } from '../../test-support/backend.ts';
import { countOverlaps, slotAt } from '../../test-support/bookings.ts';
import { BULK, bookTuesday, finishBulk, startsOf } from '../../test-support/bulk-bookings.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';
import { markVisit } from '../../test-support/visits.ts';
import { versionOf } from '../../versions.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

type Wanted = Input<Actions['editing.bulk_start']>;

const startAndFinish = async (studio: Studio, wanted: Wanted) => {
  const owner = studio.as(OWNER);
  const begun = await owner('editing.bulk_start', wanted);
  assert.equal(begun.status, 'running');
  await finishBulk(world, studio, begun.id);
  return owner('editing.bulk_get', { id: begun.id });
};

const undoAndFinish = async (studio: Studio, id: string) => {
  const owner = studio.as(OWNER);
  assert.equal((await owner('editing.bulk_undo', { id })).status, 'undoing');
  await finishBulk(world, studio, id);
  return owner('editing.bulk_get', { id });
};

const reasonsOf = async (studio: Studio, id: string, status: 'skipped' | 'kept') => {
  const { items } = await studio.as(OWNER)('editing.bulk_items', { id, status });
  return items.map((one) => [one.id, one.reason]);
};

test('a day is cancelled: what a preview shows is done by the rules of each booking, and the others are left alone', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const owner = studio.as(OWNER);
  const [one, two, past] = await bookTuesday(studio, ['09:00', '10:00', '11:00']);
  const other = await studio.as(1009)('bookings.create', slotAt(studio, '09:00', '2031-03-05'));
  assert.ok(one && two && past);
  await markVisit(world, studio, { booking: past, status: 'completed' });
  const selection = {
    specialist_id: studio.specialist_id,
    from: '2031-03-04T00:00:00Z',
    to: '2031-03-05T00:00:00Z',
  };
  const wanted: Wanted = { entity: 'booking', selection, change: { act: 'cancel', reason: 'Ill' } };
  const { total, samples } = await owner('editing.bulk_preview', wanted);
  assert.equal(total, 3);
  const shown = new Map(samples.map((sample) => [sample.id, sample]));
  assert.deepEqual(shown.get(one.id)?.before, { status: 'confirmed' });
  assert.deepEqual(shown.get(one.id)?.after, { status: 'cancelled' });
  assert.equal(shown.get(past.id)?.reason, 'booking_not_changeable');
  assert.equal((await owner('bookings.get', { id: one.id })).status, 'confirmed', 'a preview changes nothing');

  const bulk = await startAndFinish(studio, wanted);
  assert.deepEqual([bulk.status, bulk.changed, bulk.skipped, bulk.waiting], ['done', 2, 1, 0]);
  assert.deepEqual(await reasonsOf(studio, bulk.id, 'skipped'), [[past.id, 'booking_not_changeable']]);
  const [line] = (await owner('bookings.history', { id: one.id })).items;
  assert.deepEqual([line?.change, line?.by, line?.reason], ['cancelled', 'staff', 'Ill']);
  assert.equal((await owner('bookings.get', { id: other.id })).status, 'confirmed');
  const told = await world.rows(`select 1 from notifications where subject_id = $1 and kind = 'booking_cancelled'`, [
    two.id,
  ]);
  assert.ok(told.length > 0, 'the client is told');
  assert.equal((await refusalOf(owner('editing.bulk_undo', { id: bulk.id }))).code, 'bulk_not_undoable');
  const again = await startAndFinish(studio, { ...wanted, selection: { ids: [one.id, two.id] } });
  assert.deepEqual([again.changed, again.unchanged], [0, 2]);
});

test('bookings that follow each other move together, make way for each other, and go back', async () => {
  const studio = await openStudio(world);
  const bookings = await bookTuesday(studio, ['09:00', '10:00', '11:00', '15:00']);
  const blocked = await studio.as(1010)('bookings.create', slotAt(studio, '16:00'));
  const ids = bookings.map(({ id }) => id);
  const wanted: Wanted = { entity: 'booking', selection: { ids }, change: { act: 'move', later_minutes: 60 } };
  const bulk = await startAndFinish(studio, wanted);
  assert.deepEqual(await startsOf(studio, bookings), ['10:00', '11:00', '12:00', '15:00']);
  assert.deepEqual([bulk.changed, bulk.skipped], [3, 1]);
  assert.deepEqual(await reasonsOf(studio, bulk.id, 'skipped'), [[ids[3], 'slot_taken']]);
  assert.equal(await countOverlaps(world, studio), 0);
  assert.equal((await startsOf(studio, [blocked]))[0], '16:00');

  await studio.as(OWNER)('bookings.move', { id: ids[2] ?? '', starts_at: '2031-03-04T13:00:00Z' });
  const undone = await undoAndFinish(studio, bulk.id);
  assert.deepEqual([undone.status, undone.undone, undone.kept], ['undone', 2, 1]);
  assert.deepEqual(await startsOf(studio, bookings), ['09:00', '10:00', '13:00', '15:00']);
  assert.deepEqual(await reasonsOf(studio, bulk.id, 'kept'), [[ids[2], 'changed_meanwhile']]);
});

test('the bookings of one specialist go to another, inside the hours unless it is said otherwise', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const [, second = ''] = studio.specialist_ids;
  const [early] = await bookTuesday(studio, ['09:00']);
  assert.ok(early);
  const selection = { specialist_id: studio.specialist_id, status: 'confirmed' } as const;
  const change = { act: 'move', to_specialist_id: second, later_minutes: -60 } as const;
  const refused = await startAndFinish(studio, { entity: 'booking', selection, change });
  assert.deepEqual(await reasonsOf(studio, refused.id, 'skipped'), [[early.id, 'slot_not_offered']]);
  const done = await startAndFinish(studio, {
    entity: 'booking',
    selection,
    change: { ...change, outside_rules: true },
  });
  assert.equal(done.changed, 1);
  const { specialist, starts_at } = await studio.as(OWNER)('bookings.get', { id: early.id });
  assert.deepEqual([specialist.id, starts_at], [second, '2031-03-04T08:00:00Z']);
});

test('what became of visits is corrected and taken back; what was marked for the first time stays marked', async () => {
  const studio = await openStudio(world);
  const [missed, open, ahead] = await bookTuesday(studio, ['09:00', '10:00', '11:00']);
  assert.ok(missed && open && ahead);
  await markVisit(world, studio, { booking: missed, status: 'no_show' });
  await world.rows(
    `update bookings set starts_at = starts_at - interval '7 days', ends_at = ends_at - interval '7 days'
    where id = any($1)`,
    [[missed.id, open.id]],
  );
  const ids = [missed.id, open.id, ahead.id];
  const bulk = await startAndFinish(studio, { entity: 'booking', selection: { ids }, change: { act: 'complete' } });
  assert.deepEqual([bulk.changed, bulk.skipped], [2, 1]);
  assert.deepEqual(await reasonsOf(studio, bulk.id, 'skipped'), [[ahead.id, 'not_started']]);
  const undone = await undoAndFinish(studio, bulk.id);
  assert.deepEqual([undone.undone, undone.kept], [1, 1]);
  assert.equal((await studio.as(OWNER)('bookings.get', { id: missed.id })).status, 'no_show');
  assert.deepEqual(await reasonsOf(studio, bulk.id, 'kept'), [[open.id, 'booking_not_changeable']]);
});

test('what the database refuses spoils no other booking', async () => {
  const studio = await openStudio(world, { service: { capacity: 3 } });
  const owner = studio.as(OWNER);
  const seatOf = (who: number, time: string) => studio.as(who)('bookings.create', slotAt(studio, time));
  const [has, wants, free] = [await seatOf(1001, '10:00'), await seatOf(1001, '09:00'), await seatOf(1002, '09:00')];
  const selection = { ids: [wants.id, free.id] };
  const change = { act: 'move', later_minutes: 60 } as const;
  const bulk = await startAndFinish(studio, { entity: 'booking', selection, change });
  assert.deepEqual([bulk.changed, bulk.skipped], [1, 1]);
  assert.deepEqual(await reasonsOf(studio, bulk.id, 'skipped'), [[wants.id, 'already_booked']]);
  assert.deepEqual(await startsOf(studio, [has, wants, free]), ['10:00', '09:00', '10:00']);
  assert.equal((await owner('editing.bulk_get', { id: bulk.id })).status, 'done');
});

test('bookings are a kind of their own in the timetable: an older version leaves them to a newer one', async () => {
  const studio = await openStudio(world);
  const [one] = await bookTuesday(studio, ['09:00']);
  assert.ok(one);
  const wanted: Wanted = { entity: 'booking', selection: { ids: [one.id] }, change: { act: 'cancel' } };
  const { id } = await studio.as(OWNER)('editing.bulk_start', wanted);
  const planned = () => world.rows('select kind from due where id = $1', [id]);
  assert.deepEqual(await planned(), [{ kind: BULK }]);
  await world.rows('delete from due where id = $1', [id]);
  await world.backend.inTenant(studio.tenant_id, mendDue);
  assert.deepEqual(await planned(), [{ kind: BULK }], 'written again');
  await finishBulk(world, studio, id);
});

test('whoever starts what a preview showed is told when it is something else by now', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  const [one] = await bookTuesday(studio, ['09:00']);
  assert.ok(one);
  const wanted: Wanted = { entity: 'booking', selection: { status: 'confirmed' }, change: { act: 'cancel' } };
  const { version } = await owner('editing.bulk_preview', wanted);
  const call = (if_match: string[]) =>
    world.backend.call({
      name: 'editing.bulk_start',
      input: wanted,
      caller: studio.caller(OWNER),
      request_id: 'bulk-of-a-test',
      if_match,
    });
  const shown = versionOf({ fields: ['version'] }, { version });
  await owner('bookings.move', { id: one.id, starts_at: '2031-03-04T12:00:00Z' });
  assert.equal((await refusalOf(call([shown]))).code, 'changed_meanwhile');
  assert.deepEqual((await owner('editing.bulk_list', {})).items, []);
  const now = versionOf({ fields: ['version'] }, await owner('editing.bulk_preview', wanted));
  assert.equal(((await call([now])) as { status: string }).status, 'running');
});

test('moderators may, others may not, and a booking of another business is one that does not exist', async () => {
  const [here, there] = [await openStudio(world), await openStudio(world)];
  await world.rows(`insert into staff (tenant_id, telegram_id, name, role) values ($1, 4001, 'Mod', 'moderator')`, [
    here.tenant_id,
  ]);
  const [theirs] = await bookTuesday(there, ['09:00']);
  assert.ok(theirs);
  const ids = [theirs.id, randomUUID()];
  const wanted: Wanted = { entity: 'booking', selection: { ids }, change: { act: 'cancel' } };
  for (const nobody of [here.as(1001), here.as(SPECIALIST), here.guest])
    assert.match((await refusalOf(nobody('editing.bulk_start', wanted))).code, /forbidden|unauthenticated/);
  const bulk = await here.as(4001)('editing.bulk_start', wanted);
  await finishBulk(world, here, bulk.id);
  const { items } = await here.as(4001)('editing.bulk_items', { id: bulk.id });
  assert.deepEqual(
    items.map(({ name, status, reason }) => [name, status, reason]),
    [
      [null, 'skipped', 'not_found'],
      [null, 'skipped', 'not_found'],
    ],
  );
  assert.equal((await there.as(OWNER)('bookings.get', { id: theirs.id })).status, 'confirmed');
});

test('what cannot be meant is refused by name before anything begins', async () => {
  const studio = await openStudio(world);
  const [one] = await bookTuesday(studio, ['09:00']);
  assert.ok(one);
  const selection = { ids: [one.id] };
  const wrong: [Wanted, string][] = [
    [{ entity: 'booking', selection, change: {} }, 'change.act'],
    [{ entity: 'booking', selection, change: { act: 'move' } }, 'change'],
    [{ entity: 'booking', selection, change: { act: 'cancel', later_minutes: 60 } }, 'change.later_minutes'],
    [{ entity: 'booking', selection, change: { act: 'complete', reason: 'So' } }, 'change.reason'],
    [{ entity: 'booking', selection, change: { act: 'cancel', set: { price_minor: 0 } } }, 'change.set'],
    [{ entity: 'booking', selection: {}, change: { act: 'cancel' } }, 'selection'],
    [{ entity: 'booking', selection: { tag: 'vip' }, change: { act: 'cancel' } }, 'selection'],
    [{ entity: 'booking', selection: { ...selection, status: 'held' }, change: { act: 'cancel' } }, 'selection'],
    [{ entity: 'client', selection, change: { act: 'cancel' } }, 'change.act'],
    [{ entity: 'client', selection: { status: 'held' }, change: { add_tags: ['x'] } }, 'selection.status'],
  ];
  for (const [wanted, field] of wrong) {
    const { code, params } = await refusalOf(studio.as(OWNER)('editing.bulk_start', wanted));
    assert.deepEqual([code, params['field']], ['invalid_input', field]);
  }
});
