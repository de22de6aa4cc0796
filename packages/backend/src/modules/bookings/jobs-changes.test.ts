import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { noticesOf } from '../../test-support/notices.ts';
import { createPostman } from '../../test-support/post.ts';
import { OWNER, openStudio } from '../../test-support/studio.ts';
import { sendNotification } from './jobs.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

/** A booking on Wednesday at ten, and a way to send what is planned about it. */
const openCase = async () => {
  const studio = await openStudio(world);
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '10:00', '2031-03-05'));
  const postman = createPostman();
  const send = sendNotification(world.backend.inTenant, postman);
  const fire = async (index: number) => {
    const due_id = (await noticesOf(world, booking.id))[index]?.id ?? '';
    return send({
      tenant_id: studio.tenant_id,
      id: due_id,
      kind: 'notification',
      due_id,
      attempt: 1,
    });
  };
  return { studio, booking, postman, fire };
};

test('a move is told with what it was before, in the language of the chat', async () => {
  const { studio, booking, postman, fire } = await openCase();
  await world.rows(`update specialists set translations = '{"en": {"name": "Ann"}}' where id = $1`, [
    studio.specialist_id,
  ]);
  await studio.program('bookings.move', { id: booking.id, starts_at: '2031-03-05T14:00:00Z' });
  const planned = await noticesOf(world, booking.id);
  await fire(planned.findIndex(({ kind }) => kind === 'booking_moved'));
  const [notice] = postman.delivered;
  assert.equal(notice?.booking.starts_at, '2031-03-05T14:00:00Z');
  assert.deepEqual(notice?.before, {
    starts_at: '2031-03-05T10:00:00Z',
    ends_at: '2031-03-05T11:00:00Z',
    time_zone: 'UTC',
    specialist: { id: studio.specialist_id, name: 'Ann' },
  });
});

test('a client without a living message gets one with the news of a move', async () => {
  const { studio, booking, postman, fire } = await openCase();
  await studio.program('bookings.move', { id: booking.id, starts_at: '2031-03-05T14:00:00Z' });
  const planned = await noticesOf(world, booking.id);
  await fire(planned.findIndex(({ kind }) => kind === 'booking_moved'));
  await studio.program('bookings.move', { id: booking.id, starts_at: '2031-03-05T15:00:00Z' });
  const later = await noticesOf(world, booking.id);
  await fire(later.findIndex(({ kind, status }) => kind === 'booking_moved' && status === 'pending'));
  assert.deepEqual(
    postman.delivered.map(({ message_id }) => message_id),
    [null, 500],
  );
});

test('nobody is told that a time is held for them when it no longer is', async () => {
  const studio = await openStudio(world);
  const held = await studio.as(1001)('bookings.create', { ...slotAt(studio, '10:00', '2031-03-05'), hold: true });
  const postman = createPostman();
  const [row] = await noticesOf(world, held.id);
  await world.setClock('2031-03-03T08:11:00Z');
  const due_id = row?.id ?? '';
  const item = {
    tenant_id: studio.tenant_id,
    id: due_id,
    kind: 'notification',
    due_id,
    attempt: 1,
  } as const;
  await sendNotification(world.backend.inTenant, postman)(item);
  assert.deepEqual(postman.delivered, []);
  assert.equal((await noticesOf(world, held.id))[0]?.status, 'cancelled');
});

test('a visit that was marked as missed is no longer announced', async () => {
  const { studio, booking, postman, fire } = await openCase();
  await world.setClock('2031-03-05T10:00:00Z');
  await studio.program('bookings.no_show', { id: booking.id });
  for (const index of [0, 1, 2, 3]) await fire(index);
  assert.deepEqual(postman.delivered, []);
});

test('news is not kept back by later news that was called off itself', async () => {
  const { studio, booking, postman, fire } = await openCase();
  // One's own move is put right a little later than others' moves are told.
  await studio.as(1001)('bookings.move', { id: booking.id, starts_at: '2031-03-05T11:00:00Z' });
  await studio.as(OWNER)('bookings.move', { id: booking.id, starts_at: '2031-03-05T14:00:00Z' });
  await world.setClock('2031-03-03T08:00:10Z');
  const planned = await noticesOf(world, booking.id);
  await fire(planned.findIndex(({ kind, status }) => kind === 'booking_moved' && status === 'pending'));
  assert.deepEqual(
    postman.delivered.map(({ kind, booking: { starts_at } }) => `${kind} ${starts_at}`),
    ['booking_moved 2031-03-05T14:00:00Z'],
  );
});

test('a reminder of the time before a move is not sent about the new one, whoever was sending it', async () => {
  const { studio, booking, postman, fire } = await openCase();
  await world.setClock('2031-03-04T10:00:01Z');
  postman.answerWith(() => Promise.reject(new Error('the process is gone')));
  await assert.rejects(fire(1), /the process is gone/);
  await studio.as(OWNER)('bookings.move', { id: booking.id, starts_at: '2031-03-20T10:00:00Z' });
  const taken = (await noticesOf(world, booking.id)).findIndex(({ status }) => status === 'sending');
  await fire(taken);
  assert.equal(postman.delivered.length, 1, 'it is not tried again');
  assert.equal((await noticesOf(world, booking.id))[taken]?.status, 'cancelled');
});
