import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { writeId } from '@okno/bot';
import { createClient } from 'redis';
import { createLog } from '../../apps/server/src/log.ts';
import { type Server, startServer } from '../../apps/server/src/serve.ts';
import { startRedis } from '../support/redis.ts';
import { atEnd, until } from './support/at-end.ts';
import { EMMA, MARIA, openStudio, type Studio } from './support/studio.ts';
import { post, tapUpdate } from './support/updates.ts';
import { book, createVisitor, STUDIO, type Visitor } from './support/visitor.ts';

/** Nobody waits for a Redis that does not answer: a tap takes what it takes, and a command's limit at most a few times. */
const TAP_MS = 3000;

const connect = async (t: TestContext, url: string) => {
  const client = createClient({ url });
  client.on('error', () => {});
  t.after(() => client.destroy());
  return client.connect();
};

/** The menu of "/start", and how long it took. */
const menuIn = async ({ type, say }: Visitor): Promise<number> => {
  const began = performance.now();
  await type('/start', say('menu.greeting', { business: STUDIO.en }));
  return performance.now() - began;
};

const confirmedOf = async ({ rows }: Studio): Promise<number> => {
  const [row] = await rows<{ count: number }>(
    `select count(*)::int as count from bookings join clients on clients.id = client_id
    where telegram_id = $1 and status = 'confirmed'`,
    [EMMA.id],
  );
  return row?.count ?? 0;
};

const warned = ({ log }: Studio, event: string): number => log.lines().filter((line) => line.event === event).length;

test('over Redis a chat has one menu, and what is kept there is of this bot and person and runs out', async (t) => {
  const redis = await startRedis(t);
  if (redis === null) return;
  const studio = await openStudio(t, { delivery: 'webhook', settings: { REDIS_URL: redis.url, LIMIT_TAPS: '50/60' } });
  const emma = createVisitor(studio.as(EMMA), 'en');
  await menuIn(emma);
  await menuIn(emma);
  await emma.chat.tap((button) => button.text === emma.say('menu.bookings'));
  const client = await connect(t, redis.url);
  const UPDATE = 'locks:bot:7100001:update:';
  const keys = await until('all is kept', async () => {
    const found = (await client.keys('*')).toSorted();
    const updates = found.filter((key) => key.startsWith(UPDATE));
    // Nobody has the turn any more, and all three updates are known to have been dealt with.
    return updates.length === 3 && found.length === 5 ? found : null;
  });
  assert.deepEqual(
    keys.filter((key) => !key.startsWith(UPDATE)),
    [`last_menu:bot:7100001:${EMMA.id}`, `limit:bot:7100001:${EMMA.id}:tap`].toSorted(),
  );
  for (const key of keys) assert.ok((await client.pTTL(key)) > 0, `${key} runs out`);
  await until('the older menu is gone', () => emma.count(emma.say('menu.greeting', { business: STUDIO.en })) <= 1);
  const [row] = await studio.rows<{ count: number }>('select count(*)::int as count from kv');
  assert.equal(row?.count, 0, 'PostgreSQL is spared');
});

test('Redis emptied, killed and standing still: people go on booking and are written to, and nothing is lost', async (t) => {
  const redis = await startRedis(t);
  if (redis === null) return;
  const settings = { REDIS_URL: redis.url, LIMIT_TAPS: '500/60', LIMIT_MESSAGES: '500/60', LIMIT_BOOKINGS: '50/60' };
  const studio = await openStudio(t, { delivery: 'webhook', settings });
  const maria = createVisitor(studio.as(MARIA), 'ru');
  await maria.type('/start', maria.say('menu.greeting_staff', { business: STUDIO.ru }));
  const emma = createVisitor(studio.as(EMMA), 'en');
  await menuIn(emma);

  const client = await connect(t, redis.url);
  await client.flushAll();
  assert.ok((await menuIn(emma)) < TAP_MS);
  await book(emma, { day: 5, time: 1 });
  await client.flushAll();

  redis.freeze();
  t.after(redis.thaw);
  const standing = await menuIn(emma);
  assert.ok(standing < TAP_MS, `a command took ${standing} ms while Redis stood still`);
  await book(emma, { day: 6, time: 2 });
  await until('it is told to the log', () => warned(studio, 'redis_away') === 1);
  redis.thaw();

  await redis.kill();
  assert.ok((await menuIn(emma)) < TAP_MS);
  await book(emma, { day: 7, time: 3 });
  await maria.sees(maria.say('notice.new_booking'));
  await until('Maria has heard of all', () => maria.count(maria.say('notice.new_booking')) === 3);
  assert.equal(await confirmedOf(studio), 3);

  const before = warned(studio, 'redis_back');
  await redis.restart();
  await until('it is used again', () => warned(studio, 'redis_back') > before);
  const again = await connect(t, redis.url);
  // The first connection that is back says so; the one that keeps menus may need a moment more.
  await until('menus are kept again', async () => {
    await menuIn(emma);
    return (await again.exists(`last_menu:bot:7100001:${EMMA.id}`)) === 1;
  });
  assert.deepEqual(
    studio.log.lines().filter(({ level }) => level === 'error' || level === 'fatal'),
    [],
  );
});

/** A second process of the same installation, behind the same public address. */
const startAnother = async (t: TestContext, { config }: Studio): Promise<Server> => {
  const server = await startServer({ config: { ...config, PORT: 0 }, log: createLog('silent') });
  atEnd(t, () => server.stop());
  return server;
};

/** Ten attempts to get a time that come at once through two processes; how many were told to be slower. */
const hurry = async (t: TestContext, settings: Readonly<Record<string, string>>): Promise<number> => {
  const studio = await openStudio(t, { delivery: 'webhook', settings: { ...settings, LIMIT_BOOKINGS: '3/60' } });
  const both = [studio, { ...studio, server: await startAnother(t, studio) }];
  const emma = createVisitor(studio.as(EMMA), 'en');
  const { message_id } = await emma.type('/start', emma.say('menu.greeting', { business: STUDIO.en }));
  studio.emulator.clearCalls();
  const attempt = (index: number) =>
    post(both[index % 2] ?? studio, tapUpdate(EMMA, message_id, `1k${writeId(randomUUID())}`));
  const statuses = await Promise.all(Array.from({ length: 10 }, (_, index) => attempt(index)));
  assert.deepEqual(new Set(statuses), new Set([200]));
  const answers = studio.emulator.calls.filter(({ method }) => method === 'answerCallbackQuery');
  assert.equal(answers.length, 10, 'every tap is answered');
  return answers.filter(({ params }) => params['text'] === emma.say('error.too_many_requests')).length;
};

test('a person who hurries through two processes at once is held to one limit over Redis', async (t) => {
  const redis = await startRedis(t);
  if (redis === null) return;
  assert.equal(await hurry(t, { REDIS_URL: redis.url }), 7);
});

test('the control: without Redis each of two processes counts for itself', async (t) => {
  assert.equal(await hurry(t, {}), 4);
});

test('without Redis dialogues and menus lie in PostgreSQL, in the rows of their tenant, and taps leave no trace there', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook', settings: { LIMIT_TAPS: '50/60' } });
  const emma = createVisitor(studio.as(EMMA), 'en');
  await menuIn(emma);
  await emma.chat.tap((button) => button.text === emma.say('menu.bookings'));
  const kept = await until('the menu is noted', async () => {
    const rows = await studio.rows<{ key: string; mine: boolean }>(
      'select key, tenant_id = (select tenant_id from bots) as mine from kv',
    );
    return rows.length > 0 ? rows : null;
  });
  assert.deepEqual(kept, [{ key: `last_menu:bot:7100001:${EMMA.id}`, mine: true }]);
});

test('by default one tap a second is answered, a faster one politely refused, and then all is well again', async (t) => {
  const limits = { LIMIT_TAPS: '', LIMIT_MESSAGES: '', LIMIT_BOOKINGS: '' };
  const studio = await openStudio(t, { delivery: 'webhook', settings: limits });
  const emma = createVisitor(studio.as(EMMA), 'en');
  await menuIn(emma);
  const tapBookings = () => emma.chat.tap((button) => button.text === emma.say('menu.bookings'));
  const [first, second] = await Promise.all([tapBookings(), tapBookings()]);
  const slower = emma.say('error.too_many_requests');
  assert.deepEqual([first, second].map(({ answer }) => answer?.text === slower).toSorted(), [false, true]);
  await emma.sees(emma.say('bookings.empty'));
  await until('the second is over', async () => {
    const { answer } = await emma.chat.tap((button) => button.text === emma.say('menu.home'));
    return answer?.text !== slower;
  });
  studio.log.assertCalm();
});
