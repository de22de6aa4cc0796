import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { createPostman } from '../../test-support/post.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST } from '../../test-support/studio.ts';
import { sendNotification } from './jobs.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

/** Two specialists with a visit each; the confirmation of the first could not be delivered. */
const openCase = async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const owner = studio.as(OWNER);
  const slot = slotAt(studio, '10:00', '2031-03-05');
  const first = await studio.as(1001)('bookings.create', slot);
  const second = await studio.as(1002)('bookings.create', { ...slot, specialist_id: studio.specialist_ids[1] ?? '' });
  const postman = createPostman();
  const send = sendNotification(world.backend.inTenant, postman);
  const fire = (due_id: string) =>
    send({ tenant_id: studio.tenant_id, id: due_id, kind: 'notification', due_id, attempt: 1 });
  const of = (booking_id: string) => owner('notifications.list', { booking_id });
  const card = (await of(first.id)).items.find(({ kind }) => kind === 'booking_created');
  postman.answerWith(async () => ({ status: 'failed', reason: 'refused' }));
  await fire(card?.id ?? '');
  postman.answerWith(async () => ({ status: 'sent', message_id: 1 }));
  return { studio, owner, first, second, of, fire, postman, card_id: card?.id ?? '' };
};

test('the staff sees what was told to whom and what is to be told, the newest first', async () => {
  const { of, first, card_id } = await openCase();
  const { items, total } = await of(first.id);
  assert.equal(total, 4);
  assert.deepEqual(
    items.map(({ kind, send_at, status }) => [kind, send_at, status]),
    [
      ['booking_reminder', '2031-03-05T09:00:00Z', 'pending'],
      ['booking_reminder', '2031-03-05T08:00:00Z', 'pending'],
      ['booking_reminder', '2031-03-04T10:00:00Z', 'pending'],
      ['booking_created', items[3]?.send_at, 'failed'],
    ],
  );
  const { settled_at, send_at, ...card } = items[3] ?? ({} as never);
  assert.ok(settled_at !== null && send_at !== null);
  assert.deepEqual(card, {
    id: card_id,
    kind: 'booking_created',
    audience: 'client',
    status: 'failed',
    attempts: 1,
    error: 'refused',
    recipient: first.client.name,
    booking: { id: first.id, starts_at: first.starts_at, client: { id: first.client.id, name: first.client.name } },
  });
});

test('it is found by its state and by the client it is about', async () => {
  const { owner, card_id, second } = await openCase();
  const failed = await owner('notifications.list', { status: 'failed' });
  assert.deepEqual(
    failed.items.map(({ id }) => id),
    [card_id],
  );
  const theirs = await owner('notifications.list', { client_id: second.client.id, limit: 2 });
  assert.equal(theirs.total, 4);
  assert.equal(theirs.items.length, 2);
  assert.ok(theirs.items.every(({ booking }) => booking?.id === second.id));
});

test('specialists see what is about their own visits, and repeat nothing of others', async () => {
  const { studio, first, second, card_id } = await openCase();
  const [mine, other] = [studio.as(SPECIALIST), studio.as(SPECIALIST + 1)];
  assert.equal((await mine('notifications.list', { booking_id: first.id })).total, 4);
  assert.equal((await mine('notifications.list', { booking_id: second.id })).total, 0);
  assert.equal((await other('notifications.list', {})).total, 4);
  assert.equal((await refusalOf(other('notifications.repeat', { id: card_id }))).code, 'not_found');
  assert.equal((await mine('notifications.repeat', { id: card_id })).status, 'pending');
});

test('what has failed is told again when somebody asks for it, once', async () => {
  const { owner, fire, postman, card_id } = await openCase();
  const again = await owner('notifications.repeat', { id: card_id });
  assert.deepEqual([again.status, again.attempts], ['pending', 0]);
  const { code, params } = await refusalOf(owner('notifications.repeat', { id: card_id }));
  assert.deepEqual([code, params['status']], ['not_repeatable', 'pending']);
  const [due] = await world.rows<{ late: boolean }>(
    'select fire_at <= now() + $2::interval as late from due where id = $1',
    [card_id, `${world.clockOffset()} ms`],
  );
  assert.equal(due?.late, true);
  await fire(card_id);
  assert.equal(postman.delivered.length, 2);
  assert.equal((await owner('notifications.list', { status: 'failed' })).total, 0);
});

test('what was sent, and what was called off, is not repeated', async () => {
  const { owner, fire, of, second, studio } = await openCase();
  const card = (await of(second.id)).items.find(({ kind }) => kind === 'booking_created');
  await fire(card?.id ?? '');
  assert.equal((await refusalOf(owner('notifications.repeat', { id: card?.id ?? '' }))).code, 'not_repeatable');
  await studio.as(1002)('bookings.cancel', { id: second.id });
  const reminder = (await of(second.id)).items.find(({ kind }) => kind === 'booking_reminder');
  assert.equal(reminder?.status, 'cancelled');
  assert.equal((await refusalOf(owner('notifications.repeat', { id: reminder?.id ?? '' }))).code, 'not_repeatable');
});

test('another tenant sees and repeats nothing of it, and clients are refused', async () => {
  const { studio, first, card_id } = await openCase();
  const other = await openStudio(world);
  assert.equal((await other.as(OWNER)('notifications.list', { booking_id: first.id })).total, 0);
  assert.equal((await refusalOf(other.as(OWNER)('notifications.repeat', { id: card_id }))).code, 'not_found');
  assert.equal((await refusalOf(studio.as(1001)('notifications.list', {}))).code, 'forbidden');
});
