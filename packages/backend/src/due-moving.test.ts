import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import pg from 'pg';
import { claimLock, tenantLock, WORKERS_LOCK } from './db/moving-locks.ts';
import { IN_HAND } from './db/owners.ts';
import { DUE_KINDS } from './due-item.ts';
import { CLAIM } from './due-statements.ts';
import { createDueStore } from './due-store.ts';
import { sweep } from './kv/sweep.ts';
import { fireReminders } from './modules/reminders/jobs.ts';
import { openAssistant } from './test-support/assistants.ts';
import { testBackend } from './test-support/backend.ts';
import { claimed, createQueue, eventsOf, ONCE, reachOf } from './test-support/firing.ts';
import { openStudio } from './test-support/studio.ts';
import { until } from './test-support/until.ts';

const DEAF = { gone: () => {}, alarm: () => {} };
const SHARE = { limit: 500, busy: [], together: ['reminder'] };
const AT = '2031-03-03T09:00:00Z';

/** One of two businesses is on its way to another server; `locks`: what its mover holds of it. */
const openMover = async (t: TestContext) => {
  const world = await testBackend(t);
  const [ours, theirs] = [await openStudio(world), await openStudio(world)];
  const mover = new pg.Client({ ...world.connection });
  await mover.connect();
  world.after(() => mover.end());
  const hold = async (...locks: readonly string[]) => {
    for (const lock of locks)
      await mover.query(`select pg_advisory_lock(${lock}) where $1::text is not null`, [ours.tenant_id]);
  };
  const letGo = () => mover.query('select pg_advisory_unlock_all()');
  const store = createDueStore(world.workerPool, world.clockOffset);
  world.after((await store.showAlive(17, DEAF)).end);
  const plan = (tenant_id: string, kind: string) =>
    world.rows(
      `insert into due (fire_at, tenant_id, kind, id) select timestamptz '2031-03-03 07:00Z', $1, $2, gen_random_uuid()
        from generate_series(1, 2)`,
      [tenant_id, kind],
    );
  for (const { tenant_id } of [ours, theirs]) for (const kind of ['reminder', 'session']) await plan(tenant_id, kind);
  const claim = async (limit = 500) => {
    const { items, handfuls } = await store.claim(17, { ...SHARE, limit }, Number.NEGATIVE_INFINITY);
    return { items, handfuls, whose: new Set([...items, ...handfuls].map(({ tenant_id }) => tenant_id)) };
  };
  return { world, ours, theirs, mover, hold, letGo, store, claim };
};

const ALL_LOCKS = [claimLock('$1'), WORKERS_LOCK, tenantLock('$1')];

test('nothing of a business that is moved away is claimed or taken over; others are served behind it, and it is when it stays', async (t) => {
  const { ours, theirs, hold, letGo, store, claim, world } = await openMover(t);
  await world.rows(
    `insert into deliveries (tenant_id, kind, due_id, scheduled_for, owner, next_attempt_at)
      select id, 'session', gen_random_uuid(), now(), 99, now() from unnest($1::uuid[]) id`,
    [[ours.tenant_id, theirs.tenant_id]],
  );
  await world.rows(
    `insert into handfuls (tenant_id, kind, owner, lease_until, due_ids, scheduled_for)
      values ($1, 'reminder', 99, now(), array[gen_random_uuid()], array[now()])`,
    [ours.tenant_id],
  );
  await hold(...ALL_LOCKS);
  // Fewer than there are of the other one: they must not be used up by those that are passed over.
  assert.deepEqual((await claim(3)).whose, new Set([theirs.tenant_id]));
  const taken = await store.takeOver(17, SHARE);
  assert.deepEqual(
    taken.map(({ tenant_id }) => tenant_id),
    [theirs.tenant_id],
  );
  await letGo();
  assert.ok((await claim()).whose.has(ours.tenant_id));
  const later = await store.takeOver(17, SHARE);
  assert.deepEqual(
    later.map(({ tenant_id, kind }) => [tenant_id, kind]).toSorted(),
    [
      [ours.tenant_id, 'reminder'],
      [ours.tenant_id, 'session'],
    ].toSorted(),
  );
});

test('control: a mover that does not take the lock of the workers would have it claimed behind its back', async (t) => {
  const { ours, hold, claim } = await openMover(t);
  await hold(claimLock('$1'), tenantLock('$1'));
  assert.ok((await claim()).whose.has(ours.tenant_id));
});

test('who has claimed just now is waited for by whoever wants to move; and then claims nothing more', async (t) => {
  const { hold, mover, world } = await openMover(t);
  const working = await world.workerPool.connect();
  world.after(() => working.release(true));
  await working.query('begin');
  await working.query("select set_config('app.clock_offset', $1, true)", [`${world.clockOffset()} ms`]);
  const { rowCount } = await working.query(CLAIM, [17, 500, '-infinity', [], DUE_KINDS, []]);
  assert.ok(rowCount);
  await mover.query("set lock_timeout = '50ms'");
  await hold(claimLock('$1'));
  await assert.rejects(hold(WORKERS_LOCK), /lock timeout/);
  await working.query('rollback');
  await hold(WORKERS_LOCK);
});

/** The mover has removed the rows, and has not committed yet. */
const REMOVED = `begin; delete from deliveries; delete from handfuls`;

test('how things ended is written down for everybody else while a business is moved, and nobody waits for its rows', async (t) => {
  const { ours, theirs, hold, letGo, mover, store, claim, world } = await openMover(t);
  const { items, handfuls } = await claim();
  await hold(...ALL_LOCKS);
  await mover.query(REMOVED.replaceAll(/delete from \w+/g, `$& where tenant_id = '${ours.tenant_id}'`));
  const [own] = items.filter(({ tenant_id }) => tenant_id === ours.tenant_id);
  assert.ok(own);
  await store.postpone(own, 60_000, null);
  await store.bury(own, 'a fault');
  await store.finish(items);
  const again = handfuls.map(({ items: [item] }) => ({ item: item ?? assert.fail(), after_ms: 60_000, error: null }));
  await store.endHandfuls(handfuls, again);
  await mover.query('rollback');
  const left = await world.rows<{ tenant_id: string; owner: number | null }>(
    'select tenant_id, owner from deliveries union all select tenant_id, owner from handfuls',
  );
  const of = (tenant_id: string) => left.filter((row) => row.tenant_id === tenant_id).map(({ owner }) => owner);
  assert.deepEqual(of(theirs.tenant_id), [null], 'what is to be tried again is in nobody’s hand');
  assert.deepEqual(of(ours.tenant_id), [17, 17, 17]);
  await letGo();
  await store.finish(items);
  await store.endHandfuls(handfuls, []);
  assert.equal((await world.rows('select from deliveries union all select from handfuls')).length, 1);
});

/** Who waits for a row that somebody else changes. */
const WAITING = `select from pg_stat_activity where datname = current_database() and wait_event = 'transactionid'`;

test('control: who does not ask waits for the rows that are being moved', async (t) => {
  const { world, hold, mover, store, claim } = await openMover(t);
  const { items, handfuls } = await claim();
  await hold(claimLock('$1'), tenantLock('$1'));
  await mover.query(REMOVED);
  const settling = Promise.all([store.finish(items), store.endHandfuls(handfuls, [])]);
  await until('both wait', async () => (await world.rows(WAITING)).length === 2);
  await mover.query('rollback');
  await settling;
});

/** A reminder of each business is due, and in the hand of a process that was taken for dead. */
const openFiring = async (t: TestContext) => {
  const opened = await openMover(t);
  const { world, ours, theirs } = opened;
  const remind = async (studio: typeof ours) => (await openAssistant(world, studio)).ask('reminders.create', ONCE);
  const [own, other] = [await remind(ours), await remind(theirs)];
  await world.setClock(AT);
  const queue = createQueue();
  const onError = (error: unknown) => assert.fail(String(error));
  const fire = fireReminders(reachOf(world), { wire: queue.wire, secrets: world.secrets, onError });
  const items = [claimed(ours.tenant_id, own.id, AT), claimed(theirs.tenant_id, other.id, AT)];
  return { ...opened, own, queue, fire: async () => (await fire(items)).map(({ done }) => done) };
};

test('a reminder of a business that is moved away fires where the business is then, and its neighbours’ at once', async (t) => {
  const { world, hold, letGo, own, queue, fire } = await openFiring(t);
  await hold(...ALL_LOCKS);
  assert.deepEqual(await fire(), [false, true]);
  assert.deepEqual([(await eventsOf(world, own.id)).length, queue.texts.length], [0, 1]);
  // It has stayed after all.
  await letGo();
  assert.deepEqual(await fire(), [true, true]);
  assert.deepEqual([(await eventsOf(world, own.id)).length, queue.texts.length], [1, 2]);
});

test('control: without the lock of the workers it fires here, and there once more', async (t) => {
  const { world, hold, own, fire } = await openFiring(t);
  await hold(claimLock('$1'), tenantLock('$1'));
  assert.deepEqual(await fire(), [true, true]);
  assert.equal((await eventsOf(world, own.id)).length, 1);
});

test('who wants to move sees what a living process has in hand, and not what waits or was left behind', async (t) => {
  const { world, ours, store, claim, mover } = await openMover(t);
  const inHand = async () => (await mover.query(IN_HAND, [ours.tenant_id])).rowCount !== 0;
  await world.rows(
    `insert into deliveries (tenant_id, kind, due_id, scheduled_for, owner, next_attempt_at)
      values ($1, 'session', gen_random_uuid(), now(), 99, now())`,
    [ours.tenant_id],
  );
  assert.equal(await inHand(), false, 'whose process is gone');
  const { items, handfuls } = await claim();
  assert.equal(await inHand(), true);
  for (const item of items) await store.postpone(item, 60_000, null);
  assert.equal(await inHand(), true, 'the handful');
  await store.endHandfuls(handfuls, []);
  assert.equal(await inHand(), false);
});

/** Something of each business has run out, and the mover has removed what there was of its own. */
const openSwept = async (t: TestContext, ...locks: readonly string[]) => {
  const opened = await openMover(t);
  const { world, ours, theirs, hold, mover } = opened;
  await world.rows(
    `insert into kv (tenant_id, key, value, expires_at) select id, 'run out', '1', now() - interval '1 s'
      from unnest($1::uuid[]) id`,
    [[ours.tenant_id, theirs.tenant_id]],
  );
  await hold(...locks);
  await mover.query(`begin; delete from kv where tenant_id = '${ours.tenant_id}'`);
  return opened;
};

test('what has run out of a business that is moved is left to its new server, and its neighbours’ goes at once', async (t) => {
  const { world, ours, mover, letGo } = await openSwept(t, ...ALL_LOCKS);
  assert.equal(await sweep(world.workerPool), 1);
  await mover.query('rollback');
  // Both servers are compared row for row: nothing may go in between.
  assert.equal(await sweep(world.workerPool), 0);
  assert.deepEqual(await world.rows('select tenant_id from kv'), [{ tenant_id: ours.tenant_id }]);
  await letGo();
  assert.equal(await sweep(world.workerPool), 1);
});

test('control: without the lock of the workers what has run out waits for the mover, and is swept behind its back', async (t) => {
  const { world, mover } = await openSwept(t, claimLock('$1'), tenantLock('$1'));
  const sweeping = sweep(world.workerPool);
  await until('it waits', async () => (await world.rows(WAITING)).length === 1);
  await mover.query('rollback');
  assert.equal(await sweeping, 2);
});
