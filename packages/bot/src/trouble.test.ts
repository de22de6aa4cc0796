import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@okno/contract';
import type { Update } from 'grammy/types';
import { BOT_ID, PERSON_ID, testWorld } from './world.test.ts';

const OLGA = { id: PERSON_ID, is_bot: false, first_name: 'Olga', language_code: 'en' };
const PRIVATE = { id: PERSON_ID, type: 'private', first_name: 'Olga' };
const update = (fields: object): Update => ({ update_id: 900_000, ...fields }) as Update;

test('a bug is logged with its request and answered with a sentence and the menu', async () => {
  await using world = await testWorld();
  world.backend.fail('services.list', new TypeError('secret detail'));
  await world.olga.type('/book');
  const { text, inline_keyboard } = await world.shows('Something went wrong on our side');
  assert.doesNotMatch(text, /secret/);
  assert.equal(inline_keyboard?.flat()[0]?.text, '🏠 Menu');
  const [entry] = world.logs;
  assert.equal(entry?.event, 'update_failed');
  assert.ok(entry?.['request_id']);
  await world.olga.tap('🏠 Menu');
  await world.shows('How can I help?');
});

test('without the backend even the first message gets an honest answer', async () => {
  await using world = await testWorld({ language: 'ru' });
  world.backend.fail('people.me', new AppError('unavailable'));
  await world.olga.start();
  await world.shows('Книга записи сейчас не отвечает');
  await world.olga.tap('🏠 Меню');
  await world.shows('Чем помочь?');
});

test('a short pause that Telegram asks for is waited out once', async () => {
  await using world = await testWorld();
  world.emulator.faults.script({ kind: 'too_many_requests', method: 'sendMessage', retry_after: 1 });
  await world.olga.start();
  await world.shows('This is Salon.');
  assert.deepEqual(world.logs, []);
});

test('a long pause is logged and not waited out', async () => {
  await using world = await testWorld();
  world.emulator.faults.script({ kind: 'too_many_requests', method: 'sendMessage', retry_after: 30 });
  await world.olga.start();
  await world.until(() => world.logs.length > 0);
  assert.equal(world.logs[0]?.event, 'telegram_wait');
});

test('a menu that was deleted is sent anew', async () => {
  await using world = await testWorld();
  const { olga, shows, account } = world;
  await olga.start();
  const { message_id } = await shows('This is Salon.');
  const callback_query = {
    id: '1',
    from: OLGA,
    chat_instance: '1',
    data: '1g',
    message: { message_id: message_id + 500, date: 0, chat: PRIVATE },
  };
  await world.give(update({ callback_query }));
  const fresh = await shows('Which language');
  assert.notEqual(fresh.message_id, message_id);
  assert.equal(account.bot_info.id, BOT_ID);
});

test('a revoked token is reported and nothing is thrown', async () => {
  await using world = await testWorld();
  world.emulator.revokeToken(world.account.token);
  await world.give(update({ message: { message_id: 9, date: 1, chat: PRIVATE, from: OLGA, text: 'x' } }));
  assert.equal(world.logs[0]?.event, 'bot_revoked');
});

test('a person the backend does not want to hear of is no error', async () => {
  await using world = await testWorld();
  world.backend.fail('people.set_reachable', new AppError('forbidden'));
  await world.olga.block();
  await world.until(() => world.logs.length > 0);
  assert.deepEqual(
    world.logs.map(({ event }) => event),
    ['reachability_not_saved'],
  );
});

test('a forbidden answer makes the bot ask again who the person is', async () => {
  await using world = await testWorld({ staff: true });
  await world.olga.start();
  await world.shows('Salon');
  world.backend.fail('bookings.agenda', new AppError('forbidden'));
  await world.olga.tap('🗓 My day');
  await world.shows('not yours to do here');
  await world.olga.tap('🏠 Menu');
  await world.shows('How can I help?');
  assert.equal(world.backend.callsOf('people.me').length, 2);
});

test('a tap is answered exactly once, also when the screen is refused by Telegram', async () => {
  await using world = await testWorld();
  const [, yoga] = world.backend.services;
  assert.ok(yoga);
  yoga.name = 'Yoga '.repeat(1000);
  await world.olga.type('/book');
  await world.shows('What would you like');
  await world.olga.tap(/^Yoga/);
  await world.shows('Something went wrong on our side');
  const answers = () => world.methods().filter((method) => method === 'answerCallbackQuery').length;
  await world.until(() => answers() > 0);
  await world.idle();
  assert.equal(answers(), 1);
});

test('a tap that Telegram has posted is answered in the answer, one that was fetched by a call', async () => {
  await using world = await testWorld();
  const message = { message_id: 1, date: 1_800_000_000, chat: PRIVATE };
  const tap = update({ callback_query: { id: '1', from: OLGA, chat_instance: '1', data: 'of no version', message } });
  const answer = JSON.parse((await world.post(tap)) ?? 'null') as Record<string, unknown>;
  assert.equal(answer['method'], 'answerCallbackQuery');
  assert.equal(answer['callback_query_id'], '1');
  assert.ok(!world.methods().includes('answerCallbackQuery'));
  await world.give(tap);
  assert.ok(world.methods().includes('answerCallbackQuery'));
});
