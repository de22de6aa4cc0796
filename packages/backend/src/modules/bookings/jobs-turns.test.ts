import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import type { Turns } from '@okno/contract';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { noticesOf } from '../../test-support/notices.ts';
import { createPostman } from '../../test-support/post.ts';
import { openStudio } from '../../test-support/studio.ts';
import { until } from '../../test-support/until.ts';
import { type Post, sendNotification } from './jobs.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

/** A booking on Wednesday at ten, and how one of its notifications is sent with turns and a clock of the test's own. */
const openCase = async (post: Partial<Post> = {}) => {
  const studio = await openStudio(world);
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '10:00', '2031-03-05'));
  const postman = createPostman();
  const send = sendNotification(world.backend.inTenant, { ...postman, ...post });
  const rows = () => noticesOf(world, booking.id);
  const fire = async (index: number, attempt = 1) => {
    const due_id = (await rows())[index]?.id ?? '';
    return send({ tenant_id: studio.tenant_id, id: due_id, kind: 'notification', due_id, attempt });
  };
  const state = async (index: number) => {
    const row = (await rows())[index];
    return [row?.status, row?.attempts, row?.error];
  };
  const cancel = () => studio.as(1001)('bookings.cancel', { id: booking.id });
  return { studio, booking, postman, fire, state, cancel };
};

const turns = (take: number, wait: () => Promise<number>): Turns => ({
  take: () => take,
  wait,
  isOver: () => false,
});

test('when its turn does not come soon a notice goes back to where it can be called off, and no attempt is counted', async () => {
  const { postman, fire, state } = await openCase({ turns: turns(60_000, async () => 60_000) });
  assert.deepEqual(await fire(1), { done: false, after_ms: 60_000, spread_ms: 2_000 });
  assert.deepEqual(await fire(1, 2), { done: false, after_ms: 60_000, spread_ms: 4_000 });
  assert.deepEqual(await state(1), ['pending', 0, 'the bot must pause']);
  assert.deepEqual(postman.delivered, []);
});

test('a notice that waits for its turn can be called off, and then it is not sent', async () => {
  const waiting = Promise.withResolvers<void>();
  const turn = Promise.withResolvers<number>();
  const wait = () => {
    waiting.resolve();
    return turn.promise;
  };
  const { postman, fire, state, cancel } = await openCase({ turns: turns(500, wait) });
  const fired = fire(1);
  await waiting.promise;
  assert.deepEqual(await state(1), ['pending', 0, 'the bot must pause']);
  await cancel();
  turn.resolve(0);
  assert.deepEqual(await fired, { done: true });
  assert.deepEqual(postman.delivered, []);
});

test('a process that ends leaves what it has in hand to the next, without looking at it', async () => {
  const { postman, fire, state } = await openCase({ turns: { ...turns(0, async () => 0), isOver: () => true } });
  assert.deepEqual(await fire(1), { done: false, after_ms: 0, spread_ms: 0 });
  assert.deepEqual(await state(1), ['pending', 0, null]);
  assert.deepEqual(postman.delivered, []);
});

test('when its turn has come it is looked at again, and sent', async () => {
  const { postman, fire, state } = await openCase({ turns: turns(500, async () => 0) });
  assert.deepEqual(await fire(1), { done: true });
  assert.deepEqual(await state(1), ['sent', 1, null]);
  assert.equal(postman.delivered.length, 1);
});

test('what could not be begun in time is looked at again, and no attempt is counted', async () => {
  const { postman, fire, state } = await openCase();
  postman.answerWith(async () => ({ status: 'late' }));
  assert.deepEqual(await fire(1), { done: false, after_ms: 1_000, spread_ms: 1_000 });
  assert.deepEqual(await state(1), ['pending', 0, 'it was too late to begin']);
});

test('whoever sends knows when what was read has grown old', async () => {
  let now = 0;
  const seen: boolean[] = [];
  const { fire } = await openCase({
    ticks: () => now,
    deliver: async (_, isLate) => {
      for (const ms of [0, 400, 401]) {
        now = ms;
        seen.push(isLate());
      }
      return { status: 'sent', message_id: 1 };
    },
  });
  await fire(1);
  assert.deepEqual(seen, [false, false, true]);
});

/** However slow this machine is, it is on its way no longer than anybody waits for it. */
const JUST_BEGUN = '1 minute';
/** As long ago as nobody waits for it any more. */
const LONG_BEGUN = '-500 ms';

/**
 * Cancels a booking while its reminder is on its way; gives what ended first. It leaves when the cancellation waits for it, or
 * has been acknowledged without.
 * @param since when it began, an interval from now
 */
const race = async (since: string): Promise<string[]> => {
  const order: string[] = [];
  const begun = Promise.withResolvers<void>();
  const { booking, fire, cancel } = await openCase({
    deliver: async () => {
      await world.rows(
        `update notifications set sending_since = clock_timestamp() + $2::interval
          where subject_id = $1 and status = 'sending'`,
        [booking.id, since],
      );
      begun.resolve();
      const waits = async () => (await world.rows(WAITING_FOR_SENDING)).length > 0;
      await until('the cancellation waits or is done', async () => order.length > 0 || (await waits()));
      order.push('sent');
      return { status: 'sent', message_id: 1 };
    },
  });
  const fired = fire(1);
  await begun.promise;
  await cancel();
  order.push('acknowledged');
  await fired;
  return order;
};

/** `okno_wait_for_sending` looks again and again, and sleeps in between. */
const WAITING_FOR_SENDING = `select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`;

test('a cancellation is acknowledged when nothing leaves any more', async () => {
  assert.deepEqual(await race(JUST_BEGUN), ['sent', 'acknowledged']);
});

test('a sender that has had half a second holds up no cancellation, gone or not', async () => {
  assert.deepEqual(await race(LONG_BEGUN), ['acknowledged', 'sent']);
});

test('a sender that has died holds up a cancellation for half a second', async () => {
  const { booking, cancel } = await openCase();
  await world.rows(
    `update notifications set status = 'sending', sending_since = clock_timestamp()
      where subject_id = $1 and minutes_before = 60`,
    [booking.id],
  );
  await cancel();
  // This is the least; that nobody waits for longer is the test before.
  const waited = `select from notifications
    where subject_id = $1 and minutes_before = 60 and clock_timestamp() - sending_since >= interval '500 ms'`;
  assert.equal((await world.rows(waited, [booking.id])).length, 1);
});

test('control: without the wait it is acknowledged before the reminder leaves', async () => {
  const [known] = await world.rows<{ text: string }>(
    `select pg_get_functiondef('okno_wait_for_sending'::regproc) as text`,
  );
  await world.rows(
    'create or replace function okno_wait_for_sending(subject uuid) returns void language sql as $$ select $$',
  );
  assert.deepEqual(await race(JUST_BEGUN), ['acknowledged', 'sent']);
  await world.rows(known?.text ?? '');
});
