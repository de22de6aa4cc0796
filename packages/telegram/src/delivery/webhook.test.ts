import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Emulator } from '../emulator.ts';
import { type Delivered, type Hook, testHook } from '../test-hook.ts';
import { type TestWorld, testWorld } from '../test-world.ts';

const connect = async (world: TestWorld, hook: Hook, more: object = {}): Promise<void> => {
  const reply = await world.call('setWebhook', { url: hook.url, ...more });
  assert.equal(reply.ok, true);
};

const nextChange = (emulator: Emulator): Promise<void> =>
  new Promise((resolve) => {
    const off = emulator.onChange(() => {
      off();
      resolve();
    });
  });

/** Fails a delivery and waits until the emulator has taken note. */
const fail = async (world: TestWorld, delivery: Delivered, headers: Record<string, string> = {}): Promise<void> => {
  const noted = nextChange(world.emulator);
  delivery.answer(500, headers);
  await noted;
};

const info = async (world: TestWorld) => (await world.call('getWebhookInfo')).result as Record<string, unknown>;

test('a webhook gets each update with the secret header', async () => {
  await using world = await testWorld();
  await using hook = await testHook();
  await connect(world, hook, { secret_token: 'abc_DEF-1' });
  await world.anna.type('hi');
  const delivery = await hook.next();
  assert.equal(delivery.headers['x-telegram-bot-api-secret-token'], 'abc_DEF-1');
  assert.equal(delivery.headers['content-type'], 'application/json');
  assert.equal(delivery.update.message?.text, 'hi');
  delivery.answer();
});

test('texts of one chat wait for each other while a tap and another chat overtake them', async () => {
  await using world = await testWorld();
  await using hook = await testHook();
  world.emulator.addPerson({ id: 2, first_name: 'Boris' });
  const boris = world.emulator.as(2, 7_000_001);
  await world.anna.type('one');
  const markup = { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] };
  await world.call('sendMessage', { chat_id: 1, text: 'menu', reply_markup: markup });
  await world.anna.type('two');
  await connect(world, hook);
  const one = await hook.next();
  assert.equal(one.update.message?.text, 'one');
  const tapped = world.anna.tap('Go');
  const tap = await hook.next();
  assert.ok(tap.update.callback_query);
  await boris.type('other chat');
  const other = await hook.next();
  assert.equal(other.update.message?.text, 'other chat');
  assert.equal(hook.count(), 3);
  one.answer();
  const two = await hook.next();
  assert.equal(two.update.message?.text, 'two');
  await world.call('answerCallbackQuery', { callback_query_id: tap.update.callback_query?.id });
  await tapped;
  for (const delivery of [tap, other, two]) delivery.answer();
});

test('max_connections limits how many updates are under way at once', async () => {
  await using world = await testWorld();
  await using hook = await testHook();
  world.emulator.addPerson({ id: 2, first_name: 'Boris' });
  await connect(world, hook, { max_connections: 1 });
  await world.anna.type('one');
  const one = await hook.next();
  await world.emulator.as(2, 7_000_001).type('two');
  assert.equal((await info(world))['pending_update_count'], 2);
  assert.equal(hook.count(), 1);
  one.answer();
  const two = await hook.next();
  assert.equal(two.update.message?.text, 'two');
  two.answer();
});

test('a failed update comes again at once, then after 2 and 4 seconds, and blocks only its own queue', async () => {
  await using world = await testWorld({ frozen: true });
  await using hook = await testHook();
  await connect(world, hook);
  await world.anna.type('one');
  await fail(world, await hook.next());
  const again = await hook.next();
  await fail(world, again);
  for (const [wait, count] of [
    [2000, 3],
    [4000, 4],
  ] as const) {
    world.emulator.clock.advance(wait - 1);
    assert.equal(
      (await info(world))['last_error_message'],
      'Wrong response from the webhook: 500 Internal Server Error',
    );
    assert.equal(hook.count(), count - 1);
    world.emulator.clock.advance(1);
    const next = await hook.next();
    assert.equal(next.update.update_id, again.update.update_id);
    await fail(world, next);
  }
});

test('Retry-After of a failed delivery is honoured', async () => {
  await using world = await testWorld({ frozen: true });
  await using hook = await testHook();
  await connect(world, hook);
  await world.anna.type('one');
  await fail(world, await hook.next(), { 'retry-after': '100' });
  world.emulator.clock.advance(99_999);
  await info(world);
  assert.equal(hook.count(), 1);
  world.emulator.clock.advance(1);
  (await hook.next()).answer();
});

test('a webhook that does not answer within 60 seconds gets the update again', async () => {
  await using world = await testWorld({ frozen: true });
  await using hook = await testHook();
  await connect(world, hook);
  await world.anna.type('one');
  await hook.next();
  world.emulator.clock.advance(60_000);
  const again = await hook.next();
  assert.equal((await info(world))['last_error_message'], 'Read timeout expired');
  again.answer();
});

test('a tap is forgotten after 150 seconds and a message after 24 hours', async () => {
  await using world = await testWorld({ frozen: true });
  await world.anna.type('one');
  const markup = { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] };
  await world.call('sendMessage', { chat_id: 1, text: 'menu', reply_markup: markup });
  const tapped = world.anna.tap('Go');
  world.emulator.clock.advance(150_000);
  assert.deepEqual(await tapped, {});
  assert.equal((await info(world))['pending_update_count'], 2);
  world.emulator.clock.advance(1);
  assert.equal((await info(world))['pending_update_count'], 1);
  world.emulator.clock.advance(24 * 3_600_000);
  assert.equal((await info(world))['pending_update_count'], 0);
});

test('a method in the answer to a webhook is executed', async () => {
  await using world = await testWorld();
  await using hook = await testHook();
  await connect(world, hook);
  await world.anna.type('hi');
  const body = JSON.stringify({ method: 'sendMessage', chat_id: 1, text: 'from the reply' });
  (await hook.next()).answer(200, { 'content-type': 'application/json' }, body);
  await world.anna.waitFor((anna) => anna.lastMessage('bot')?.text === 'from the reply');
});

test('a method that reads or moves the webhook is not executed as an answer', async () => {
  await using world = await testWorld();
  await using hook = await testHook();
  await connect(world, hook);
  await world.anna.type('one');
  const done = nextChange(world.emulator);
  (await hook.next()).answer(200, { 'content-type': 'application/json' }, '{"method":"deleteWebhook"}');
  await done;
  assert.equal((await info(world))['url'], hook.url);
});

test('blocking and unblocking tells the webhook by my_chat_member', async () => {
  await using world = await testWorld();
  await using hook = await testHook();
  await connect(world, hook);
  await world.anna.block();
  const blocked = await hook.next();
  assert.equal(blocked.update.my_chat_member?.new_chat_member.status, 'kicked');
  blocked.answer();
  await world.anna.unblock();
  const back = await hook.next();
  assert.equal(back.update.my_chat_member?.new_chat_member.status, 'member');
  back.answer();
});
