import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BATCH, createDueStore } from './due-store.ts';
import { sendNotification } from './modules/bookings/jobs.ts';
import { slotAt } from './test-support/bookings.ts';
import { openDue } from './test-support/due.ts';
import { createPostman, startEngine } from './test-support/post.ts';
import { until } from './test-support/until.ts';

/** Lives, and does nothing else. */
const DEAF = { gone: () => {}, alarm: () => {} };

/** Whatever there is, whoever's it is. */
const ALL = { limit: BATCH, busy: [] };

const timesEach = (delivered: readonly { id: string }[]): number[] => {
  const counts = new Map<string, number>();
  for (const { id } of delivered) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts.values()].sort();
};

test('what is due is sent, what lies ahead waits, and a moved clock brings it', async (t) => {
  const { world, bookings, count, sent } = await openDue(t, 1);
  const postman = createPostman();
  const engine = await startEngine(world, postman);
  const kinds = () => postman.delivered.map(({ minutes_before }) => minutes_before);
  await until('the news', async () => (await sent()) === 1);
  assert.deepEqual(kinds(), [null]);
  await world.setClock('2031-03-04T09:00:01Z');
  engine.wake();
  await until('the first reminder', async () => (await sent()) === 2);
  await world.setClock('2031-03-05T07:00:01Z');
  engine.wake();
  await until('the second reminder', async () => (await sent()) === 3);
  assert.deepEqual(kinds(), [null, 1440, 120]);
  assert.equal(postman.delivered[0]?.booking.id, bookings[0]?.id);
  await until('an empty outbox', async () => (await count('select 1 from deliveries')) === 0);
  assert.equal(await count(`select 1 from due where kind = 'notification'`), 1);
});

test('nothing is sent of what was called off, however the clock moves', async (t) => {
  const { world, studio, bookings, count } = await openDue(t, 3);
  for (const [index, { id }] of bookings.entries()) await studio.as(1001 + index)('bookings.cancel', { id });
  await world.setClock('2031-03-05T08:30:00Z');
  const postman = createPostman();
  await startEngine(world, postman);
  await until(
    'an empty timetable',
    async () => (await count('select 1 from due union all select 1 from deliveries')) === 0,
  );
  assert.deepEqual(
    postman.delivered.map(({ kind }) => kind),
    Array(3).fill('booking_cancelled'),
  );
});

test('two processes share the work and send each notice once', async (t) => {
  const { world, sent } = await openDue(t, 64);
  const postmen = [createPostman(), createPostman()];
  await Promise.all(postmen.map((postman) => startEngine(world, postman)));
  await until('all news', async () => (await sent()) === 64);
  const delivered = postmen.flatMap((postman) => postman.delivered);
  assert.deepEqual(timesEach(delivered), Array(64).fill(1));
});

test('more than one batch is sent in the order of time, one batch after the other', async (t) => {
  const { world, count } = await openDue(t, 1);
  await world.rows(
    `insert into due (fire_at, tenant_id, kind, id)
      select timestamptz '2031-03-01' + n * interval '1 s', tenant_id, 'notification', gen_random_uuid()
      from tenants, generate_series(1, $1) n`,
    [BATCH],
  );
  const postman = createPostman();
  await startEngine(world, postman);
  await until('the only real one', () => postman.delivered.length === 1);
  await until('an empty outbox', async () => (await count('select 1 from deliveries')) === 0);
});

test('what a killed process has left is taken over: nothing is lost, and only what was in flight comes twice', async (t) => {
  const { world, count, sent } = await openDue(t, 30);
  const postman = createPostman();
  const store = createDueStore(world.workerPool, world.clockOffset);
  const heart = await store.showAlive(17, DEAF);
  const { items: claimed } = await store.claim(17, ALL, Number.NEGATIVE_INFINITY);
  assert.equal(claimed.length, 30);
  const settles = sendNotification(world.backend.inTenant, postman);
  const deliver: typeof postman.deliver = async (notice) => {
    await postman.deliver(notice);
    throw new Error('killed');
  };
  const dies = sendNotification(world.backend.inTenant, { ...postman, deliver });
  for (const item of claimed.slice(0, 10)) await settles(item);
  for (const item of claimed.slice(10, 20)) await dies(item).catch((error) => assert.match(String(error), /killed/));
  assert.deepEqual(await store.takeOver(18, ALL), [], 'as long as it lives nobody takes anything from it');
  heart.end();
  await startEngine(world, postman);
  await until('all news', async () => (await sent()) === 30);
  await until('an empty outbox', async () => (await count('select 1 from deliveries')) === 0);
  assert.deepEqual(timesEach(postman.delivered), [...Array(20).fill(1), ...Array(10).fill(2)]);
});

test('a process that lives but hangs loses its work when its lease has run out', async (t) => {
  const { world, sent } = await openDue(t, 2);
  const store = createDueStore(world.workerPool, world.clockOffset);
  const heart = await store.showAlive(17, DEAF);
  world.after(heart.end);
  await store.claim(17, ALL, Number.NEGATIVE_INFINITY);
  await world.rows(`update deliveries set next_attempt_at = now() - interval '1 ms'`);
  await startEngine(world, createPostman());
  await until('all news', async () => (await sent()) === 2);
});

test('a stopped process finishes what it has begun and claims no more', async (t) => {
  const { world, studio, count, sent } = await openDue(t, 2);
  const postman = createPostman();
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  postman.answerWith(async () => {
    await gate;
    return { status: 'sent', message_id: null };
  });
  const engine = await startEngine(world, postman);
  await until('both being sent', () => postman.delivered.length === 2);
  let stopped = false;
  const stopping = engine.stop().then(() => {
    stopped = true;
  });
  await studio.as(1500)('bookings.create', slotAt(studio, '13:00', '2031-03-06'));
  assert.equal(stopped, false);
  release();
  await stopping;
  assert.equal(await sent(), 2);
  assert.equal(await count('select 1 from deliveries'), 0);
  assert.equal(
    await count(`select 1 from due where fire_at < timestamptz '2031-03-03 09:00Z'`),
    1,
    'the newcomer waits',
  );
});
