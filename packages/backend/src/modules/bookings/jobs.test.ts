import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import type { Delivery } from '@okno/contract';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { noticesOf } from '../../test-support/notices.ts';
import { createPostman } from '../../test-support/post.ts';
import { openStudio, type Studio } from '../../test-support/studio.ts';
import { sendNotification } from './jobs.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

/** A booking on Wednesday at ten, and a way to send what is planned about it: 0 = the news, 1–3 = its reminders. */
const openCase = async (who = 1001, known?: Studio) => {
  const studio = known ?? (await openStudio(world));
  const time = who === 1001 ? '10:00' : '12:00';
  const booking = await studio.as(who)('bookings.create', slotAt(studio, time, '2031-03-05'));
  const postman = createPostman();
  const send = sendNotification(world.backend.inTenant, postman);
  const rows = () => noticesOf(world, booking.id);
  const fire = async (index: number, attempt = 1) => {
    const due_id = (await rows())[index]?.id ?? '';
    return send({ tenant_id: studio.tenant_id, id: due_id, kind: 'notification', due_id, attempt });
  };
  const state = async (index: number) => {
    const row = (await rows())[index];
    return [row?.status, row?.attempts, row?.error];
  };
  return { studio, booking, postman, fire, state };
};

const ends = (delivery: Delivery) => async () => delivery;

test('a notice carries the booking, the language of the chat and who it is for', async () => {
  const { studio, booking, postman, fire, state } = await openCase();
  assert.deepEqual(await fire(2), { done: true });
  const [notice] = postman.delivered;
  assert.deepEqual(
    { ...notice, id: '' },
    {
      id: '',
      kind: 'booking_reminder',
      audience: 'client',
      bot_id: studio.bot_id,
      telegram_id: 1001,
      language: 'en',
      booking,
      before: null,
      series: null,
      minutes_before: 120,
      late_minutes: null,
      nearest: null,
      phone: null,
      free: false,
      message_id: null,
      own_doing: false,
    },
  );
  assert.deepEqual(await state(2), ['sent', 1, null]);
});

test('what was sent is not sent again', async () => {
  const { postman, fire } = await openCase();
  await fire(0);
  assert.deepEqual(await fire(0), { done: true });
  assert.equal(postman.delivered.length, 1);
});

test('the card that was sent is the living message that later notices edit', async () => {
  const { postman, fire } = await openCase();
  await fire(0);
  await fire(1);
  assert.equal(postman.delivered[1]?.message_id, 500);
});

test('Telegram being away is waited for, longer each time, and the third time is the last', async () => {
  const { postman, fire, state } = await openCase();
  postman.answerWith(ends({ status: 'retry', after_ms: 0, reason: 'away' }));
  assert.deepEqual(await fire(0), { done: false, after_ms: 5_000, spread_ms: 5_000 });
  assert.deepEqual(await state(0), ['pending', 1, 'away']);
  assert.deepEqual(await fire(0), { done: false, after_ms: 10_000, spread_ms: 5_000 });
  assert.deepEqual(await fire(0), { done: true });
  assert.deepEqual(await state(0), ['failed', 3, 'away']);
});

test('a pause longer than ours is kept', async () => {
  const { postman, fire } = await openCase();
  postman.answerWith(ends({ status: 'retry', after_ms: 33_000, reason: 'too many' }));
  assert.deepEqual(await fire(0), { done: false, after_ms: 33_000, spread_ms: 5_000 });
});

test('a pause that Telegram asks for is no attempt, and whoever waits is strewn wider each time', async () => {
  const { postman, fire, state } = await openCase();
  postman.answerWith(ends({ status: 'paused', after_ms: 1_000, reason: 'too many' }));
  for (const [attempt, spread_ms] of [
    [1, 2_000],
    [2, 4_000],
    [3, 8_000],
    [9, 32_000],
  ] as const) {
    assert.deepEqual(await fire(0, attempt), { done: false, after_ms: 1_000, spread_ms });
    assert.deepEqual(await state(0), ['pending', 0, 'too many']);
    await world.setClock(`2031-03-03T08:0${attempt}:00Z`);
  }
  postman.answerWith(ends({ status: 'sent', message_id: 1 }));
  assert.deepEqual(await fire(0), { done: true });
  assert.deepEqual(await state(0), ['sent', 1, null]);
});

for (const ending of [
  { status: 'paused', after_ms: 1_000, reason: 'no' },
  { status: 'revoked', reason: 'no' },
] as const) {
  test(`what a bot that is ${ending.status} could not say has failed when the visit begins, and news after a day`, async () => {
    const { postman, fire, state } = await openCase();
    postman.answerWith(ends(ending));
    await world.setClock('2031-03-04T07:59:00Z');
    assert.equal((await fire(0)).done, false);
    await world.setClock('2031-03-04T08:01:00Z');
    assert.deepEqual(await fire(0), { done: true });
    assert.deepEqual(await state(0), ['failed', 1, 'no']);
    await world.setClock('2031-03-05T09:59:00Z');
    assert.equal((await fire(3)).done, false);
    await world.setClock('2031-03-05T10:00:01Z');
    assert.deepEqual(await fire(3), { done: true });
    assert.deepEqual([(await state(3))[0], (await state(3))[2]], ['failed', 'no']);
  });
}

test('a bot for which nobody can speak is waited for, longer each time, without counting', async () => {
  const { postman, fire, state } = await openCase();
  postman.answerWith(ends({ status: 'revoked', reason: 'no token' }));
  for (const [attempt, after_ms] of [
    [1, 60_000],
    [2, 120_000],
    [3, 240_000],
    [4, 300_000],
    [50, 300_000],
  ] as const) {
    assert.deepEqual(await fire(0, attempt), { done: false, after_ms, spread_ms: 5_000 });
    assert.deepEqual(await state(0), ['pending', 0, 'no token']);
  }
  postman.answerWith(ends({ status: 'sent', message_id: 1 }));
  await fire(0);
  assert.deepEqual(await state(0), ['sent', 1, null]);
});

test('whoever comes back after the booking was made gets the reminders that still lie ahead', async () => {
  const studio = await openStudio(world);
  await studio.as(1001)('people.set_reachable', { reachable: false });
  const { postman, fire, state } = await openCase(1001, studio);
  await fire(0);
  assert.deepEqual(await state(0), ['cancelled', 0, 'the person cannot be written to']);
  await studio.as(1001)('people.set_reachable', { reachable: true });
  await fire(1);
  assert.deepEqual(
    postman.delivered.map(({ minutes_before }) => minutes_before),
    [1440],
  );
});

test('a notice that waits for another attempt can still be called off', async () => {
  const { studio, booking, postman, fire, state } = await openCase();
  postman.answerWith(ends({ status: 'retry', after_ms: 0, reason: 'away' }));
  await fire(1);
  await studio.as(1001)('bookings.cancel', { id: booking.id });
  // The news of it stands before the reminders now.
  assert.deepEqual(await fire(2), { done: true });
  assert.equal(postman.delivered.length, 1);
  assert.equal((await state(2))[0], 'cancelled');
});

test('somebody who has blocked the bot is written to no more, until they come back', async () => {
  const { studio, postman, fire, state } = await openCase();
  postman.answerWith(ends({ status: 'unreachable', reason: 'blocked' }));
  assert.deepEqual(await fire(0), { done: true });
  assert.deepEqual(await state(0), ['failed', 1, 'blocked']);
  await fire(1);
  assert.equal(postman.delivered.length, 1);
  assert.equal((await state(1))[0], 'cancelled');
  await studio.as(1001)('people.set_reachable', { reachable: true });
  await fire(2);
  assert.equal(postman.delivered.length, 2);
});

test('blocking in one chat leaves the others alone', async () => {
  const one = await openCase();
  const other = await openCase(1002, one.studio);
  one.postman.answerWith(ends({ status: 'unreachable', reason: 'blocked' }));
  await one.fire(0);
  await other.fire(0);
  assert.equal(other.postman.delivered.length, 1);
});

test('when nobody knows whether a reminder arrived it is repeated once and then left', async () => {
  const { postman, fire, state } = await openCase();
  postman.answerWith(ends({ status: 'uncertain', reason: 'no answer' }));
  assert.deepEqual(await fire(1), { done: false, after_ms: 5_000, spread_ms: 5_000 });
  assert.deepEqual(await fire(1), { done: true });
  assert.deepEqual(await state(1), ['uncertain', 2, 'no answer']);
});

test('when nobody knows whether a card arrived it is not repeated: a second one would be a second truth', async () => {
  const { postman, fire, state } = await openCase();
  postman.answerWith(ends({ status: 'uncertain', reason: 'no answer' }));
  assert.deepEqual(await fire(0), { done: true });
  assert.deepEqual(await state(0), ['uncertain', 1, 'no answer']);
});

test('what Telegram refuses has failed at once', async () => {
  const { postman, fire, state } = await openCase();
  postman.answerWith(ends({ status: 'failed', reason: 'no' }));
  assert.deepEqual(await fire(0), { done: true });
  assert.deepEqual(await state(0), ['failed', 1, 'no']);
});

test('a reminder of a visit that has begun is not sent', async () => {
  const { postman, fire, state } = await openCase();
  await world.setClock('2031-03-05T10:00:01Z');
  await fire(3);
  assert.deepEqual(postman.delivered, []);
  assert.equal((await state(3))[0], 'cancelled');
});

test('after a long silence only the newest of the due reminders is sent', async () => {
  const { postman, fire } = await openCase();
  await world.setClock('2031-03-05T09:30:00Z');
  for (const index of [1, 2, 3]) await fire(index);
  assert.deepEqual(
    postman.delivered.map(({ minutes_before }) => minutes_before),
    [60],
  );
});

test('nothing is told of a booking that was cancelled except that', async () => {
  const { studio, booking, postman, fire } = await openCase();
  await studio.as(1001)('bookings.cancel', { id: booking.id });
  // As it would be if it had just been taken to be sent when the booking was cancelled.
  await world.rows(`update notifications set status = 'sending' where subject_id = $1 and kind = 'booking_reminder'`, [
    booking.id,
  ]);
  for (const index of [0, 1, 2, 3, 4]) await fire(index);
  assert.deepEqual(
    postman.delivered.map(({ kind }) => kind),
    ['booking_cancelled'],
  );
});
