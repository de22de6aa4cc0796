import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, test } from 'node:test';
import type { Actions, Input } from '@okno/contract';
import { testBackend } from '../../test-support/backend.ts';
import { createPostman, startEngine } from '../../test-support/post.ts';
import { OWNER, openStudio, refusalOf, type Studio } from '../../test-support/studio.ts';
import { until } from '../../test-support/until.ts';
import { editMany } from './jobs.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

type Wanted = Input<Actions['editing.bulk_start']>;

const addClients = (studio: Studio, count: number): Promise<{ id: string }[]> =>
  world.rows(
    `insert into clients (tenant_id, id, name) select $1, gen_random_uuid(), 'Client ' || n from generate_series(1, $2::int) n
     returning id`,
    [studio.tenant_id, count],
  );

const tagged = (studio: Studio, tag: string): Promise<unknown[]> =>
  world.rows('select 1 from client_tags where tenant_id = $1 and tag = $2', [studio.tenant_id, tag]);

const addService = async (studio: Studio, price_minor: number, deposit_minor = 0): Promise<string> => {
  const service = { name: `At ${price_minor}`, duration_minutes: 60, price_minor, deposit_minor };
  return (await studio.as(OWNER)('services.create', service)).id;
};

const moderatorOf = async (studio: Studio) => {
  await world.rows(`insert into staff (tenant_id, telegram_id, name, role) values ($1, 4001, 'Mod', 'moderator')`, [
    studio.tenant_id,
  ]);
  return studio.as(4001);
};

test('what a preview shows is what is done, a report tells what became of each, and all of it can be taken back', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  await owner('services.update', { id: studio.service_id, price_minor: 100_050 });
  const [small, dear] = [await addService(studio, 999), await addService(studio, 50_000, 45_000)];
  const wanted: Wanted = {
    entity: 'service',
    selection: {},
    change: { price_percent: -20, round_to_minor: 100 },
  };
  const { total, samples } = await owner('editing.bulk_preview', wanted);
  assert.equal(total, 3);
  const shown = new Map(samples.map(({ id, before, after: to }) => [id, [before['price_minor'], to['price_minor']]]));
  assert.deepEqual(shown.get(studio.service_id), [100_050, 80_000]);
  assert.deepEqual(shown.get(small), [999, 800]);
  assert.equal((await owner('services.card', { id: small })).price_minor, 999, 'a preview changes nothing');

  const bulk = await owner('editing.bulk_start', wanted);
  assert.deepEqual([bulk.status, bulk.total, bulk.changed, bulk.skipped, bulk.waiting], ['done', 3, 2, 1, 0]);
  assert.equal((await owner('services.card', { id: studio.service_id })).price_minor, 80_000);
  const { items } = await owner('editing.bulk_items', { id: bulk.id, status: 'skipped' });
  assert.deepEqual(
    items.map(({ id, name, reason, rule }) => [id, name, reason, rule]),
    [[dear, 'At 50000', 'invalid_input', 'must not be more than the price']],
  );
  assert.equal((await owner('services.card', { id: dear })).price_minor, 50_000);
  const [line] = (await owner('editing.history', { entity: 'service', id: small })).items;
  assert.deepEqual([line?.bulk_id, line?.before, line?.after], [bulk.id, 999, 800]);

  await owner('services.update', { id: small, price_minor: 123 });
  const undone = await owner('editing.bulk_undo', { id: bulk.id });
  assert.deepEqual([undone.status, undone.undone, undone.kept], ['undone', 1, 1]);
  assert.equal((await owner('services.card', { id: studio.service_id })).price_minor, 100_050);
  assert.equal((await owner('services.card', { id: small })).price_minor, 123, 'nobody is overwritten');
  const kept = await owner('editing.bulk_items', { id: bulk.id, status: 'kept' });
  assert.deepEqual([kept.items[0]?.id, kept.items[0]?.reason], [small, 'changed_meanwhile']);
  assert.equal((await refusalOf(owner('editing.bulk_undo', { id: bulk.id }))).code, 'bulk_not_undoable');
});

test('tags are added and taken away, for whom the list of clients finds; what says the same is unchanged', async () => {
  const studio = await openStudio(world);
  const moderator = await moderatorOf(studio);
  const [ann, bob] = [
    await moderator('clients.create', { name: 'Ann Long' }),
    await moderator('clients.create', { name: 'Bob Long' }),
  ];
  await moderator('clients.create', { name: 'Carl' });
  await moderator('clients.set_tags', { id: ann.id, tags: ['vip', 'old'] });
  const change = { add_tags: ['VIP'], remove_tags: ['old', 'never there'] };
  const bulk = await moderator('editing.bulk_start', { entity: 'client', selection: { search: 'long' }, change });
  assert.deepEqual([bulk.total, bulk.changed, bulk.unchanged], [2, 2, 0]);
  assert.deepEqual((await moderator('clients.get', { id: ann.id })).tags, ['vip']);
  assert.deepEqual((await moderator('clients.get', { id: bob.id })).tags, ['vip']);
  const again = await moderator('editing.bulk_start', { entity: 'client', selection: { tag: 'vip' }, change });
  assert.deepEqual([again.total, again.changed, again.unchanged], [2, 0, 2]);
  await moderator('editing.bulk_undo', { id: bulk.id });
  assert.deepEqual((await moderator('clients.get', { id: ann.id })).tags, ['old', 'vip']);
  assert.deepEqual((await moderator('clients.get', { id: bob.id })).tags, []);
});

test('whoever has too many tags by it is skipped with the rule, and the others are not', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  const full = await owner('clients.create', { name: 'Full' });
  await owner('clients.set_tags', { id: full.id, tags: Array.from({ length: 20 }, (_, i) => `tag ${i}`) });
  const free = await owner('clients.create', { name: 'Free' });
  const gone = randomUUID();
  const selection = { ids: [full.id, free.id, gone, free.id] };
  const bulk = await owner('editing.bulk_start', { entity: 'client', selection, change: { add_tags: ['one more'] } });
  assert.deepEqual([bulk.total, bulk.changed, bulk.skipped], [3, 1, 2]);
  const { items } = await owner('editing.bulk_items', { id: bulk.id, status: 'skipped' });
  const reasons = new Map(items.map(({ id, reason, rule }) => [id, [reason, rule]]));
  assert.deepEqual(reasons.get(full.id), ['invalid_input', 'must have at most 20 items']);
  assert.deepEqual(reasons.get(gone), ['not_found', null]);
});

test('a large one is done in the background, portion by portion, and so it is taken back', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  await addClients(studio, 1200);
  const wanted: Wanted = { entity: 'client', selection: {}, change: { add_tags: ['spring'] } };
  const begun = await owner('editing.bulk_start', wanted, { idempotency_key: 'spring' });
  assert.deepEqual([begun.status, begun.total, begun.waiting], ['running', 1200, 1200]);
  const again = await owner('editing.bulk_start', wanted, { idempotency_key: 'spring' });
  assert.equal(again.id, begun.id, 'the same key begins one');
  assert.equal((await tagged(studio, 'spring')).length, 0);
  assert.equal((await refusalOf(owner('editing.bulk_undo', { id: begun.id }))).code, 'bulk_not_undoable');

  const item = {
    tenant_id: studio.tenant_id,
    due_id: begun.id,
    id: randomUUID(),
    kind: 'bulk_edit',
    attempt: 1,
  } as const;
  const job = editMany(world.backend.inTenant, { ticks: () => 0, portions: 1 });
  assert.deepEqual(await job(item), { done: false, after_ms: 0, spread_ms: 0 });
  const { waiting, changed } = await owner('editing.bulk_get', { id: begun.id });
  assert.deepEqual([waiting, changed], [1000, 200], 'its progress is seen');

  // Whoever else has it in hand at the same moment does other portions.
  const engine = await startEngine(world, createPostman());
  await Promise.all([job(item), job(item)]);
  const statusIs = async (status: string) => (await owner('editing.bulk_get', { id: begun.id })).status === status;
  await until('the end', () => statusIs('done'));
  assert.equal((await tagged(studio, 'spring')).length, 1200);
  assert.equal(
    (await world.rows('select 1 from field_changes where bulk_id = $1', [begun.id])).length,
    1200,
    'each once',
  );
  assert.deepEqual(await job(item), { done: true });

  const undoing = await owner('editing.bulk_undo', { id: begun.id });
  assert.equal(undoing.status, 'undoing');
  engine.wake();
  await until('the end', () => statusIs('undone'));
  assert.equal((await tagged(studio, 'spring')).length, 0);
  assert.deepEqual(engine.errors, []);
});

test('one thing is changed once, however often and in whichever letters it is named', async () => {
  const owner = (await openStudio(world)).as(OWNER);
  const { id } = await owner('clients.create', { name: 'Anna', phone: '+49301112233' });
  const change = { add_tags: ['twice'] };
  const bulk = await owner('editing.bulk_start', {
    entity: 'client',
    selection: { ids: [id, id.toUpperCase()] },
    change,
  });
  assert.deepEqual([bulk.status, bulk.total, bulk.changed], ['done', 1, 1]);
});

test('moderators change many clients and nothing else, and see nothing of what owners did', async () => {
  const studio = await openStudio(world);
  const moderator = await moderatorOf(studio);
  const owner = studio.as(OWNER);
  const wanted = { entity: 'service', selection: {}, change: { price_percent: -100 } } as const;
  assert.equal((await refusalOf(moderator('editing.bulk_start', wanted))).code, 'forbidden');
  assert.equal((await refusalOf(moderator('editing.bulk_preview', wanted))).code, 'forbidden');
  const bulk = await owner('editing.bulk_start', wanted);
  assert.equal((await refusalOf(moderator('editing.bulk_get', { id: bulk.id }))).code, 'not_found');
  assert.equal((await refusalOf(moderator('editing.bulk_undo', { id: bulk.id }))).code, 'not_found');
  assert.deepEqual((await moderator('editing.bulk_list', {})).items, []);
  assert.equal((await owner('editing.bulk_list', {})).items[0]?.id, bulk.id);
  assert.equal((await refusalOf(studio.as(1001)('editing.bulk_preview', wanted))).code, 'forbidden');
});

test('what cannot be meant is refused by name before anything begins', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  const wrong: [Wanted, string][] = [
    [{ entity: 'service', selection: {}, change: {} }, 'change'],
    [{ entity: 'service', selection: {}, change: { add_tags: ['x'] } }, 'change.add_tags'],
    [{ entity: 'client', selection: {}, change: { price_percent: 1 } }, 'change.price_percent'],
    [{ entity: 'client', selection: {}, change: { set: { name: 'All the same' } } }, 'change.set.name'],
    [{ entity: 'client', selection: {}, change: { set: { tenant_id: studio.tenant_id } } }, 'change.set.tenant_id'],
    [{ entity: 'service', selection: {}, change: { set: { horizon_days: 0 } } }, 'change.set.horizon_days'],
    [{ entity: 'client', selection: { tag: 'nobody' }, change: { add_tags: ['x'] } }, 'selection'],
    [{ entity: 'service', selection: { tag: 'vip' }, change: { price_percent: 1 } }, 'selection.tag'],
    [
      { entity: 'service', selection: { ids: [studio.service_id], search: 'x' }, change: { price_percent: 1 } },
      'selection',
    ],
  ];
  for (const [wanted, field] of wrong) {
    const { code, params } = await refusalOf(owner('editing.bulk_start', wanted));
    assert.deepEqual([code, params['field']], ['invalid_input', field]);
  }
  assert.deepEqual((await owner('editing.bulk_list', {})).items, []);
});

test('a change of many in one business touches nothing of another, even by its ids', async () => {
  const [here, there] = [await openStudio(world), await openStudio(world)];
  const theirs = await there.as(OWNER)('clients.create', { name: 'Theirs' });
  const change = { add_tags: ['mine'] };
  const bulk = await here.as(OWNER)('editing.bulk_start', {
    entity: 'client',
    selection: { ids: [theirs.id] },
    change,
  });
  assert.deepEqual([bulk.changed, bulk.skipped], [0, 1]);
  const nobody: Wanted = { entity: 'client', selection: { ids: [randomUUID()] }, change };
  const [one] = (await here.as(OWNER)('editing.bulk_items', { id: bulk.id })).items;
  const other = await here.as(OWNER)('editing.bulk_start', nobody);
  const [two] = (await here.as(OWNER)('editing.bulk_items', { id: other.id })).items;
  assert.deepEqual({ ...one, id: '' }, { ...two, id: '' });
  assert.deepEqual((await there.as(OWNER)('clients.get', { id: theirs.id })).tags, []);
});
