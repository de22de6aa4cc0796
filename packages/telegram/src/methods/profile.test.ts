import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WorldView } from '../people-protocol.ts';
import { testWorld } from '../test-world.ts';

test('commands are kept per scope and language and shown to people', async () => {
  await using world = await testWorld();
  const ru = [{ command: 'start', description: 'Начать' }];
  const en = [{ command: 'start', description: 'Begin' }];
  await world.call('setMyCommands', { commands: en });
  await world.call('setMyCommands', { commands: ru, language_code: 'ru', scope: { type: 'all_private_chats' } });
  assert.deepEqual((await world.call('getMyCommands')).result, en);
  assert.deepEqual((await world.call('getMyCommands', { language_code: 'ru' })).result, []);
  const scoped = { language_code: 'ru', scope: { type: 'all_private_chats' } };
  assert.deepEqual((await world.call('getMyCommands', scoped)).result, ru);
  const shown = ((await (await fetch(`${world.url}/people/state`)).json()) as WorldView).bots[0];
  assert.deepEqual([shown?.commands, shown?.translations], [en, { ru: { first_name: 'Test', commands: ru } }]);
  await world.call('deleteMyCommands', scoped);
  assert.deepEqual((await world.call('getMyCommands', scoped)).result, []);
});

test('bad commands are refused', async () => {
  await using world = await testWorld();
  const set = async (commands: unknown) => (await world.call('setMyCommands', { commands })).description;
  assert.equal(await set([{ command: 'with space', description: 'x' }]), 'Bad Request: BOT_COMMAND_INVALID');
  assert.equal(await set([{ command: 'a', description: '' }]), 'Bad Request: BOT_COMMAND_DESCRIPTION_INVALID');
  assert.equal(await set('{'), "Bad Request: can't parse commands JSON object");
});

test('names and descriptions fall back from the language to the default', async () => {
  await using world = await testWorld();
  await world.call('setMyName', { name: 'Окно', language_code: 'ru' });
  assert.deepEqual((await world.call('getMyName', { language_code: 'ru' })).result, { name: 'Окно' });
  assert.deepEqual((await world.call('getMyName')).result, { name: 'Test' });
  await world.call('setMyShortDescription', { short_description: 'Short' });
  assert.deepEqual((await world.call('getMyShortDescription', { language_code: 'ru' })).result, {
    short_description: 'Short',
  });
  assert.equal((await world.call('setMyDescription', { description: 'x'.repeat(513) })).error_code, 400);
});

test('the menu button of a chat overrides the default one', async () => {
  await using world = await testWorld();
  await world.anna.start();
  const app = { type: 'web_app', text: 'Open', web_app: { url: 'https://example.com/app' } };
  assert.deepEqual((await world.call('getChatMenuButton', { chat_id: 1 })).result, { type: 'commands' });
  await world.call('setChatMenuButton', { menu_button: app, chat_id: 1 });
  assert.deepEqual((await world.call('getChatMenuButton', { chat_id: 1 })).result, app);
  const plain = await world.call('setChatMenuButton', {
    menu_button: { ...app, web_app: { url: 'http://example.com' } },
  });
  assert.match(plain.description ?? '', /Only HTTPS links are allowed/);
});

test('getChat tells about the person and logOut closes the door for ten minutes', async () => {
  await using world = await testWorld({ frozen: true });
  await world.anna.start();
  const chat = (await world.call('getChat', { chat_id: 1 })).result as Record<string, unknown>;
  assert.deepEqual([chat['id'], chat['type'], chat['first_name']], [1, 'private', 'Anna']);
  await world.call('logOut');
  assert.equal((await world.call('getMe')).description, 'Logged out');
  world.emulator.clock.advance(600_000);
  assert.equal((await world.call('getMe')).ok, true);
});

test('a document is sent once, sent again by its id and downloaded', async () => {
  await using world = await testWorld();
  await world.anna.start();
  const form = new FormData();
  form.set('chat_id', '1');
  form.set('caption', 'your <data>');
  form.set('document', new Blob(['{"a":1}'], { type: 'application/json' }), 'data.json');
  const sent = await fetch(`${world.url}/bot7000001:test-token/sendDocument`, { method: 'POST', body: form });
  const { result } = (await sent.json()) as { result: { document: { file_id: string; file_name: string } } };
  assert.equal(result.document.file_name, 'data.json');
  const { file_id } = result.document;
  assert.equal((await world.call('sendDocument', { chat_id: 1, document: file_id })).ok, true);
  const file = (await world.call('getFile', { file_id })).result as { file_path: string };
  const content = await fetch(`${world.url}/file/bot7000001:test-token/${file.file_path}`);
  assert.equal(await content.text(), '{"a":1}');
  const shown = await fetch(`${world.url}/people/files/7000001/${file_id}`);
  assert.equal(shown.headers.get('content-type'), 'application/json');
  assert.equal(world.anna.lastMessage()?.document?.file_name, 'data.json');
  const url = await world.call('sendDocument', { chat_id: 1, document: 'https://example.com/a.pdf' });
  assert.equal(url.description, 'Bad Request: failed to get HTTP URL content');
});
