import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { linesOf, noticesOf } from '../../test-support/notices.ts';
import { createPostman } from '../../test-support/post.ts';
import { openStudio, SPECIALIST } from '../../test-support/studio.ts';
import { completedVisit, markVisit } from '../../test-support/visits.ts';
import { cancelReviewRequest } from './index.ts';
import { sendNotification } from './jobs.ts';
import { reviewRequestAt } from './rules.ts';
import { endVisit } from './visits.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const requestsOf = async (id: string) => (await noticesOf(world, id)).filter(({ kind }) => kind === 'review_request');

test('the client is asked for a review two hours after the visit has ended', async () => {
  const studio = await openStudio(world);
  const { id } = await completedVisit(world, studio);
  const [request, ...others] = await requestsOf(id);
  assert.deepEqual(others, []);
  assert.deepEqual([request?.audience, request?.telegram_id, request?.send_at], ['client', 1001, '04 13:00']);
  assert.equal(request?.fire_at, '04 13:00');
});

test('who was asked is not asked again when staff correct what they have marked', async () => {
  const studio = await openStudio(world);
  const booking = await completedVisit(world, studio);
  await markVisit(world, studio, { booking, status: 'completed' });
  assert.equal((await requestsOf(booking.id)).length, 1);
  await world.backend.inTenant(studio.tenant_id, async (tx) => cancelReviewRequest(tx, booking.id));
  assert.deepEqual(linesOf(await requestsOf(booking.id)), ['review_request client 04 13:00 cancelled']);
  await markVisit(world, studio, { booking, status: 'completed' });
  assert.deepEqual(linesOf(await requestsOf(booking.id)).sort(), [
    'review_request client 04 13:00 cancelled',
    'review_request client 04 13:00 pending',
  ]);
});

test('a business may ask at another time, or never', async () => {
  const studio = await openStudio(world);
  for (const [minutes, time, expected] of [
    [30, '09:00', ['review_request client 04 10:30 pending']],
    [0, '11:00', []],
    [null, '13:00', []],
  ] as const) {
    await world.rows('update tenants set review_request_minutes = $2 where tenant_id = $1', [
      studio.tenant_id,
      minutes,
    ]);
    const { id } = await completedVisit(world, studio, { time });
    assert.deepEqual(linesOf(await requestsOf(id)), expected);
  }
});

test('nobody is asked about a visit that turned out not to have taken place', async () => {
  const studio = await openStudio(world);
  const booking = await completedVisit(world, studio);
  await markVisit(world, studio, { booking, status: 'no_show' });
  const postman = createPostman();
  const [request] = await requestsOf(booking.id);
  const due = {
    tenant_id: studio.tenant_id,
    id: '',
    kind: 'notification',
    due_id: request?.id ?? '',
    attempt: 1,
  } as const;
  assert.deepEqual(await sendNotification(world.backend.inTenant, postman)(due), { done: true });
  assert.deepEqual(postman.delivered, []);
  assert.equal((await requestsOf(booking.id))[0]?.status, 'cancelled');
});

test('who has reviewed the visit already is not asked', async () => {
  const studio = await openStudio(world);
  const { id } = await completedVisit(world, studio);
  await studio.as(1001)('reviews.create', { id, stars: 5 });
  assert.deepEqual(linesOf(await requestsOf(id)), ['review_request client 04 13:00 cancelled']);
  assert.equal((await requestsOf(id))[0]?.fire_at, null);
});

test('a client without a chat is not asked', async () => {
  const studio = await openStudio(world);
  const client = { name: 'Ann', phone: '+4930123456' };
  const booking = await studio.program('bookings.create', { ...slotAt(studio, '10:00'), client });
  await markVisit(world, studio, { booking, status: 'completed' });
  assert.deepEqual(await requestsOf(booking.id), []);
});

test('a visit that was marked late is asked about at once, and after a week not at all', () => {
  const [minute, day] = [60_000, 86_400_000];
  assert.equal(reviewRequestAt(0, 0, 120), 120 * minute);
  assert.equal(reviewRequestAt(0, day, 120), day);
  assert.equal(reviewRequestAt(0, 7 * day, 120), 7 * day);
  assert.equal(reviewRequestAt(0, 7 * day + 1, 120), null);
  assert.equal(reviewRequestAt(0, 0, null), null);
  assert.equal(reviewRequestAt(0, 0, 0), null);
});

test('marking a visit asks for a review, and correcting it calls the question off', async () => {
  const studio = await openStudio(world);
  const { id } = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  await world.setClock('2031-03-04T11:05:00Z');
  const mark = (name: 'bookings.complete' | 'bookings.no_show') => studio.as(SPECIALIST)(name, { id });
  const statuses = async () => (await requestsOf(id)).map(({ status }) => status).sort();
  await mark('bookings.complete');
  assert.deepEqual(await statuses(), ['pending']);
  await mark('bookings.no_show');
  assert.deepEqual(await statuses(), ['cancelled']);
  await mark('bookings.complete');
  assert.deepEqual(await statuses(), ['cancelled', 'pending']);
});

test('a visit that counts as done by time is asked about as well', async () => {
  const studio = await openStudio(world);
  const { id } = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  await world.setClock('2031-03-04T12:00:01Z');
  const due = {
    tenant_id: studio.tenant_id,
    id: '',
    kind: 'booking_end',
    due_id: id,
    attempt: 1,
  } as const;
  await endVisit(world.backend.inTenant)(due);
  assert.deepEqual(linesOf(await requestsOf(id)), ['review_request client 04 13:00 pending']);
});
