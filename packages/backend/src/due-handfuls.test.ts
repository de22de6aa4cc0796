import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { sql } from './db/sql.ts';
import { createDueStore } from './due-store.ts';
import { testBackend } from './test-support/backend.ts';
import { openStudio } from './test-support/studio.ts';
import { until } from './test-support/until.ts';

/** Lives, and does nothing else. */
const DEAF = { gone: () => {}, alarm: () => {} };

const ALL = { limit: 500, busy: [] };
const TOGETHER = { ...ALL, together: ['reminder', 'novelty'] };

/** Two businesses: two reminders are due for the one, three and a notice for the other. */
const open = async (t: TestContext) => {
  const world = await testBackend(t);
  const [a, b] = [await openStudio(world), await openStudio(world)];
  const plan = (tenant_id: string, kind: string, count: number) =>
    world.rows(
      `insert into due (fire_at, tenant_id, kind, id)
        select timestamptz '2031-03-03 07:00Z' + n * interval '1 s', $1, $2, gen_random_uuid() from generate_series(1, $3::int) n`,
      [tenant_id, kind, count],
    );
  await plan(a.tenant_id, 'reminder', 2);
  await plan(b.tenant_id, 'reminder', 3);
  await plan(b.tenant_id, 'notification', 1);
  const store = createDueStore(world.workerPool, world.clockOffset);
  const claim = () => store.claim(17, TOGETHER, Number.NEGATIVE_INFINITY);
  const count = async (rows: string): Promise<number> => (await world.rows(`select from ${rows}`)).length;
  return { world, a, b, store, claim, count };
};

test('what is run together is claimed by handfuls: a row for each business, and one statement ends all that is in it', async (t) => {
  const { a, b, store, claim, count } = await open(t);
  const { items, handfuls } = await claim();
  assert.deepEqual(
    items.map(({ tenant_id, kind }) => [tenant_id, kind]),
    [[b.tenant_id, 'notification']],
  );
  const sizes = new Map(handfuls.map((handful) => [handful.tenant_id, handful.items.length]));
  assert.deepEqual([sizes.get(a.tenant_id), sizes.get(b.tenant_id)], [2, 3]);
  const [first] = handfuls.find(({ tenant_id }) => tenant_id === a.tenant_id)?.items ?? [];
  assert.deepEqual(
    [first?.kind, first?.attempt, first?.faults, first?.scheduled_for],
    ['reminder', 1, 0, Date.parse('2031-03-03T07:00:01Z')],
  );
  assert.deepEqual([await count('due'), await count('handfuls'), await count('deliveries')], [0, 2, 1]);
  await store.endHandfuls(handfuls, []);
  assert.deepEqual([await count('handfuls'), await count('deliveries')], [0, 1]);
});

test('what of a handful is to be tried again waits by itself for its time, and comes as a second attempt', async (t) => {
  const { world, store, claim, count } = await open(t);
  const { handfuls } = await claim();
  const [first, second] = handfuls.flatMap((handful) => handful.items);
  assert.ok(first !== undefined && second !== undefined);
  await store.endHandfuls(handfuls, [
    { item: first, after_ms: 60_000, error: null },
    { item: second, after_ms: 3_600_000, error: 'a bug' },
  ]);
  assert.equal(await count('handfuls'), 0);
  assert.equal(
    await count(`deliveries where due_id = '${first.due_id}' and faults = 0 and error is null
      and next_attempt_at between now() + interval '50 s' and now() + interval '60 s'`),
    1,
  );
  assert.equal(await count(`deliveries where due_id = '${second.due_id}' and faults = 1 and error = 'a bug'`), 1);
  await world.rows(`update deliveries set next_attempt_at = now() where due_id = '${first.due_id}'`);
  const alive = await store.showAlive(17, DEAF);
  world.after(alive.end);
  const taken = await store.takeOver(18, ALL);
  assert.deepEqual(
    taken.map(({ due_id, attempt, scheduled_for }) => [due_id, attempt, scheduled_for]),
    [[first.due_id, 2, first.scheduled_for]],
  );
});

test('nobody takes a handful from a process that lives; from one that is gone each item is taken, once', async (t) => {
  const { world, store, claim, count } = await open(t);
  const alive = await store.showAlive(17, DEAF);
  const { items, handfuls } = await claim();
  assert.equal((await store.look()).abandoned, false);
  assert.deepEqual(await store.takeOver(18, ALL), []);
  alive.end();
  await until('it is gone', async () => (await store.look()).abandoned);
  const others = await store.showAlive(18, DEAF);
  world.after(others.end);
  const taken = await Promise.all([store.takeOver(18, ALL), store.takeOver(18, ALL)]);
  const ids = (all: readonly { due_id: string }[]) => all.map(({ due_id }) => due_id).toSorted();
  assert.deepEqual(ids(taken.flat()), ids([...items, ...handfuls.flatMap((handful) => handful.items)]));
  assert.equal(await count('handfuls'), 0);
  assert.equal((await store.look()).abandoned, false);
});

test('a process of another database on the same server, by chance of the same number, keeps nobody from taking over', async (t) => {
  const { store, claim } = await open(t);
  const neighbour = await open(t);
  const [here, there] = [await store.showAlive(17, DEAF), await neighbour.store.showAlive(17, DEAF)];
  neighbour.world.after(there.end);
  await claim();
  here.end();
  await until('it is gone', async () => (await store.look()).abandoned);
  assert.equal((await store.takeOver(18, ALL)).length, 6);
});

test('a process that lives but hangs loses its handfuls with its lease, and has no say in them afterwards', async (t) => {
  const { world, store, claim, count } = await open(t);
  const hangs = await store.showAlive(17, DEAF);
  world.after(hangs.end);
  const { handfuls } = await claim();
  await world.rows(`update handfuls set lease_until = now() - interval '1 ms'`);
  assert.equal((await store.look()).abandoned, true);
  const taken = await store.takeOver(18, ALL);
  assert.equal(taken.length, 5);
  await store.finish(taken);
  const again = handfuls.flatMap(({ items }) => items).map((item) => ({ item, after_ms: 0, error: 'too late' }));
  await store.endHandfuls(handfuls, again);
  assert.deepEqual([await count('handfuls'), await count('deliveries')], [0, 1]);
});

test('a handful of a kind that only a newer version knows is left to it', async (t) => {
  const { world, store } = await open(t);
  await world.rows(`insert into handfuls (tenant_id, kind, owner, lease_until, due_ids, scheduled_for)
    select tenant_id, 'novelty', 0, now() - interval '1 h', array[gen_random_uuid()], array[now()] from tenants`);
  assert.equal((await store.look()).abandoned, false);
  assert.deepEqual(await store.takeOver(18, ALL), []);
  const newer = createDueStore(world.workerPool, world.clockOffset, ['novelty']);
  assert.equal((await newer.look()).abandoned, true);
  await world.rows('alter table deliveries drop constraint deliveries_kind_check');
  assert.equal((await newer.takeOver(18, ALL)).length, 2, 'control');
});

test('a business sees its own handfuls only, and changes none', async (t) => {
  const { world, a, b, claim } = await open(t);
  await claim();
  const seen = (tenant_id: string) =>
    world.backend.inTenant(tenant_id, (tx) => tx.rows<{ tenant_id: string }>(sql`select tenant_id from handfuls`));
  for (const { tenant_id } of [a, b]) assert.deepEqual(await seen(tenant_id), [{ tenant_id }]);
  for (const change of [sql`delete from handfuls`, sql`update handfuls set owner = 1`])
    await assert.rejects(
      world.backend.inTenant(a.tenant_id, (tx) => tx.rows(change)),
      /permission denied/,
    );
});
