import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { noticesOf } from '../../test-support/notices.ts';
import { createPostman } from '../../test-support/post.ts';
import { openStudio, refusalOf, type Studio } from '../../test-support/studio.ts';
import { sendNotification } from './jobs.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const TIMES = ['09:00', '10:00', '11:00', '12:00', '13:00', '14:00', '15:00', '16:00'];

/** A business whose bot is far, bookings of as many clients, and how the worker here comes upon what is due. */
const openCase = async (clients = 1, known?: Studio) => {
  const studio = known ?? (await openStudio(world));
  const { tenant_id, bot_id, program } = studio;
  await program('notifications.set_delivery', { bot_id, delivery: 'far' });
  const postman = createPostman();
  const send = sendNotification(world.backend.inTenant, postman);
  const cards: string[] = [];
  const bookings: string[] = [];
  for (const [index, time] of TIMES.slice(0, clients).entries()) {
    const booking = await studio.as(1001 + index)('bookings.create', slotAt(studio, time, '2031-03-05'));
    cards.push((await noticesOf(world, booking.id))[0]?.id ?? '');
    bookings.push(booking.id);
  }
  const due = async (id = cards[0] ?? '') => send({ tenant_id, id, kind: 'notification', due_id: id, attempt: 1 });
  for (const card of cards) await due(card);
  const pull = async (limit = 20) => (await program('notifications.pull', { limit })).items;
  const state = async (id = cards[0]) => {
    const [row] = await world.rows<{ status: string; attempts: number; error: string | null }>(
      'select status, attempts, error from notifications where id = $1',
      [id],
    );
    return [row?.status, row?.attempts, row?.error];
  };
  let at = Date.parse(MONDAY);
  const later = (ms: number) => {
    at += ms;
    return world.setClock(new Date(at).toISOString());
  };
  return { studio, program, postman, cards, bookings, due, pull, state, later };
};

test('the worker says nothing for a far bot; whoever fetches gets the message in full, and for a minute nobody else does', async () => {
  const { postman, pull, cards, bookings, state, later } = await openCase();
  assert.deepEqual(postman.delivered, []);
  assert.deepEqual(await state(), ['pending', 0, null]);
  const [item, ...others] = await pull();
  assert.deepEqual(others, []);
  assert.equal(item?.id, cards[0]);
  assert.equal(item?.attempt, 1);
  assert.ok(item && 'booking' in item.message && item.message.booking.id === bookings[0]);
  assert.deepEqual(await pull(), []);
  await later(59_000);
  assert.deepEqual(await pull(), []);
  await later(2_000);
  const [again] = await pull();
  assert.equal(again?.id, cards[0]);
  assert.equal(again?.attempt, 2);
  assert.notEqual(again?.lease, item?.lease);
});

test('several that fetch at once never get the same', async () => {
  const { pull, cards } = await openCase(8);
  const got = (await Promise.all(Array.from({ length: 8 }, () => pull(3)))).flat().map(({ id }) => id);
  assert.deepEqual(got.toSorted(), [...new Set(got)].toSorted());
  const rest = (await pull(50)).map(({ id }) => id);
  assert.deepEqual([...got, ...rest].toSorted(), cards.toSorted());
});

test('what was sent is sent, and its message is the living one from then on; saying it twice does no harm', async () => {
  const { program, pull, state, due, studio, bookings } = await openCase();
  const [item] = await pull();
  const told = { id: item?.id ?? '', lease: item?.lease ?? '', status: 'sent', message_id: 77 } as const;
  const answer = { id: told.id, status: 'sent', called_off: false, error: null };
  assert.deepEqual(await program('notifications.report', told), answer);
  assert.deepEqual(await program('notifications.report', told), answer);
  assert.deepEqual(await state(), ['sent', 1, null]);
  await studio.program('bookings.cancel', { id: bookings[0] ?? '' });
  const [news] = (await noticesOf(world, bookings[0] ?? '')).filter(({ kind }) => kind === 'booking_cancelled');
  await due(news?.id);
  const [next] = await pull();
  assert.ok(next && 'booking' in next.message);
  assert.equal(next.message.message_id, 77);
});

test('what failed for a while may be fetched again after a pause, three times; pauses that Telegram wants do not count', async () => {
  const { program, pull, state, later } = await openCase();
  const report = async (status: 'retry' | 'paused', retry_after: number) => {
    const [item] = await pull();
    const told = { id: item?.id ?? '', lease: item?.lease ?? '', status, retry_after, reason: 'away' };
    await program('notifications.report', told);
  };
  await report('paused', 30);
  assert.deepEqual(await state(), ['pending', 0, 'away']);
  assert.deepEqual(await pull(), []);
  await later(31_000);
  for (const attempts of [1, 2]) {
    await report('retry', 0);
    assert.deepEqual(await state(), ['pending', attempts, 'away']);
    assert.deepEqual(await pull(), []);
    await later(11_000);
  }
  await report('retry', 0);
  assert.deepEqual(await state(), ['failed', 3, 'away']);
});

test('who cannot be reached, what was refused, and what nobody knows is written down as it is here', async () => {
  const { program, pull, state, cards } = await openCase(3);
  const items = await pull();
  for (const [index, status] of (['unreachable', 'failed', 'uncertain'] as const).entries()) {
    const item = items.find(({ id }) => id === cards[index]);
    await program('notifications.report', { id: item?.id ?? '', lease: item?.lease ?? '', status, reason: status });
  }
  assert.deepEqual(await Promise.all(cards.map((id) => state(id))), [
    ['failed', 1, 'unreachable'],
    ['failed', 1, 'failed'],
    ['uncertain', 1, 'uncertain'],
  ]);
});

test('what is called off after it was taken is not begun, and whoever sent it all the same is told', async () => {
  const { program, studio, pull, state, bookings } = await openCase();
  const [item] = await pull();
  const told = { id: item?.id ?? '', lease: item?.lease ?? '' };
  assert.equal((await program('notifications.report', { ...told, status: 'begun' })).called_off, false);
  await studio.as(1001)('bookings.cancel', { id: bookings[0] ?? '' });
  assert.deepEqual(await state(), ['cancelled', 1, null]);
  const { code } = await refusalOf(program('notifications.report', { ...told, status: 'begun' }));
  assert.equal(code, 'called_off');
  const end = await program('notifications.report', { ...told, status: 'sent', message_id: 9 });
  assert.deepEqual([end.status, end.called_off], ['cancelled', true]);
  const [message] = await world.rows<{ message_id: string }>(
    'select message_id from booking_messages where booking_id = $1',
    [bookings[0]],
  );
  assert.equal(Number(message?.message_id), 9, 'so that the card in the chat can be put right');
});

test('after its lease has ended somebody may still say that it was sent, and nothing else', async () => {
  const { program, pull, state, later } = await openCase();
  const [first] = await pull();
  await later(61_000);
  const [second] = await pull();
  const late = { id: first?.id ?? '', lease: first?.lease ?? '' };
  const { code, params } = await refusalOf(program('notifications.report', { ...late, status: 'failed' }));
  assert.deepEqual([code, params['status']], ['lease_lost', 'sending']);
  assert.equal((await program('notifications.report', { ...late, status: 'sent' })).status, 'sent');
  const loser = { id: late.id, lease: second?.lease ?? '', status: 'uncertain' } as const;
  assert.equal((await refusalOf(program('notifications.report', loser))).code, 'lease_lost');
  assert.deepEqual(await state(), ['sent', 2, null]);
});

test('what was fetched four times without a word is uncertain', async () => {
  const { pull, state, later } = await openCase();
  for (const attempt of [1, 2, 3]) {
    assert.equal((await pull())[0]?.attempt, attempt);
    await later(61_000);
  }
  assert.deepEqual(await pull(), []);
  assert.equal((await state())[0], 'uncertain');
});

test('a bot that is near again is spoken for here, by what nobody has fetched', async () => {
  const { program, studio, postman, due, state } = await openCase();
  const served = async () => (await world.operator.listBots()).some(({ bot_id }) => bot_id === studio.bot_id);
  assert.equal(await served(), false, 'nobody here listens to it either');
  await program('notifications.set_delivery', { bot_id: studio.bot_id, delivery: 'near' });
  assert.equal(await served(), true);
  const rows = await world.rows(
    `select from due where tenant_id = $1 and kind = 'notification' and fire_at <= now() + $2`,
    [studio.tenant_id, `${world.clockOffset() + 1000} ms`],
  );
  assert.ok(rows.length >= 1);
  await due();
  assert.equal(postman.delivered.length, 1);
  assert.deepEqual(await state(), ['sent', 1, null]);
});

test('another tenant fetches and reports nothing of it, and has no such bot', async () => {
  const { studio, pull } = await openCase();
  const [item] = await pull();
  const other = await openStudio(world);
  await world.setClock('2031-03-03T09:00:00Z');
  assert.deepEqual((await other.program('notifications.pull', {})).items, []);
  const told = { id: item?.id ?? '', lease: item?.lease ?? '', status: 'sent' } as const;
  assert.equal((await refusalOf(other.program('notifications.report', told))).code, 'not_found');
  const wish = { bot_id: studio.bot_id, delivery: 'near' } as const;
  assert.equal((await refusalOf(other.program('notifications.set_delivery', wish))).code, 'not_found');
});

test('people fetch nothing', async () => {
  const { studio } = await openCase(0);
  assert.equal((await refusalOf(studio.as(3001)('notifications.pull', {}))).code, 'forbidden');
});
