import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestWorld, testWorld } from '../test-world.ts';

type Query = {
  readonly callback_query?: { readonly id: string; readonly data: string; readonly message: { readonly text: string } };
};

const withMenu = async (options: Parameters<typeof testWorld>[0] = {}): Promise<TestWorld> => {
  const world = await testWorld(options);
  await world.anna.start();
  const markup = {
    inline_keyboard: [
      [
        { text: 'Go', callback_data: 'go' },
        { text: 'Off', disabled: {} },
      ],
    ],
  };
  await world.call('sendMessage', { chat_id: 1, text: 'menu', reply_markup: markup });
  return world;
};

const lastQuery = async (world: TestWorld) => {
  const updates = (await world.call('getUpdates', { offset: -1 })).result as readonly Query[];
  assert.ok(updates[0]?.callback_query);
  return updates[0].callback_query;
};

test('a tap brings a callback query with the message and resolves with what the bot answers first', async () => {
  await using world = await withMenu();
  const tapped = world.anna.tap('Go');
  const query = await lastQuery(world);
  assert.deepEqual([query.data, query.message.text], ['go', 'menu']);
  const answer = { callback_query_id: query.id, text: 'Done', show_alert: true };
  assert.equal((await world.call('answerCallbackQuery', answer)).result, true);
  assert.equal((await world.call('answerCallbackQuery', { ...answer, text: 'Again' })).result, true);
  assert.deepEqual(await tapped, { answer: { text: 'Done', show_alert: true } });
});

test('a tap can be answered for 15 seconds by the clock', async () => {
  await using world = await withMenu({ frozen: true });
  const tapped = world.anna.tap('Go');
  const query = await lastQuery(world);
  world.emulator.clock.advance(15_001);
  assert.deepEqual(await tapped, {});
  const late = await world.call('answerCallbackQuery', { callback_query_id: query.id });
  assert.equal(late.description, 'Bad Request: query is too old and response timeout expired or query ID is invalid');
});

test('tapping what is not there or disabled says which buttons are visible', async () => {
  await using world = await withMenu();
  await assert.rejects(
    world.anna.tap('Gone'),
    /no button matches Gone; visible buttons:\n {2}message 2: \[Go\] \[Off\]/,
  );
  await assert.rejects(world.anna.tap('Off'), /the button "Off" is disabled/);
  await assert.rejects(world.anna.tap({ message_id: 2, data: '' }), /data must have 1–64 bytes/);
  await assert.rejects(world.anna.tap({ message_id: 2, data: 'ж'.repeat(33) }), /data must have 1–64 bytes/);
  await assert.rejects(world.anna.tap({ message_id: 1, data: 'go' }), /message 1 is not the bot's/);
});

test('a tap on a button that an edit has just taken away still brings what it carried', async () => {
  await using world = await withMenu();
  await world.call('editMessageText', { chat_id: 1, message_id: 2, text: 'edited' });
  const tapped = world.anna.tap({ message_id: 2, data: 'go' });
  const query = await lastQuery(world);
  assert.deepEqual([query.data, query.message.text], ['go', 'edited']);
  await world.call('answerCallbackQuery', { callback_query_id: query.id });
  assert.deepEqual(await tapped, {});
});

test('a button of a reply keyboard sends its text or the contact and a one-time keyboard hides', async () => {
  await using world = await withMenu();
  const keyboard = [[{ text: 'Phone', request_contact: true }], ['Cancel']];
  await world.call('sendMessage', { chat_id: 1, text: 'who?', reply_markup: { keyboard, one_time_keyboard: true } });
  await world.anna.tap('Phone');
  assert.equal(world.anna.lastMessage()?.contact?.first_name, 'Anna');
  assert.equal(world.anna.chat().reply_keyboard, undefined);
  await world.call('sendMessage', { chat_id: 1, text: 'who?', reply_markup: { keyboard } });
  await world.anna.tap(/^Canc/);
  assert.equal(world.anna.lastMessage()?.text, 'Cancel');
  assert.ok(world.anna.chat().reply_keyboard);
  await world.call('sendMessage', { chat_id: 1, text: 'bye', reply_markup: { remove_keyboard: true } });
  assert.equal(world.anna.chat().reply_keyboard, undefined);
});

test('waitFor gives up with the newest messages', async () => {
  await using world = await withMenu();
  await assert.rejects(
    world.anna.waitFor(() => false, { timeout_ms: 1 }),
    /nothing fitted within 1 ms; newest messages:\n {2}bot: "menu"/,
  );
});
