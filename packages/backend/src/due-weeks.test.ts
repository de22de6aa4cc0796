import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import pg from 'pg';
import { LOCK_NUMBERS } from './db/lock-numbers.ts';
import { migrate, readMigrations } from './db/migrate.ts';
import { createPool } from './db/pool.ts';
import { createDueStore } from './due-store.ts';
import { createUpkeep } from './due-upkeep.ts';
import { testBackend } from './test-support/backend.ts';
import { slotAt } from './test-support/bookings.ts';
import { emptyDatabase } from './test-support/database.ts';
import { createPostman, startEngine } from './test-support/post.ts';
import { openStudio } from './test-support/studio.ts';
import { until } from './test-support/until.ts';
import { WAITING_FOR_LOCK } from './test-support/waiting.ts';

/** Whatever there is, whoever's it is. */
const ALL = { limit: 500, busy: [] };

/** The clock stands on Monday the 3rd of March 2031; `plan` writes rows that are due so many weeks and hours later. */
const open = async (t: TestContext) => {
  const world = await testBackend(t);
  await openStudio(world);
  const store = createDueStore(world.workerPool, world.clockOffset);
  const plan = async (...weeks: number[]): Promise<void> => {
    await world.rows(
      `insert into due (fire_at, tenant_id, kind, id)
        select timestamptz '2031-03-03 08:00Z' + week * interval '7 days', tenant_id, 'notification', gen_random_uuid()
        from tenants, unnest($1::float8[]) week`,
      [weeks],
    );
  };
  const keep = async (): Promise<string[]> => {
    const done: string[] = [];
    for (let last = ''; last !== 'kept' && last !== 'busy'; done.push(last)) last = await store.keepWeeks();
    return done;
  };
  const parts = async (): Promise<Record<string, number>> => {
    const found = await world.rows<{ part: string; count: number }>(
      'select tableoid::regclass::text as part, count(*)::int as count from due group by 1 order by 1',
    );
    return Object.fromEntries(found.map(({ part, count }) => [part, count]));
  };
  const weeks = async (): Promise<string[]> =>
    (
      await world.rows<{ name: string }>(
        `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'due'::regclass order by 1`,
      )
    ).map(({ name }) => name);
  return { world, store, plan, keep, parts, weeks };
};

test('this week and the next eight are made, and the rest keeps only what lies outside of them', async (t) => {
  const { plan, keep, parts, weeks } = await open(t);
  await plan(-3, 0, 0.5, 1, 8.9, 9, 40);
  assert.deepEqual(await parts(), { due_rest: 7 });
  assert.deepEqual(await keep(), [...Array(9).fill('made'), 'kept']);
  assert.equal((await weeks()).length, 10);
  assert.deepEqual(await parts(), { due_20310303: 2, due_20310310: 1, due_20310428: 1, due_rest: 3 });
  assert.deepEqual(await keep(), ['kept']);
});

test('a week later the next one is made, with what the rest had of it, and it is claimed from there', async (t) => {
  const { world, store, plan, keep, parts } = await open(t);
  await keep();
  await plan(9, 10);
  await world.setClock('2031-03-10T08:00:00Z');
  assert.deepEqual(await keep(), ['made', 'kept']);
  assert.deepEqual(await parts(), { due_20310505: 1, due_rest: 1 });
  await world.setClock('2031-05-05T08:00:01Z');
  assert.equal((await store.claim(17, ALL, Number.NEGATIVE_INFINITY)).items.length, 1);
  assert.deepEqual(await parts(), { due_rest: 1 });
});

test('a week that is over is dropped when nothing is left in it, and only then', async (t) => {
  const { world, plan, keep, parts, weeks } = await open(t);
  await keep();
  await plan(1);
  await world.setClock('2031-03-24T00:00:01Z');
  await keep();
  const left = await weeks();
  assert.ok(!left.includes('due_20310303'), 'empty and over');
  assert.ok(left.includes('due_20310310'), 'overdue');
  assert.ok(left.includes('due_20310317'), 'the last week');
  assert.deepEqual(await parts(), { due_20310310: 1 });
});

test('rows are written, called off and claimed as before, wherever they are', async (t) => {
  const { world, store, plan, keep, parts } = await open(t);
  await plan(-2, 0, 3, 30);
  const claimed = async () => (await store.claim(17, ALL, Number.NEGATIVE_INFINITY)).items.length;
  assert.equal(await claimed(), 2);
  await keep();
  await plan(-2, -1, 3.1, 30.1);
  assert.equal(await claimed(), 2);
  assert.deepEqual(await parts(), { due_20310324: 2, due_rest: 2 });
  await world.rows(
    `delete from due using (select fire_at, id from due) gone where due.fire_at = gone.fire_at and due.id = gone.id`,
  );
  assert.deepEqual(await parts(), {});
  assert.equal((await store.look()).ms, null);
});

test('who holds the table for long is not waited for, and a second process leaves the work to the first', async (t) => {
  const { world, keep } = await open(t);
  const client = new pg.Client({ ...world.connection });
  await client.connect();
  world.after(() => client.end());
  await client.query('begin; select * from due_rest');
  assert.deepEqual(await keep(), ['busy']);
  await client.query(`rollback; begin; select pg_advisory_xact_lock(${LOCK_NUMBERS.weeks})`);
  assert.deepEqual(await keep(), ['busy']);
  await client.query('rollback');
  assert.deepEqual((await keep()).length, 10);
});

test('who writes while a week is being made waits for a moment, and it is written into that week', async (t) => {
  const { world, parts } = await open(t);
  const client = new pg.Client({ ...world.connection });
  await client.connect();
  world.after(() => client.end());
  const made = await client.query('begin; select keep_due_weeks(8) as done');
  assert.equal((made as unknown as pg.QueryResult[])[1]?.rows[0]?.done, 'made');
  const planned = world.rows(
    `insert into due (fire_at, tenant_id, kind, id) select now(), tenant_id, 'notification', gen_random_uuid() from tenants`,
  );
  const waiting = `${WAITING_FOR_LOCK} and wait_event = 'relation'`;
  await until('the writer waits', async () => (await world.rows(waiting)).length > 0);
  await client.query('commit');
  await planned;
  const [part = ''] = Object.keys(await parts());
  assert.match(part, /^due_\d{8}$/);
});

test('two processes that keep the weeks at once do it once', async (t) => {
  const { plan, keep, weeks, parts } = await open(t);
  await plan(...Array.from({ length: 200 }, (_, index) => index / 20));
  await Promise.all([keep(), keep(), keep()]);
  await keep();
  assert.equal((await weeks()).length, 10);
  assert.equal(
    Object.values(await parts()).reduce((sum, count) => sum + count, 0),
    200,
  );
});

/** As the version before the weeks claimed. */
const OLD_CLAIM = `
  with claimed as materialized (
    select fire_at, tenant_id, kind, id from due
    where fire_at <= okno_now() and fire_at >= $3 and tenant_id <> all($4::uuid[])
    order by fire_at limit $2 for update skip locked),
  removed as (
    delete from due using claimed
    where due.fire_at = claimed.fire_at and due.tenant_id = claimed.tenant_id and due.id = claimed.id
      and due.fire_at <= okno_now() and due.fire_at >= $3)
  insert into deliveries (tenant_id, kind, due_id, scheduled_for, owner, next_attempt_at)
  select tenant_id, kind, id, fire_at, $1, now() from claimed returning due_id`;

test('rows from before the weeks stay where they were found, and the version before goes on with them', async (t) => {
  const { connection, rows } = await emptyDatabase(t);
  const migrations = await readMigrations();
  await migrate(
    connection,
    migrations.filter(({ version }) => version < 31),
  );
  const plan = `insert into due (fire_at, tenant_id, kind, id)
    select now() + n * interval '1 day', gen_random_uuid(), 'notification', gen_random_uuid() from generate_series(-5, 94) n`;
  await rows(plan);
  const files = `select relfilenode from pg_class where relname in ('due', 'due_rest') and relkind = 'r'`;
  const before = await rows(files);
  await migrate(connection, migrations);
  assert.deepEqual(await rows(files), before, 'no row was copied');
  const pool = createPool({ connection, role: 'worker', max: 1, onError: () => {} });
  t.after(() => pool.end());
  const claim = async () => (await pool.query(OLD_CLAIM, [17, 500, '-infinity', []])).rows.length;
  assert.equal(await claim(), 6);
  const store = createDueStore(pool, () => 0);
  for (let done = ''; done !== 'kept'; ) done = await store.keepWeeks();
  await rows(plan);
  assert.equal(await claim(), 6);
  const parts = await rows<{ part: string }>('select distinct tableoid::regclass::text as part from due');
  assert.ok(parts.length >= 9, 'and lie in their weeks');
});

test('the upkeep waits a little at the start, goes on until all is done, and comes back in an hour', async () => {
  let now = 0;
  const answers = ['made', 'made', 'kept', 'busy', 'kept', 'fault', 'kept'];
  const asked: [number, string][] = [];
  const errors: unknown[] = [];
  const upkeep = createUpkeep({
    store: {
      keepWeeks: async () => {
        const answer = answers.shift() ?? 'none';
        asked.push([now, answer]);
        if (answer === 'fault') throw new Error('a fault');
        return answer as 'made';
      },
    },
    ticks: () => now,
    onError: (error) => errors.push(error),
  });
  const hour = 3_600_000;
  for (const at of [0, 4_999, 5_000, 6_000, hour, 5_000 + hour, 15_000 + hour, 15_000 + 2 * hour, 15_000 + 3 * hour]) {
    now = at;
    upkeep.tend();
    await upkeep.finished();
  }
  assert.deepEqual(asked, [
    [5_000, 'made'],
    [5_000, 'made'],
    [5_000, 'kept'],
    [5_000 + hour, 'busy'],
    [15_000 + hour, 'kept'],
    [15_000 + 2 * hour, 'fault'],
    [15_000 + 3 * hour, 'kept'],
  ]);
  assert.equal(errors.length, 1);
});

test('what a newer version plans is left to it, overdue or left behind, and keeps nobody busy', async (t) => {
  const world = await testBackend(t);
  const studio = await openStudio(world);
  await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  const count = async (text: string): Promise<number> => (await world.rows(text)).length;
  const sent = () => count(`select 1 from notifications where status = 'sent'`);
  await world.rows(`alter table due drop constraint due_kind_check`);
  await world.rows(`alter table deliveries drop constraint deliveries_kind_check`);
  await world.rows(`insert into due (fire_at, tenant_id, kind, id)
    select timestamptz '2031-03-01', tenant_id, 'novelty', gen_random_uuid() from tenants`);
  await world.rows(`insert into deliveries (tenant_id, kind, due_id, scheduled_for, owner, next_attempt_at)
    select tenant_id, 'novelty', gen_random_uuid(), '2031-03-01', 0, now() - interval '1 h' from tenants`);
  const engine = await startEngine(world, createPostman());
  await until('the news', async () => (await sent()) === 1);
  await until('an empty hand', () => engine.stats().in_hand === 0);
  assert.equal(await count(`select 1 from due where kind = 'novelty'`), 1);
  assert.equal(await count(`select 1 from deliveries where kind = 'novelty' and attempt = 1`), 1);
  const store = createDueStore(world.workerPool, world.clockOffset);
  assert.ok(((await store.look()).ms ?? 0) > 0, 'for the old version nothing is overdue');
  assert.equal((await store.look()).abandoned, false);
  await engine.stop();
  // Control: who knows the kind finds both.
  const newer = createDueStore(world.workerPool, world.clockOffset, ['novelty']);
  assert.equal((await newer.claim(18, ALL, Number.NEGATIVE_INFINITY)).items.length, 1);
  assert.equal((await newer.takeOver(19, ALL)).length, 2);
});
