import assert from 'node:assert/strict';
import { after, afterEach, beforeEach, test } from 'node:test';
import { testBackend } from '../../test-support/backend.ts';
import { refusalOf } from '../../test-support/studio.ts';
import { sendBroadcast } from './jobs.ts';
import { answering, MORNING, openBroadcast, SENT, turnsFor } from './testing.ts';

const world = await testBackend({ after });

beforeEach(() => world.setClock(MORNING));
afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

const NOBODY = { failed: 0, unreachable: 0, opted_out: 0, uncertain: 0, waiting: 0, sent: 0 };

const twice = (given: readonly number[]): number => given.length - new Set(given).size;

test('everybody gets it once, in their own language and by their name, and then it is finished', async () => {
  const { owner, id, postman, visit, progress, status } = await openBroadcast(world, {
    people: 5,
    draft: { texts: { ru: 'Привет, {name}!', en: 'Hello, {name}!' } },
  });
  await owner('broadcasts.start', { id });
  assert.deepEqual(await visit(), { done: true });
  const texts = postman.broadcast.map(({ telegram_id, text }) => `${telegram_id}: ${text}`).sort();
  assert.deepEqual(texts, [
    '10001: Hello, Person 1!',
    '10002: Привет, Person 2!',
    '10003: Hello, Person 3!',
    '10004: Привет, Person 4!',
    '10005: Hello, Person 5!',
  ]);
  assert.deepEqual(await progress(), { ...NOBODY, complete: true, total: 5, sent: 5 });
  assert.equal(await status(), 'finished');
  assert.deepEqual(await visit(2), { done: true });
  assert.equal(postman.broadcast.length, 5, 'nobody gets it again');
  const { items } = await owner('broadcasts.recipients', { id, status: 'sent', limit: 2 });
  assert.deepEqual(
    items.map(({ status: one, attempts }) => [one, attempts]),
    [
      ['sent', 1],
      ['sent', 1],
    ],
  );
});

test('who has blocked the bot or wants no news is left out, also when they say so after it has begun', async () => {
  const { given, deliver } = answering(async () => SENT);
  const { studio, owner, id, visit, progress } = await openBroadcast(world, { people: 6, post: { deliver } });
  await studio.as(10_001)('people.set_reachable', { reachable: false });
  await studio.as(10_002)('broadcasts.set_news', { news: false });
  await owner('broadcasts.start', { id });
  // These have been written down before, and are told a little later than the others.
  await world.rows(
    `insert into broadcast_recipients (tenant_id, broadcast_id, telegram_id, bot_id, again_at)
      select $1, $2, 10000 + n, $3, '2031-03-03T10:00:30Z' from generate_series(4, 6) n`,
    [studio.tenant_id, id, studio.bot_id],
  );
  await visit();
  assert.deepEqual(given, [10_003]);
  await studio.as(10_004)('broadcasts.set_news', { news: false });
  await studio.as(10_005)('people.set_reachable', { reachable: false });
  await world.setClock('2031-03-03T10:02:00Z');
  assert.deepEqual(await visit(), { done: true });
  assert.deepEqual(given, [10_003, 10_006]);
  assert.deepEqual(await progress(), { ...NOBODY, complete: true, total: 6, sent: 2, unreachable: 2, opted_out: 2 });
});

test('a person with several chats gets one message', async () => {
  const { studio, owner, id, postman, visit } = await openBroadcast(world, { people: 2 });
  const other = studio.bot_id + 500_000;
  await world.operator.saveBot(studio.tenant_id, {
    bot_id: other,
    username: 'other_bot',
    name: 'Other',
    token: `${other}:t`,
  });
  await world.rows(
    `insert into chats (tenant_id, bot_id, telegram_id, language, created_at)
      select tenant_id, $2, telegram_id, language, created_at - interval '1 day' from chats where tenant_id = $1 and bot_id = $3`,
    [studio.tenant_id, other, studio.bot_id],
  );
  await studio.as(10_001)('people.me', {});
  await world.rows('update chats set unreachable_since = now() where bot_id = $1 and telegram_id = 10001', [other]);
  await owner('broadcasts.start', { id });
  await visit();
  const told = postman.broadcast.map(({ telegram_id, bot_id }) => [telegram_id, bot_id === other]);
  assert.deepEqual(
    told.sort(),
    [
      [10_001, false],
      [10_002, true],
    ],
    'in a chat that is open, the oldest of them',
  );
});

test('a process that dies on its way loses nobody, and nobody gets it twice', async () => {
  const { given, deliver } = answering(async () => SENT);
  // The process ends after 40 of 2,500, in the middle of a portion, four times.
  const first = await openBroadcast(world, { people: 2_500, post: { deliver, turns: turnsFor(40) } });
  const { owner, id, studio } = first;
  await owner('broadcasts.start', { id });
  await first.visit();
  assert.ok(given.length <= 48, `${given.length} were told before it ended`);
  // And one whose message was on its way: whether they have it, nobody knows.
  const [lost] = await world.rows<{ telegram_id: string }>(
    `update broadcast_recipients set status = 'sending', sending_since = clock_timestamp() - interval '2 minutes'
      where id = (select id from broadcast_recipients where tenant_id = $1 and status = 'waiting' limit 1)
      returning telegram_id`,
    [studio.tenant_id],
  );
  assert.ok(lost);
  const send = sendBroadcast(world.backend.inTenant, { ...first.postman, deliver });
  const item = { tenant_id: studio.tenant_id, id: '00000000-0000-4000-8000-000000000001', kind: 'broadcast' } as const;
  let result = await send({ ...item, due_id: id, attempt: 2 });
  for (let n = 3; !result.done; n += 1) result = await send({ ...item, due_id: id, attempt: n });
  assert.equal(twice(given), 0, 'nobody twice');
  assert.deepEqual(await first.progress(), { ...NOBODY, complete: true, total: 2_500, sent: 2_499, uncertain: 1 });
  assert.ok(!given.includes(Number(lost.telegram_id)));
});

test('two processes at once tell nobody twice, and one of them leaves it to the other', async () => {
  const { given, deliver } = answering(async () => SENT);
  const { owner, id, visit, progress } = await openBroadcast(world, { people: 200, post: { deliver } });
  await owner('broadcasts.start', { id });
  const ends = await Promise.all([visit(1), visit(2)]);
  assert.deepEqual(ends, [{ done: true }, { done: true }]);
  assert.deepEqual([given.length, twice(given)], [200, 0]);
  assert.equal((await progress()).sent, 200);
});

test('at night it waits for the morning of the business, and by day it goes on; another one need not wait', async () => {
  const { owner, id, visit, postman, plans, studio } = await openBroadcast(world, { people: 2 });
  await world.setClock('2031-03-03T22:00:00Z');
  await owner('broadcasts.start', { id });
  assert.deepEqual(await visit(), { done: true });
  assert.equal(postman.broadcast.length, 0);
  assert.ok((await plans()).includes('04 09:00'), 'it stands there for nine in the morning');
  const urgent = await openBroadcast(world, { people: 0, studio, draft: { quiet_hours: false } });
  await urgent.owner('broadcasts.start', { id: urgent.id });
  await urgent.visit();
  assert.equal(urgent.postman.broadcast.length, 2);
  await world.setClock('2031-03-04T09:00:01Z');
  await visit(2);
  assert.equal(postman.broadcast.length, 2);
});

test('Telegram wants silence: it is no attempt, and everybody gets it afterwards', async () => {
  let refusals = 1;
  const answer = async () => (refusals-- > 0 ? ({ status: 'paused', after_ms: 30_000, reason: '429' } as const) : SENT);
  const { given, deliver } = answering(answer);
  const { owner, id, visit, progress } = await openBroadcast(world, { people: 20, post: { deliver } });
  await owner('broadcasts.start', { id });
  const end = await visit();
  assert.ok(!end.done && end.after_ms > 0 && end.after_ms <= 30_000);
  await world.setClock('2031-03-03T10:01:00Z');
  assert.deepEqual(await visit(), { done: true });
  assert.deepEqual([await progress(), twice(given)], [{ ...NOBODY, complete: true, total: 20, sent: 20 }, 1]);
});

test('what fails is tried three times; what may have arrived, was refused or blocked is not tried again', async () => {
  const ends: Record<number, Parameters<typeof answering>[0]> = {
    10001: async () => ({ status: 'uncertain', reason: 'no answer' }),
    10002: async () => ({ status: 'failed', reason: '400' }),
    10003: async () => ({ status: 'unreachable', reason: '403' }),
    10004: async () => ({ status: 'retry', after_ms: 0, reason: '502' }),
  };
  const { given, deliver } = answering(
    async (message, late) => (await ends[message.telegram_id]?.(message, late)) ?? SENT,
  );
  const { studio, owner, id, visit, progress } = await openBroadcast(world, { people: 5, post: { deliver } });
  await owner('broadcasts.start', { id });
  for (const minute of [1, 2, 3]) {
    await visit();
    await world.setClock(`2031-03-03T10:0${minute}:00Z`);
  }
  await visit();
  const expected = { ...NOBODY, complete: true, total: 5, sent: 1, uncertain: 1, unreachable: 1, failed: 2 };
  assert.deepEqual(await progress(), expected);
  assert.equal(given.filter((one) => one === 10_004).length, 3);
  assert.equal(given.length, 7);
  const rows = await world.rows('select 1 from chats where tenant_id = $1 and unreachable_since is not null', [
    studio.tenant_id,
  ]);
  assert.equal(rows.length, 1, 'who has blocked the bot is not written to again');
});

test('paused it tells nobody, resumed it goes on with the others', async () => {
  const told = Promise.withResolvers<void>();
  let count = 0;
  const { given, deliver } = answering(async () => {
    count += 1;
    if (count === 10) told.resolve();
    return SENT;
  });
  const { owner, id, visit, progress, status } = await openBroadcast(world, { people: 300, post: { deliver } });
  await owner('broadcasts.start', { id });
  const visiting = visit();
  await told.promise;
  await owner('broadcasts.pause', { id });
  const at_pause = given.length;
  assert.deepEqual(await visiting, { done: true });
  assert.ok(given.length < 300 && given.length === at_pause, 'nothing left after the pause was answered');
  assert.equal((await progress()).waiting, 300 - at_pause);
  await owner('broadcasts.resume', { id });
  await visit(2);
  assert.deepEqual([await status(), given.length, twice(given)], ['finished', 300, 0]);
});

/** Cancels a broadcast while its only message is on its way; gives what ended first. */
const race = async (): Promise<string[]> => {
  const order: string[] = [];
  const begun = Promise.withResolvers<void>();
  const { deliver } = answering(async (_, isLate) => {
    begun.resolve();
    // It is given to Telegram at the last moment at which it may be.
    while (!isLate()) await new Promise<void>((resolve) => setImmediate(resolve));
    order.push('sent');
    return SENT;
  });
  const { owner, id, visit } = await openBroadcast(world, { people: 1, post: { deliver } });
  await owner('broadcasts.start', { id });
  const visiting = visit();
  await begun.promise;
  await owner('broadcasts.cancel', { id });
  order.push('acknowledged');
  await visiting;
  return order;
};

test('a cancellation is acknowledged when nothing leaves any more', async () => {
  assert.deepEqual(await race(), ['sent', 'acknowledged']);
});

test('control: without the wait it is acknowledged before the message leaves', async () => {
  const [known] = await world.rows<{ text: string }>(
    `select pg_get_functiondef('okno_wait_for_broadcast'::regproc) as text`,
  );
  await world.rows(
    'create or replace function okno_wait_for_broadcast(broadcast uuid) returns void language sql as $$ select $$',
  );
  assert.deepEqual(await race(), ['acknowledged', 'sent']);
  await world.rows(known?.text ?? '');
});

test('a test is sent to whoever asks for it, also of a draft and at night, and counts nowhere', async () => {
  const { studio, owner, id, visit, postman, progress, status } = await openBroadcast(world, { people: 3 });
  await world.setClock('2031-03-03T23:00:00Z');
  await owner('broadcasts.test', { id });
  assert.deepEqual(await visit(), { done: true });
  assert.deepEqual(
    postman.broadcast.map(({ telegram_id, text }) => [telegram_id, text]),
    [[3001, 'Hello, Person 3001!']],
  );
  assert.deepEqual(await progress(), { ...NOBODY, complete: false, total: 0 });
  assert.equal(await status(), 'draft');
  assert.equal((await refusalOf(studio.program('broadcasts.test', { id }))).code, 'forbidden');
});

test('two businesses: nobody of one gets what the other sends', async () => {
  const [one, other] = [await openBroadcast(world, { people: 5 }), await openBroadcast(world, { people: 7 })];
  for (const { owner, id, visit } of [one, other]) {
    await owner('broadcasts.start', { id });
    await visit();
  }
  assert.ok(one.postman.broadcast.every(({ bot_id }) => bot_id === one.studio.bot_id));
  assert.deepEqual([one.postman.broadcast.length, other.postman.broadcast.length], [5, 7]);
});

test('what nobody could be told for a day has failed, and the broadcast ends', async () => {
  const { given, deliver } = answering(async () => ({ status: 'revoked', reason: '401' }));
  const { owner, id, visit, progress, status } = await openBroadcast(world, { people: 3, post: { deliver } });
  await owner('broadcasts.start', { id });
  assert.equal((await visit()).done, false);
  await world.rows('update bots set revoked_at = now()');
  await world.setClock('2031-03-04T10:00:01Z');
  assert.deepEqual(await visit(), { done: true });
  assert.deepEqual([await status(), (await progress()).failed], ['finished', 3]);
  assert.ok(given.length >= 1);
  await world.rows('update bots set revoked_at = null');
});

test('whoever is forgotten is forgotten here as well', async () => {
  const { studio, owner, id, visit, progress } = await openBroadcast(world, { people: 3 });
  await owner('broadcasts.start', { id });
  await visit();
  const me = await studio.as(10_001)('people.me', {});
  await studio.as(10_001)('clients.forget', { id: me.client_id ?? '' });
  assert.equal((await progress()).total, 2);
});
