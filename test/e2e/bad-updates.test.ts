import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { until } from './support/at-end.ts';
import { contentsOf } from './support/database.ts';
import { EMMA, openStudio, type Studio } from './support/studio.ts';
import { messageUpdate, post, secretOf, tapUpdate } from './support/updates.ts';
import { book, createVisitor, STUDIO, type Visitor, walkToConfirm } from './support/visitor.ts';

/** Emma has come in and sees the menu. */
const openMenu = async (t: TestContext): Promise<{ studio: Studio; emma: Visitor; menu: number }> => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  const emma = createVisitor(studio.as(EMMA), 'en');
  const menu = await emma.type('/start', emma.say('menu.greeting', { business: STUDIO.en }));
  // Which message is the menu is written down just after it was shown.
  const written = `select from kv where key like 'last_menu:%' and value like '%${menu.message_id}%'`;
  await until('its number is written down', async () => (await studio.rows(written)).length > 0);
  return { studio, emma, menu: menu.message_id };
};

const messageCount = ({ chat }: Visitor): number => chat.messages().length;

test('an update that is no JSON, or has no usable id, is refused and changes nothing', async (t) => {
  const { studio, emma } = await openMenu(t);
  const [before, count] = [await contentsOf(studio.rows), messageCount(emma)];
  const { update_id: _id, ...nameless } = messageUpdate(EMMA, { text: '/start' });
  const bodies = ['{"update_id": 1, "message"', '', 'null', '[]', '7', nameless, { ...nameless, update_id: 'x' }];
  for (const body of bodies) assert.equal(await post(studio, body), 400, JSON.stringify(body));
  assert.deepEqual(await contentsOf(studio.rows), before);
  assert.equal(messageCount(emma), count);
  studio.log.assertCalm();
});

test('an update without the secret, or with a wrong one, is refused with 401 unread and changes nothing', async (t) => {
  const { studio, emma } = await openMenu(t);
  const [before, count] = [await contentsOf(studio.rows), messageCount(emma)];
  const secret = secretOf(studio);
  assert.notEqual(secret, '');
  for (const wrong of [null, 'x', secret.slice(1), `${secret}x`, secret.toUpperCase()])
    for (const body of [messageUpdate(EMMA, { text: '/start' }), 'no JSON'])
      assert.equal(await post(studio, body, { secret: wrong }), 401);
  assert.deepEqual(await contentsOf(studio.rows), before);
  assert.equal(messageCount(emma), count);
});

test('the webhook of a bot nobody has is not found', async (t) => {
  const { studio } = await openMenu(t);
  for (const token of ['999:x', '0:x', 'nonsense:x'])
    assert.equal(await post(studio, messageUpdate(EMMA, { text: '/start' }), { bot: { token }, secret: 'x' }), 404);
});

test('an update that comes twice at once and again later is answered once', async (t) => {
  const { studio, emma } = await openMenu(t);
  const update = messageUpdate(EMMA, { text: '/help' });
  assert.deepEqual(await Promise.all([post(studio, update), post(studio, update)]), [200, 200]);
  await emma.sees('/book');
  assert.equal(await post(studio, update), 200);
  assert.equal(emma.count('/book'), 1);
});

test('a tap on "confirm" that comes twice at once and again later books once', async (t) => {
  const { studio, emma } = await openMenu(t);
  const { message_id, inline_keyboard } = await walkToConfirm(emma, { day: 3, time: 1 });
  const button = inline_keyboard?.flat().find(({ text }) => text === emma.say('confirm.yes'));
  const tap = tapUpdate(EMMA, message_id, button?.callback_data ?? '');
  assert.deepEqual(await Promise.all([post(studio, tap), post(studio, tap)]), [200, 200]);
  await emma.sees(emma.say('status.confirmed'));
  const before = await contentsOf(studio.rows, ['due', 'deliveries', 'notifications']);
  // Another update id, as after a restart that forgot the first: the button is still the same one.
  assert.equal(await post(studio, tap), 200);
  assert.equal(await post(studio, tapUpdate(EMMA, message_id, button?.callback_data ?? '')), 200);
  assert.deepEqual(await contentsOf(studio.rows, ['due', 'deliveries', 'notifications']), before);
  studio.log.assertCalm();
});

const ABSENT_ID = 'A1b2C3d4TFaHZ_abcdefgg';

const GARBAGE = {
  'of an older version': '0m0',
  'of no version': 'zzz',
  'of one letter': 'x',
  'with a booking that does not exist': `1v${ABSENT_ID}1`,
  'with a service that does not exist': `1c${ABSENT_ID}${'A'.repeat(22)}jks0`,
  'that cancels a booking that does not exist': `1x${ABSENT_ID}1000000`,
  'that books nothing in the year 2199': `1b${ABSENT_ID}${'A'.repeat(22)}1zzzzz000001`,
  'with markup': '<b>&lt;</b>',
  'of 64 strange bytes': 'я'.repeat(32),
};

test('a tap with forged or outdated data is answered with a fresh menu or a sentence, and changes nothing', async (t) => {
  const { studio, emma, menu } = await openMenu(t);
  const before = await contentsOf(studio.rows);
  for (const [what, data] of Object.entries(GARBAGE)) {
    const edits = studio.emulator.calls.length;
    assert.equal(await post(studio, tapUpdate(EMMA, menu, data)), 200, what);
    const calls = studio.emulator.calls.slice(edits).map(({ method }) => method);
    assert.ok(calls.includes('answerCallbackQuery'), `a button ${what} is answered`);
    assert.ok(
      calls.some((method) => ['editMessageText', 'sendMessage'].includes(method)),
      `a button ${what} gets a sentence`,
    );
    const last = emma.chat.messages().find(({ message_id }) => message_id === menu);
    assert.ok((last?.inline_keyboard?.flat().length ?? 0) > 0, `a button ${what} leaves a way on`);
  }
  assert.deepEqual(await contentsOf(studio.rows), before);
  studio.log.assertCalm();
});

const PHOTO = [{ file_id: 'AgAC', file_unique_id: 'q', width: 90, height: 90, file_size: 1000 }];
const STICKER = {
  file_id: 'CAAC',
  file_unique_id: 'w',
  type: 'regular',
  width: 512,
  height: 512,
  is_animated: false,
  is_video: false,
};
const STRANGE = {
  'a text': { text: 'Can I come on Tuesday? <b>&' },
  'four thousand letters': { text: 'я'.repeat(4096) },
  'an unknown command': { text: '/nonsense' },
  'a photo': { photo: PHOTO, caption: 'me' },
  'a sticker': { sticker: STICKER },
  'a place': { location: { latitude: 55.7, longitude: 37.6 } },
  'a poll of the future': { something_new: { any: 1 } },
};

test('whatever is sent in place of a tap is answered with the menu, and changes nothing', async (t) => {
  const { studio, emma } = await openMenu(t);
  await walkToConfirm(emma, { day: 3, time: 1 });
  // But for which message is the menu now.
  const before = await contentsOf(studio.rows, ['kv']);
  for (const [what, content] of Object.entries(STRANGE)) {
    const newest = emma.chat.lastMessage('bot')?.message_id ?? 0;
    assert.equal(await post(studio, messageUpdate(EMMA, content)), 200, what);
    const answer = await emma.sees(emma.say('hint.text'));
    assert.ok(answer.message_id > newest, `${what} is answered`);
    assert.equal(emma.count(emma.say('hint.text')), 1, 'and the hint before is gone');
  }
  assert.deepEqual(await contentsOf(studio.rows, ['kv']), before);
  studio.log.assertCalm();
});

const EMPTY_UPDATES = [
  {},
  { message: {} },
  { message: null },
  { callback_query: {} },
  { callback_query: { id: 'x', from: { id: EMMA.id } } },
  { my_chat_member: {} },
  { edited_message: { message_id: 1, date: 1, chat: { id: EMMA.id, type: 'private' }, text: '/start' } },
];

test('an update with nothing usable in it is taken without an error', async (t) => {
  const { studio, emma } = await openMenu(t);
  const [before, count] = [await contentsOf(studio.rows), messageCount(emma)];
  for (const [index, update] of EMPTY_UPDATES.entries())
    assert.equal(await post(studio, { update_id: 5_000_000 + index, ...update }), 200, JSON.stringify(update));
  assert.deepEqual(await contentsOf(studio.rows), before);
  assert.equal(messageCount(emma), count);
  studio.log.assertCalm();
});

test('a person whose name is markup, or nothing readable, books like everybody', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  for (const [index, first_name] of ['<b>&amp;"</b>', '\u200B\u0000\u0007', 'Я'.repeat(64)].entries()) {
    const { id } = studio.emulator.addPerson({ id: 5000 + index, first_name, language_code: 'en' });
    await book(createVisitor(studio.as({ id }), 'en'), { day: 3 + index, time: 1 });
  }
  studio.log.assertCalm();
});
