import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import type { Delivery } from '@okno/contract';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { noticesOf } from '../../test-support/notices.ts';
import { createPostman } from '../../test-support/post.ts';
import { OWNER, openStudio, SPECIALIST } from '../../test-support/studio.ts';
import { sendNotification } from './jobs.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const REFUSED: Delivery = { status: 'failed', reason: 'Telegram refused it' };

type Row = { id: string; telegram_id: number; status: string; about: string[] };

/** A business with two specialists whose staff has opened chats, and clients with a visit each by the first. */
const openCase = async (clients: readonly (readonly [number, string])[]) => {
  const studio = await openStudio(world, { specialists: 2 });
  for (const id of [OWNER, SPECIALIST, SPECIALIST + 1]) await studio.as(id)('people.me', {});
  const postman = createPostman();
  const send = sendNotification(world.backend.inTenant, postman);
  const { tenant_id } = studio;
  const fire = (due_id: string) => send({ tenant_id, id: due_id, kind: 'notification', due_id, attempt: 1 });
  const cards: string[] = [];
  for (const [client, time] of clients) {
    const booking = await studio.as(client)('bookings.create', slotAt(studio, time, '2031-03-05'));
    const [card] = await noticesOf(world, booking.id);
    cards.push(card?.id ?? '');
  }
  const fail = async (card = 0) => {
    postman.answerWith(async () => REFUSED);
    await fire(cards[card] ?? '');
  };
  const bulletins = () =>
    world.rows<Row>(
      `select id, telegram_id::int, status, about from notifications
        where tenant_id = $1 and kind = 'undelivered' order by telegram_id, send_at`,
      [tenant_id],
    );
  const dueAt = async () => {
    const rows = await world.rows<{ fire_at: Date }>(
      `select distinct fire_at from due join notifications using (tenant_id, id)
        where tenant_id = $1 and notifications.kind = 'undelivered' order by 1`,
      [tenant_id],
    );
    return [...new Set(rows.map(({ fire_at }) => fire_at.toISOString().slice(11, 16)))];
  };
  return { studio, postman, fire, fail, cards, bulletins, dueAt };
};

test('of a message that did not arrive the owner and the specialist of the visit are told a minute later, and nobody else', async () => {
  const { fail, bulletins, dueAt } = await openCase([[1001, '10:00']]);
  await fail();
  const told = await bulletins();
  assert.deepEqual(
    told.map(({ telegram_id, status }) => [telegram_id, status]),
    [
      [SPECIALIST, 'pending'],
      [OWNER, 'pending'],
    ],
  );
  assert.deepEqual(await dueAt(), ['08:01']);
});

test('a storm of them is one message, which names whom they were for', async () => {
  const { fail, fire, bulletins, postman, cards } = await openCase([
    [1001, '10:00'],
    [1002, '11:00'],
    [1003, '12:00'],
  ]);
  for (const card of [0, 1, 2]) await fail(card);
  const [specialist, owner] = await bulletins();
  assert.deepEqual(owner?.about, cards);
  await fire(owner?.id ?? '');
  const [told] = postman.told;
  assert.equal(postman.told.length, 1);
  assert.equal(told?.count, 3);
  assert.deepEqual(
    told?.first.map(({ kind, status, starts_at }) => [kind, status, starts_at]),
    ['10:00', '11:00', '12:00'].map((time) => ['booking_created', 'failed', `2031-03-05T${time}:00Z`]),
  );
  assert.equal((await bulletins()).find(({ id }) => id === owner?.id)?.status, 'sent');
  assert.equal(specialist?.status, 'pending');
});

test('who has just been told is told again a quarter of an hour later, of what has failed since', async () => {
  const { fail, fire, bulletins, dueAt, postman } = await openCase([
    [1001, '10:00'],
    [1002, '11:00'],
  ]);
  await fail(0);
  await world.setClock('2031-03-03T08:01:00Z');
  for (const { id } of await bulletins()) await fire(id);
  await world.rows(`delete from due using notifications n where n.id = due.id and n.status = 'sent'`);
  await world.setClock('2031-03-03T08:02:00Z');
  await fail(1);
  assert.deepEqual(await dueAt(), ['08:16']);
  const [, second] = (await bulletins()).filter(({ telegram_id }) => telegram_id === OWNER);
  await fire(second?.id ?? '');
  assert.equal(postman.told.at(-1)?.count, 1);
});

test('what was repeated and has arrived meanwhile is not told', async () => {
  const { fail, fire, bulletins, postman, cards } = await openCase([[1001, '10:00']]);
  await fail();
  await world.rows(`update notifications set status = 'sent' where id = $1`, [cards[0]]);
  for (const { id } of await bulletins()) await fire(id);
  assert.deepEqual(postman.told, []);
  assert.deepEqual(
    (await bulletins()).map(({ status }) => status),
    ['cancelled', 'cancelled'],
  );
});

test('that the staff itself cannot be reached is told to nobody', async () => {
  const { studio, fail, bulletins, postman } = await openCase([[1001, '10:00']]);
  await fail();
  const [one] = await bulletins();
  const send = sendNotification(world.backend.inTenant, { ...postman, deliver: async () => REFUSED });
  const due_id = one?.id ?? '';
  const end = await send({ tenant_id: studio.tenant_id, id: due_id, kind: 'notification', due_id, attempt: 1 });
  assert.deepEqual(end, { done: true });
  assert.deepEqual(
    (await bulletins()).map(({ status }) => status),
    ['failed', 'pending'],
  );
});

test('many that fail at once are all told, and nothing deadlocks', async () => {
  const times = ['09:00', '10:00', '11:00', '12:00', '13:00', '14:00', '15:00', '16:00'];
  const people = times.map((time, index) => [1001 + index, time] as const);
  const { postman, fire, bulletins, cards } = await openCase(people);
  postman.answerWith(async () => REFUSED);
  await Promise.all(cards.map((card) => fire(card)));
  const told = await bulletins();
  assert.equal(told.length, 2);
  for (const { about } of told) assert.deepEqual(about.toSorted(), cards.toSorted());
});

test('an owner hears through another bot that one was revoked, and once', async () => {
  const { studio, fire, postman } = await openCase([]);
  const { tenant_id, bot_id } = studio;
  const other = { bot_id: bot_id + 500_000, username: 'spare_bot', name: 'Spare', token: `${bot_id + 500_000}:token` };
  await world.operator.saveBot(tenant_id, other);
  await world.rows(
    `insert into chats (tenant_id, bot_id, telegram_id, language) values ($1, $2, ${OWNER}, 'ru'), ($1, $2, 2001, 'en')`,
    [tenant_id, other.bot_id],
  );
  await world.operator.revokeBot(tenant_id, bot_id);
  await world.operator.revokeBot(tenant_id, bot_id);
  const planned = await world.rows<{ id: string; bot_id: string; telegram_id: string }>(
    `select id, bot_id, telegram_id from notifications where tenant_id = $1 and kind = 'bot_revoked'`,
    [tenant_id],
  );
  assert.deepEqual(
    planned.map((row) => [Number(row.bot_id), Number(row.telegram_id)]),
    [[other.bot_id, OWNER]],
  );
  await fire(planned[0]?.id ?? '');
  assert.deepEqual(
    postman.told.map(({ kind, username, language }) => [kind, username, language]),
    [['bot_revoked', `${studio.slug}_bot`, 'ru']],
  );
});
