/** Specialists change many of their own clients, and of nobody else's. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, test } from 'node:test';
import type { Client } from '@okno/contract';
import { testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

/** Two clients of the specialist, and one who has never been with them. */
const openThree = async () => {
  const studio = await openStudio(world);
  const own: string[] = [];
  for (const [who, time] of [
    [1001, '10:00'],
    [1002, '12:00'],
  ] as const)
    own.push((await studio.as(who)('bookings.create', slotAt(studio, time))).client.id);
  const { id: other } = await studio.as(OWNER)('clients.create', { name: 'Of somebody else' });
  return { studio, own: own.toSorted(), other, me: studio.as(SPECIALIST) };
};

const change = { add_tags: ['spring'] };

const tagsOf = async ({ as }: Studio, id: string): Promise<string[]> => (await as(OWNER)('clients.get', { id })).tags;

const itemsOf = async (ask: Client, id: string) =>
  (await ask('editing.bulk_items', { id })).items.map((one) => [one.id, one.name, one.status, one.reason]);

test('a specialist gives tags to all of their own clients, sees it done, and takes it back', async () => {
  const { studio, own, other, me } = await openThree();
  const wanted = { entity: 'client', selection: {}, change } as const;
  const preview = await me('editing.bulk_preview', wanted);
  assert.deepEqual(preview.samples.map(({ id }) => id).toSorted(), own);
  const bulk = await me('editing.bulk_start', wanted);
  assert.deepEqual([bulk.status, bulk.total, bulk.changed], ['done', 2, 2]);
  for (const id of own) assert.deepEqual(await tagsOf(studio, id), ['spring']);
  assert.deepEqual(await tagsOf(studio, other), []);
  assert.deepEqual((await me('editing.bulk_list', {})).items, [bulk]);
  const undone = await me('editing.bulk_undo', { id: bulk.id });
  assert.deepEqual([undone.status, undone.undone], ['undone', 2]);
  for (const id of own) assert.deepEqual(await tagsOf(studio, id), []);
});

test('a client of somebody else is told, and skipped, like one who does not exist', async () => {
  const { studio, own, other, me } = await openThree();
  const [mine = ''] = own;
  const nobody = randomUUID();
  const wanted = { entity: 'client' as const, selection: { ids: [mine, other, nobody] }, change };
  const { samples } = await me('editing.bulk_preview', wanted);
  const [told, unknown] = [other, nobody].map((id) => ({ ...samples.find((one) => one.id === id), id: '' }));
  assert.deepEqual(told, unknown);
  const bulk = await me('editing.bulk_start', wanted);
  assert.deepEqual([bulk.changed, bulk.skipped], [1, 2]);
  const skipped = (await itemsOf(me, bulk.id)).filter(([id]) => id !== mine);
  assert.deepEqual(
    skipped.map(([, ...rest]) => rest),
    [
      [null, 'skipped', 'not_found'],
      [null, 'skipped', 'not_found'],
    ],
  );
  assert.deepEqual(await tagsOf(studio, other), []);
});

test('names, services, bookings and the changes that others made are not a specialist’s', async () => {
  const { studio, own, me } = await openThree();
  const start = (entity: 'client' | 'service' | 'specialist' | 'room' | 'booking', what: object) =>
    refusalOf(me('editing.bulk_start', { entity, selection: {}, change: what }));
  assert.equal((await start('client', { set: { phone: '+79990001122' } })).code, 'invalid_input');
  for (const entity of ['service', 'specialist', 'room'] as const)
    assert.equal((await start(entity, { set: { active: false } })).code, 'forbidden');
  assert.equal((await start('booking', { act: 'cancel' })).code, 'forbidden');
  assert.equal((await refusalOf(me('editing.get', { entity: 'client', id: own[0] ?? '' }))).code, 'forbidden');

  const theirs = await studio.as(OWNER)('editing.bulk_start', { entity: 'client', selection: { ids: own }, change });
  assert.deepEqual((await me('editing.bulk_list', {})).total, 0);
  for (const look of ['editing.bulk_get', 'editing.bulk_items', 'editing.bulk_undo'] as const)
    assert.equal((await refusalOf(me(look, { id: theirs.id }))).code, 'not_found');
});

test('what somebody began who ran the business reaches only their own clients when they take it back as a specialist', async () => {
  const { studio, own, other, me } = await openThree();
  const role = (to: string) =>
    world.rows('update staff set role = $3 where tenant_id = $1 and telegram_id = $2', [
      studio.tenant_id,
      SPECIALIST,
      to,
    ]);
  await role('moderator');
  const bulk = await me('editing.bulk_start', { entity: 'client', selection: {}, change });
  assert.equal(bulk.changed, 3);
  await role('specialist');
  const seen = async () => (await itemsOf(me, bulk.id)).map(([id]) => id);
  assert.deepEqual(await seen(), own, 'of the others not even the id');
  const undone = await me('editing.bulk_undo', { id: bulk.id });
  assert.deepEqual([undone.undone, undone.kept], [2, 1]);
  assert.deepEqual(await seen(), own);
  assert.equal((await itemsOf(studio.as(OWNER), bulk.id)).length, 3, 'the owner sees them all');
  assert.deepEqual(await tagsOf(studio, other), ['spring']);
  for (const id of own) assert.deepEqual(await tagsOf(studio, id), []);
});
