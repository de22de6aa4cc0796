import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Update } from 'grammy/types';
import { writeTarget } from './callback-data.ts';
import { writeId } from './callback-fields.ts';
import { ANNA, HAIRCUT, uuid, YOGA } from './fake-backend.test.ts';
import { BOT_ID, OTHER_BOT_ID, PERSON_ID, testWorld } from './world.test.ts';

const OLGA = { id: PERSON_ID, is_bot: false, first_name: 'Olga', language_code: 'en' };
const PRIVATE = { id: PERSON_ID, type: 'private', first_name: 'Olga' };
const GROUP = { id: -100, type: 'supergroup', title: 'Group' };
const update = (fields: object): Update => ({ update_id: 900_000, ...fields }) as Update;

test('the greeting names the business and offers a short menu', async () => {
  await using world = await testWorld();
  await world.olga.start();
  const { inline_keyboard } = await world.shows('This is Salon.');
  const labels = inline_keyboard?.flat().map(({ text }) => text);
  assert.deepEqual(labels, ['📅 Book', '🗒 My bookings', '🌐 Language · Язык', '👤 My data']);
});

test('specialists find their day in the menu and see bookings and gaps', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows, backend } = world;
  backend.book({ service_id: HAIRCUT, specialist_id: ANNA, starts_at: '2026-03-02T09:00:00Z' });
  await olga.start();
  const { text } = await shows('Salon');
  assert.match(text, /you work here/);
  assert.doesNotMatch(text, /convenient time/, 'that is for clients');
  await olga.tap('🗓 My day');
  const day = await shows('Mon 2 March');
  assert.match(day.text, /10:00–12:00 free\n12:00–13:00 Haircut\n🙋 Olga\n📞 \+79990001122\n13:00–18:00 free/);
  await olga.tap('Tue 3 Mar ›');
  await shows('No bookings.');
  await olga.tap('Today');
  await shows('12:00–13:00 Haircut');
});

test('clients have no day', async () => {
  await using world = await testWorld();
  await world.olga.type('/day');
  await world.shows('for specialists');
  assert.equal(world.backend.callsOf('bookings.agenda').length, 0);
});

test('a deep link leads to its service', async () => {
  await using world = await testWorld();
  await world.olga.start(`s_${writeId(YOGA)}`);
  await world.shows('Yoga · 1 hr · ₽2,000');
});

test('a deep link leads to its specialist', async () => {
  await using world = await testWorld();
  await world.olga.start(`p_${writeId(ANNA)}`);
  await world.shows('What would you like to book with Anna?');
  await world.olga.tap('Haircut');
  await world.shows(/Haircut.*👤 Anna/s);
});

test('what nobody gives is offered to nobody, whoever asks and whichever way', async () => {
  for (const staff of [false, true]) {
    await using world = await testWorld({ staff });
    const { olga, shows, backend } = world;
    const lonely = { ...backend.services[0], id: uuid(77), name: 'Tattoo', specialist_ids: [] };
    backend.services.push(lonely as (typeof backend.services)[number]);
    await olga.type('/book');
    const { text } = await shows('What would you like to book?');
    assert.match(text, /Haircut.*Yoga/s);
    assert.doesNotMatch(text, /Tattoo/);
    await olga.start(`s_${writeId(uuid(77))}`);
    await shows('no longer offered');
  }
});

test('a name that nobody can see, or that cannot be stored, is made presentable', async () => {
  await using world = await testWorld();
  const names = async (from: object) => {
    const message = { message_id: 1, date: 1, chat: PRIVATE, from: { ...OLGA, ...from }, text: '/start' };
    await world.give(update({ message }));
    const { caller } = world.backend.calls.at(-1) ?? {};
    return caller?.via === 'telegram' ? caller.name : undefined;
  };
  assert.equal(await names({ first_name: 'Ol\u202ega\ud800' }), 'Ol ga');
  assert.equal(await names({ first_name: '\u200b', username: 'olga_k' }), 'olga_k');
  assert.equal(await names({ first_name: '\u3164', last_name: '\u2800' }), String(PERSON_ID));
  assert.equal(await names({ first_name: '\u200b'.repeat(100), last_name: 'Petrova' }), String(PERSON_ID));
});

test('a deep link to nothing shows the menu', async () => {
  await using world = await testWorld();
  for (const payload of [`s_${writeId(uuid(404))}`, 'p_short', 'x', `s_${'!'.repeat(3)}`.replaceAll('!', '_')]) {
    await world.olga.start(payload);
    await world.olga.waitFor((olga) => olga.messages().at(-1)?.text.includes('no longer offered'));
  }
});

test('any text, photo or unknown command gets a hint with the menu and changes nothing', async () => {
  await using world = await testWorld();
  await world.olga.type('Good morning!');
  await world.shows('I understand buttons best');
  await world.olga.type('/unknown');
  const sent = () => world.methods().filter((method) => method === 'sendMessage').length;
  await world.until(() => sent() === 2);
  const photo = [{ file_id: 'x', file_unique_id: 'x', width: 1, height: 1 }];
  const message = { message_id: 5000, date: 1, chat: PRIVATE, from: OLGA };
  await world.give(update({ message: { ...message, photo, media_group_id: 'album' } }));
  await world.give(update({ message: { ...message, photo, media_group_id: 'album' } }));
  await world.give(update({ message: { ...message, pinned_message: { ...message, text: 'x' } } }));
  assert.equal(sent(), 3, 'an album is answered once, a service message not at all');
});

test('an old or forged button is answered with a fresh menu in the same message', async () => {
  await using world = await testWorld();
  const { olga, shows, emulator } = world;
  await olga.start();
  const { message_id } = await shows('This is Salon.');
  for (const [index, data] of ['0menu', '1?', '', '1d'.padEnd(64, 'z')].entries()) {
    emulator.clearCalls();
    const callback_query = {
      id: String(index),
      from: OLGA,
      chat_instance: '1',
      data,
      message: { message_id, date: 1, chat: PRIVATE },
    };
    await world.give(update({ callback_query }));
    if (data !== '') assert.ok(world.methods().includes('editMessageText'), data);
  }
  assert.equal((await shows('How can I help?')).message_id, message_id);
});

test('a day that cannot be tapped says why', async () => {
  await using world = await testWorld();
  await world.olga.start(`s_${writeId(YOGA)}`);
  const { message_id } = await world.shows('Please pick a day.');
  assert.deepEqual((await world.olga.tap('8')).answer, { text: 'Closed on this day', show_alert: false });
  assert.equal((await world.olga.tap('March 2026')).answer, undefined);
  // The salon's today is a Monday: a day that has passed is only on the calendar of another day.
  world.emulator.clearCalls();
  const message = { message_id, date: 1, chat: PRIVATE };
  const data = writeTarget({ screen: 'noop', reason: 'past' });
  await world.give(update({ callback_query: { id: '1', from: OLGA, chat_instance: '1', data, message } }));
  const answer = world.emulator.calls.find(({ method }) => method === 'answerCallbackQuery');
  assert.equal(answer?.params['text'], 'This day has passed');
});

test('the language is changed in place and stays changed', async () => {
  await using world = await testWorld();
  const { olga, shows } = world;
  await olga.start();
  await shows('Salon');
  await olga.tap('🌐 Language · Язык');
  await shows('Which language');
  assert.equal((await olga.tap('🇷🇺 Русский')).answer?.text, 'Готово, говорим по-русски');
  await shows('Чем помочь?');
  await olga.type('/help');
  await shows('Я веду запись');
});

test('one person in two bots is two people', async () => {
  await using world = await testWorld();
  const { olga, olgaElsewhere, shows } = world;
  await olga.type('/language');
  await shows('Which language');
  await olga.tap('🇷🇺 Русский');
  await shows('Чем помочь?');
  await olgaElsewhere.start();
  await shows('This is Clinic.', olgaElsewhere);
  await olga.start();
  await shows('Это Salon.');
  const bots = (calls: typeof world.other.calls) =>
    new Set(calls.map(({ caller }) => (caller.via === 'telegram' ? caller.bot_id : 0)));
  assert.deepEqual(bots(world.backend.calls), new Set([BOT_ID]));
  assert.deepEqual(bots(world.other.calls), new Set([OTHER_BOT_ID]));
});

test('names of people and tenants never become markup', async () => {
  await using world = await testWorld();
  const [haircut] = world.backend.services;
  assert.ok(haircut);
  haircut.name = '<b>Cut & "dry"</b>';
  await world.olga.type('/book');
  await world.shows('<b>Cut & "dry"</b>\n1 hr');
  await world.olga.tap('<b>Cut & "dry"</b>');
  await world.shows('<b>Cut & "dry"</b> · 1 hr');
  assert.deepEqual(world.logs, []);
});

test('blocking and coming back are told to the backend', async () => {
  await using world = await testWorld();
  const { olga, backend } = world;
  await olga.start();
  await world.shows('Salon');
  await olga.block();
  await world.until(() => backend.callsOf('people.set_reachable').length === 1);
  assert.equal(backend.reachable.get(PERSON_ID), false);
  await olga.unblock();
  await world.until(() => backend.callsOf('people.set_reachable').length === 2);
  assert.equal(backend.reachable.get(PERSON_ID), true);
});

test('a person who blocked the bot meanwhile is marked unreachable without a fuss', async () => {
  await using world = await testWorld();
  await world.olga.start();
  await world.shows('Salon');
  await world.olga.block();
  await world.until(() => world.backend.reachable.get(PERSON_ID) === false);
  world.backend.reachable.clear();
  await world.give(update({ message: { message_id: 9, date: 1, chat: PRIVATE, from: OLGA, text: 'x' } }));
  assert.equal(world.backend.reachable.get(PERSON_ID), false);
  assert.deepEqual(world.logs, []);
});

test('in groups the bot only invites to a private chat, and channels hear nothing', async () => {
  await using world = await testWorld();
  const message = { message_id: 1, date: 1, chat: GROUP, from: OLGA };
  await world.give(update({ message: { ...message, text: 'hello' } }));
  await world.give(update({ edited_message: { ...message, chat: PRIVATE, text: '/start', edit_date: 2 } }));
  await world.give(update({ channel_post: { ...message, chat: { ...GROUP, type: 'channel' }, text: '/start' } }));
  await world.give(update({ inline_query: { id: '1', from: OLGA, query: '', offset: '' } }));
  assert.deepEqual(world.methods(), []);
  const entities = [{ type: 'bot_command', offset: 0, length: 5 }];
  await world.give(update({ message: { ...message, text: '/book', entities } }));
  const member = (status: string) => ({ user: world.account.bot_info, status });
  const joined = {
    chat: GROUP,
    from: OLGA,
    date: 1,
    old_chat_member: member('left'),
    new_chat_member: member('member'),
  };
  await world.give(update({ my_chat_member: joined }));
  assert.deepEqual(
    world.emulator.calls.map(({ method, params }) => [method, params['chat_id']]),
    [
      ['sendMessage', GROUP.id],
      ['sendMessage', GROUP.id],
    ],
  );
  assert.equal(world.backend.calls.length, 0);
});
