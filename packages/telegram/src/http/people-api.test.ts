import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatView, WorldEvent, WorldView } from '../people-protocol.ts';
import { type TestWorld, testWorld } from '../test-world.ts';

const get = async (world: TestWorld, path: string) => (await fetch(`${world.url}/people${path}`)).json() as unknown;

const post = async (world: TestWorld, path: string, body: unknown) => {
  const response = await fetch(`${world.url}/people${path}`, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

test('the world, its chats and its clock can be seen and moved over HTTP', async () => {
  await using world = await testWorld({ frozen: true });
  const person = await post(world, '/people', { first_name: 'Boris', language_code: 'ru' });
  assert.equal(person.status, 200);
  const id = Number(person.body['id']);
  assert.deepEqual(await post(world, `/chats/7000001/${id}/text`, { text: '/start' }), {
    status: 200,
    body: { message_id: 1 },
  });
  const state = (await get(world, '/state')) as WorldView;
  assert.deepEqual(
    state.people.map((each) => each.first_name),
    ['Anna', 'Boris'],
  );
  assert.deepEqual(state.chats.find((chat) => chat.person_id === id)?.last_message?.text, '/start');
  const chat = (await get(world, `/chats/7000001/${id}`)) as ChatView;
  assert.deepEqual(chat.messages[0]?.entities, [{ type: 'bot_command', offset: 0, length: 6 }]);
  const moved = await post(world, '/clock', { advance_ms: 500 });
  assert.deepEqual(moved.body, { now: 1_800_000_000_500, offset_ms: 500 });
  assert.deepEqual((await post(world, '/clock', { offset_ms: 0 })).body, { now: 1_800_000_000_000, offset_ms: 0 });
});

test('a tap over HTTP answers with what the bot showed', async () => {
  await using world = await testWorld();
  await world.anna.start();
  const markup = { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] };
  await world.call('sendMessage', { chat_id: 1, text: 'menu', reply_markup: markup });
  const tapped = post(world, '/chats/7000001/1/tap', { message_id: 2, row: 0, column: 0 });
  await world.arrived('tap', 1);
  const updates = (await world.call('getUpdates', { offset: -1 })).result as { callback_query: { id: string } }[];
  await world.call('answerCallbackQuery', { callback_query_id: updates[0]?.callback_query.id, text: 'Hm' });
  assert.deepEqual((await tapped).body, { answer: { text: 'Hm', show_alert: false } });
});

test('bad input is refused with a sentence that names the field', async () => {
  await using world = await testWorld();
  const cases: readonly (readonly [string, unknown, number, RegExp])[] = [
    ['/chats/7000001/1/text', {}, 400, /text must be a string/],
    ['/chats/7000001/1/text', { text: ' ' }, 400, /text must not be empty/],
    ['/chats/7000001/1/tap', { message_id: 1, row: 'x' }, 400, /row must be a number/],
    ['/chats/7000001/1/block', {}, 400, /blocked must be true or false/],
    ['/chats/7000001/99/text', { text: 'x' }, 404, /there is no person with the id 99/],
    ['/chats/5/1/text', { text: 'x' }, 404, /there is no bot with the id 5/],
    ['/people', { first_name: '' }, 400, /first_name must have/],
    ['/clock', { advance_ms: -5 }, 400, /advance_ms must be zero or more/],
    ['/clock', [], 400, /the body must be a JSON object/],
    ['/nothing', {}, 404, /there is nothing here/],
  ];
  for (const [path, body, status, why] of cases) {
    const refused = await post(world, path, body);
    assert.equal(refused.status, status, path);
    assert.match(String(refused.body['error']), why);
  }
});

/** Reads the stream until so many events have come. */
const readEvents = async (response: Response, count: number): Promise<readonly WorldEvent[]> => {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const lines = () => text.split('\n').filter((line) => line.startsWith('data: '));
  while (reader && lines().length < count) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
  }
  await reader?.cancel();
  return lines().map((line) => JSON.parse(line.slice('data: '.length)) as WorldEvent);
};

test('everything that happens is streamed as events', async () => {
  await using world = await testWorld({ frozen: true });
  const response = await fetch(`${world.url}/people/events`);
  const reading = readEvents(response, 8);
  await world.anna.start();
  await world.call('sendChatAction', { chat_id: 1, action: 'typing' });
  await world.call('sendMessage', { chat_id: 1, text: 'hi', reply_markup: { keyboard: [['Yes']] } });
  await world.call('sendMessage', { chat_id: 1, text: 'more' });
  await world.call('editMessageText', { chat_id: 1, message_id: 3, text: 'edited' });
  await world.call('deleteMessage', { chat_id: 1, message_id: 3 });
  world.emulator.clock.advance(5);
  const types = (await reading).map((event) => event.type);
  assert.deepEqual(types, ['message', 'typing', 'message', 'reply_keyboard', 'message', 'edited', 'deleted', 'clock']);
});
