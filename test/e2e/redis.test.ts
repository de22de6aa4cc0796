import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createClient } from 'redis';
import { startRedis } from '../support/redis.ts';
import { until } from './support/at-end.ts';
import { EMMA, MARIA, openStudio, type Studio } from './support/studio.ts';
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
  const keys = await until('all is kept', async () => {
    const found = (await client.keys('*')).toSorted();
    return found.length === 2 ? found : null;
  });
  assert.deepEqual(keys, [`last_menu:bot:7100001:${EMMA.id}`, `limit:bot:7100001:${EMMA.id}:tap`].toSorted());
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
  await maria.type('/start', maria.say('menu.greeting', { business: STUDIO.ru }));
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
  await menuIn(emma);
  const again = await connect(t, redis.url);
  await until('menus are kept again', async () => (await again.exists(`last_menu:bot:7100001:${EMMA.id}`)) === 1);
  assert.deepEqual(
    studio.log.lines().filter(({ level }) => level === 'error' || level === 'fatal'),
    [],
  );
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
