import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDueEngine, type DueResult } from './due.ts';
import { createDueStore } from './due-store.ts';
import { slotAt } from './test-support/bookings.ts';
import { openDue } from './test-support/due.ts';
import { createPostman, startEngine } from './test-support/post.ts';
import { openStudio } from './test-support/studio.ts';
import { until } from './test-support/until.ts';

test('an attempt that asks for another is made again after its pause, and the third failure is the last', async (t) => {
  const { world, count } = await openDue(t, 1);
  const postman = createPostman();
  postman.answerWith(async () => ({ status: 'retry', after_ms: 0, reason: 'away' }));
  const engine = await startEngine(world, postman);
  for (const [attempt, pause_s] of [
    [1, 5],
    [2, 10],
  ] as const) {
    const waits = `select 1 from deliveries where attempt = ${attempt}
      and next_attempt_at between now() + interval '${pause_s - 4} s' and now() + interval '${pause_s + 5} s'`;
    await until(`attempt ${attempt}`, async () => (await count(waits)) === 1);
    assert.equal(postman.delivered.length, attempt);
    await world.rows('update deliveries set next_attempt_at = now()');
    engine.wake();
  }
  await until('the end', async () => (await count(`select 1 from notifications where status = 'failed'`)) === 1);
  await until('an empty outbox', async () => (await count('select 1 from deliveries')) === 0);
  assert.equal(postman.delivered.length, 3);
});

test('of a burst that Telegram slows down nothing is lost, and no attempt is used up', async (t) => {
  const { world, count, sent } = await openDue(t, 64);
  const postman = createPostman();
  let [allowed, refused] = [10, 0];
  postman.answerWith(async () => {
    allowed -= 1;
    if (allowed >= 0) return { status: 'sent', message_id: 1 };
    refused += 1;
    return { status: 'paused', after_ms: 1_000, reason: 'too many' };
  });
  const engine = await startEngine(world, postman);
  const waiting = () =>
    count(`select 1 from deliveries where next_attempt_at between now() - interval '1 h' and now() + interval '40 s'`);
  for (let round = 1; round <= 7; round += 1) {
    const wanted = Math.min(64, round * 10);
    await until(`round ${round}`, async () => (await sent()) === wanted && (await waiting()) === 64 - wanted);
    allowed = 10;
    await world.setClock(`2031-03-03T08:0${round}:00Z`);
    await world.rows('update deliveries set next_attempt_at = now()');
    engine.wake();
  }
  assert.ok(refused >= 6, 'it was slowed down');
  assert.equal(await count(`select 1 from notifications where status = 'sent' and attempts = 1`), 64);
});

test('attempts that failed together come back at different times', async (t) => {
  const { world, count } = await openDue(t, 20);
  const postman = createPostman();
  postman.answerWith(async () => ({ status: 'paused', after_ms: 60_000, reason: 'too many' }));
  await startEngine(world, postman);
  const waiting = `select next_attempt_at from deliveries where next_attempt_at < now() + interval '70 s'`;
  await until('all of them waiting', async () => (await count(waiting)) === 20);
  const [row] = await world.rows<{ width: number }>(
    'select extract(epoch from max(next_attempt_at) - min(next_attempt_at))::float8 as width from deliveries',
  );
  assert.ok((row?.width ?? 0) > 0.7, `spread over ${row?.width} s`);
});

test('what breaks while sending is told to the operator and tried again', async (t) => {
  const { world, count, sent } = await openDue(t, 1);
  const postman = createPostman();
  postman.answerWith(async () => {
    throw new Error('a bug in the screen');
  });
  const engine = await startEngine(world, postman);
  await until('the complaint', () => engine.errors.length === 1);
  postman.answerWith(async () => ({ status: 'sent', message_id: null }));
  await until(
    'a pause',
    async () => (await count(`select 1 from deliveries where next_attempt_at < now() + interval '5 s'`)) === 1,
  );
  await world.rows('update deliveries set next_attempt_at = now()');
  await until('the news', async () => (await sent()) === 1);
});

test('a process whose connections were cut goes on with new ones', async (t) => {
  const { world, studio, sent } = await openDue(t, 1);
  await startEngine(world, createPostman());
  await until('the news', async () => (await sent()) === 1);
  await world.rows(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'okno' and pid <> pg_backend_pid()`);
  await until('the database again', () =>
    studio
      .as(1500)('people.me', {})
      .then(
        () => true,
        () => false,
      ),
  );
  await studio.as(1500)('bookings.create', slotAt(studio, '13:00', '2031-03-06'));
  await until('the next news', async () => (await sent()) === 2);
  const alive = `select 1 from pg_locks where locktype = 'advisory' and classid = 4242 and granted
    and database = (select oid from pg_database where datname = current_database())`;
  await until('a sign of life', async () => (await world.rows(alive)).length === 1);
});

test('what has broken sixteen times stays where it can be seen, and is not tried again', async (t) => {
  const { world, count } = await openDue(t, 1);
  const postman = createPostman();
  postman.answerWith(async () => {
    throw new Error('a bug in the screen');
  });
  const engine = await startEngine(world, postman);
  await until('the first complaint', () => engine.errors.length === 1);
  await until(
    'a pause',
    async () => (await count(`select 1 from deliveries where error = 'a bug in the screen'`)) === 1,
  );
  await world.rows('update deliveries set faults = 15, next_attempt_at = now()');
  engine.wake();
  await until('the last complaint', () => engine.errors.length === 2);
  await until('the end', async () => (await count('select 1 from deliveries where dead_at is not null')) === 1);
  engine.wake();
  await until('another look', async () => (await engine.stats().dead) === 1);
  assert.equal(engine.errors.length, 2);
});

test("a tenant whose jobs hang does not delay another tenant's", async (t) => {
  const { world, count } = await openDue(t, 1);
  await world.rows(
    `insert into due (fire_at, tenant_id, kind, id)
      select timestamptz '2031-03-01' + n * interval '1 s', tenant_id, 'notification', gen_random_uuid()
      from tenants, generate_series(1, 1500) n`,
  );
  const quiet = await openStudio(world);
  await quiet.as(1001)('bookings.create', slotAt(quiet, '10:00'));
  const seen: string[] = [];
  let release = () => {};
  const hangs = new Promise<DueResult>((resolve) => {
    release = () => resolve({ done: true });
  });
  const engine = createDueEngine({
    store: createDueStore(world.workerPool, world.clockOffset),
    run: ({ tenant_id }) => {
      seen.push(tenant_id);
      return tenant_id === quiet.tenant_id ? Promise.resolve({ done: true }) : hangs;
    },
    random: Math.random,
    ticks: () => performance.now(),
    onError: (error) => seen.push(String(error)),
  });
  await engine.start();
  world.after(async () => {
    const stopped = engine.stop();
    release();
    await stopped;
  });
  await until('the quiet one', () => seen.includes(quiet.tenant_id));
  await until('one batch of the other, and no more', () => engine.stats().in_hand === 500);
  assert.ok((await count('select 1 from due')) >= 1000);
});
