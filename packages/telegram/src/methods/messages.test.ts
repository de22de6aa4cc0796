import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Reply, type TestWorld, testWorld } from '../test-world.ts';

const begun = async (options: Parameters<typeof testWorld>[0] = {}): Promise<TestWorld> => {
  const world = await testWorld(options);
  await world.anna.start();
  return world;
};

const send = (world: TestWorld, params: object): Promise<Reply> =>
  world.call('sendMessage', { chat_id: 1, text: 'x', ...params });
const idOf = (reply: Reply): number => (reply.result as { message_id: number }).message_id;
const inline = (...buttons: readonly object[]) => ({ reply_markup: { inline_keyboard: [buttons] } });

test('a sent message is answered in the shape of Telegram', async () => {
  await using world = await begun({ frozen: true });
  const { result } = await send(world, {
    text: ' <b>Hi</b> 😀 <i>you</i> ',
    parse_mode: 'HTML',
    ...inline({ text: 'A', callback_data: 'a' }),
  });
  assert.deepEqual(result, {
    message_id: 2,
    from: { id: 7_000_001, is_bot: true, first_name: 'Test', username: 'test_bot' },
    chat: { id: 1, first_name: 'Anna', type: 'private' },
    date: 1_800_000_000,
    text: 'Hi 😀 you',
    entities: [
      { type: 'bold', offset: 0, length: 2 },
      { type: 'italic', offset: 6, length: 3 },
    ],
    reply_markup: { inline_keyboard: [[{ text: 'A', callback_data: 'a' }]] },
  });
});

test('a text has 1 to 4096 characters after its entities are parsed', async () => {
  await using world = await begun();
  const long = `<b>${'я'.repeat(4095)}😀</b>`;
  assert.equal((await send(world, { text: long, parse_mode: 'HTML' })).ok, true);
  assert.equal((await send(world, { text: `${'я'.repeat(4097)}` })).description, 'Bad Request: message is too long');
  assert.equal((await send(world, { text: '' })).description, 'Bad Request: message text is empty');
  assert.equal(
    (await send(world, { text: '<b> </b>', parse_mode: 'HTML' })).description,
    'Bad Request: text must be non-empty',
  );
});

test('callback data has 1 to 64 bytes, not characters', async () => {
  await using world = await begun();
  assert.equal((await send(world, inline({ text: 'A', callback_data: 'я'.repeat(32) }))).ok, true);
  const refused = await send(world, inline({ text: 'A', callback_data: `${'я'.repeat(32)}x` }));
  assert.equal(refused.description, 'Bad Request: BUTTON_DATA_INVALID');
});

test('a row has at most 8 buttons and a message at most 100', async () => {
  await using world = await begun();
  const row = (length: number) =>
    Array.from({ length }, (_, index) => ({ text: `${index}`, callback_data: `${index}` }));
  const rows = (count: number) => ({ reply_markup: { inline_keyboard: Array.from({ length: count }, () => row(5)) } });
  assert.equal((await send(world, inline(...row(8)))).ok, true);
  assert.equal((await send(world, inline(...row(9)))).description, 'Bad Request: reply markup is too long');
  assert.equal((await send(world, rows(20))).ok, true);
  assert.equal((await send(world, rows(21))).description, 'Bad Request: reply markup is too long');
});

test('buttons carry styles, links, copied texts and the mark of being disabled', async () => {
  await using world = await begun();
  await send(
    world,
    inline(
      { text: 'Pay', style: 'success', callback_data: 'p' },
      { text: 'Site', url: 'example.com' },
      { text: 'Copy', copy_text: { text: '42' } },
      { text: '·', disabled: {} },
    ),
  );
  assert.deepEqual(world.anna.keyboard(), [
    [
      { text: 'Pay', style: 'success', callback_data: 'p' },
      { text: 'Site', url: 'http://example.com/' },
      { text: 'Copy', copy_text: '42' },
      { text: '·', disabled: true },
    ],
  ]);
});

test('a button without a purpose, with a wrong link or an unknown style is refused', async () => {
  await using world = await begun();
  const cases = [
    [{ text: 'A' }, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"],
    [
      { text: 'A', url: 'http://localhost:3000' },
      "inline keyboard button URL 'http://localhost:3000' is invalid: Wrong HTTP URL",
    ],
    [
      { text: 'A', callback_data: 'a', style: 'pink' },
      "can't parse inline keyboard button: invalid button style specified",
    ],
    [{ text: ' ', callback_data: 'a' }, 'inline keyboard button text must be non-empty'],
  ] as const;
  for (const [button, why] of cases) {
    assert.equal((await send(world, inline(button))).description, `Bad Request: ${why}`);
  }
});

test('writing to somebody unknown, silent or blocking is refused with the right code', async () => {
  await using world = await begun();
  world.emulator.addPerson({ id: 2, first_name: 'Boris' });
  assert.deepEqual(await send(world, { chat_id: 99 }), {
    ok: false,
    error_code: 400,
    description: 'Bad Request: chat not found',
  });
  const silent = await send(world, { chat_id: 2 });
  assert.deepEqual(
    [silent.error_code, silent.description],
    [403, "Forbidden: bot can't initiate conversation with a user"],
  );
  await world.anna.block();
  const blocked = await send(world, {});
  assert.deepEqual([blocked.error_code, blocked.description], [403, 'Forbidden: bot was blocked by the user']);
  await world.anna.unblock();
  assert.equal((await send(world, {})).ok, true);
});

test('an unknown token is 401 and an unknown method 404', async () => {
  await using world = await begun();
  assert.deepEqual(await world.call('getMe', {}, '7000001:other'), {
    ok: false,
    error_code: 401,
    description: 'Unauthorized',
  });
  assert.deepEqual(await world.call('sendNothing'), {
    ok: false,
    error_code: 404,
    description: 'Not Found: method not found',
  });
  world.emulator.revokeToken('7000001:test-token', '7000001:fresh');
  assert.equal((await world.call('getMe')).error_code, 401);
  assert.equal((await world.call('GETME', {}, '7000001:fresh')).ok, true);
});

test('parameters come as JSON, as a form, in the address or as multipart', async () => {
  await using world = await begun();
  const address = `${world.url}/bot7000001:test-token/sendMessage`;
  await fetch(`${address}?chat_id=1&text=address`);
  const markup = JSON.stringify({ keyboard: [['Yes', 'No']], one_time_keyboard: true });
  await fetch(address, {
    method: 'POST',
    body: new URLSearchParams({ chat_id: '1', text: 'form', reply_markup: markup }),
  });
  const form = new FormData();
  form.set('chat_id', '1');
  form.set('text', 'multipart\nя');
  await fetch(address, { method: 'POST', body: form });
  assert.deepEqual(
    world.anna.messages().map((message) => message.text),
    ['/start', 'address', 'form', 'multipart\nя'],
  );
  assert.deepEqual(world.anna.keyboard(), [[{ text: 'Yes' }, { text: 'No' }]]);
});

test('a reply needs the message that it answers unless it may do without', async () => {
  await using world = await begun();
  const refused = await send(world, { reply_parameters: { message_id: 77 } });
  assert.equal(refused.description, 'Bad Request: message to be replied not found');
  assert.equal(
    (await send(world, { reply_parameters: { message_id: 77, allow_sending_without_reply: true } })).ok,
    true,
  );
  await send(world, { reply_parameters: { message_id: 1 } });
  assert.equal(world.anna.lastMessage()?.reply_to_message_id, 1);
});

test('editing replaces the text and drops the keyboard unless it is given again', async () => {
  await using world = await begun();
  const message_id = idOf(
    await send(world, { text: '<b>one</b>', parse_mode: 'HTML', ...inline({ text: 'A', callback_data: 'a' }) }),
  );
  const edited = await world.call('editMessageText', { chat_id: 1, message_id, text: 'two' });
  assert.equal(edited.ok, true);
  const shown = world.anna.lastMessage();
  assert.deepEqual([shown?.text, shown?.entities, shown?.inline_keyboard], ['two', [], undefined]);
  assert.ok(shown?.edited_at);
});

test('an edit that changes nothing is refused', async () => {
  await using world = await begun();
  const markup = inline({ text: 'A', callback_data: 'a' });
  const message_id = idOf(await send(world, { text: 'one', ...markup }));
  const why =
    'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a ' +
    'current content and reply markup of the message';
  const target = { chat_id: 1, message_id };
  assert.equal((await world.call('editMessageText', { ...target, text: 'one', ...markup })).description, why);
  assert.equal((await world.call('editMessageReplyMarkup', { ...target, ...markup })).description, why);
  assert.equal((await world.call('editMessageReplyMarkup', target)).ok, true);
});

test('only a bot own message without a reply keyboard can be edited', async () => {
  await using world = await begun();
  const edit = async (message_id: number, text = 'new') =>
    (await world.call('editMessageText', { chat_id: 1, message_id, text })).description;
  assert.equal(await edit(500), 'Bad Request: message to edit not found');
  assert.equal(await edit(1), "Bad Request: message can't be edited");
  const withKeyboard = idOf(await send(world, { reply_markup: { keyboard: [['Yes']] } }));
  assert.equal(await edit(withKeyboard), "Bad Request: message can't be edited");
  assert.equal(await edit(idOf(await send(world, {})), 'x'.repeat(4097)), 'Bad Request: MESSAGE_TOO_LONG');
});

test('a message can be deleted for 48 hours by the clock', async () => {
  await using world = await begun({ frozen: true });
  const first = idOf(await send(world, {}));
  const second = idOf(await send(world, {}));
  const remove = async (message_id: number) => await world.call('deleteMessage', { chat_id: 1, message_id });
  world.emulator.clock.advance(48 * 3_600_000);
  assert.equal((await remove(first)).result, true);
  assert.equal((await remove(first)).description, 'Bad Request: message to delete not found');
  world.emulator.clock.advance(1);
  assert.equal((await remove(second)).description, "Bad Request: message can't be deleted for everyone");
});

test('deleteMessages takes 100 at most and skips those that are gone', async () => {
  await using world = await begun();
  const id = idOf(await send(world, {}));
  const remove = async (message_ids: readonly number[]) =>
    await world.call('deleteMessages', { chat_id: 1, message_ids });
  const tooMany = await remove(Array.from({ length: 101 }, (_, index) => index + 1));
  assert.equal(tooMany.description, 'Bad Request: too many message identifiers specified');
  assert.equal((await remove([id, 900])).result, true);
  assert.equal(world.anna.lastMessage('bot'), undefined);
});

test('a message that asks for a reply says so to people, and its reply names it', async () => {
  await using world = await begun();
  const markup = { force_reply: true, input_field_placeholder: 'A few words' };
  const id = idOf(await send(world, { reply_markup: markup }));
  assert.deepEqual(world.anna.lastMessage('bot')?.force_reply, { placeholder: 'A few words' });
  await world.anna.type('Lovely', { reply_to_message_id: id });
  assert.equal(world.anna.lastMessage('person')?.reply_to_message_id, id);
  await send(world, {});
  assert.equal(world.anna.lastMessage('bot')?.force_reply, undefined);
});
