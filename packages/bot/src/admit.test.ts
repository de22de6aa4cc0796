import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeTarget } from './callback-data.ts';
import type { Admission, Admit, Pace } from './deps.ts';
import { ANNA, HAIRCUT } from './fake-backend.test.ts';
import { BOT_ID, OTHER_BOT_ID, PERSON_ID, testWorld } from './world.test.ts';

/** Answers as told, and notes who was counted for what. */
const doorkeeper = () => {
  const state: { answer: Admission } = { answer: 'admitted' };
  const asked: [number, number, Pace][] = [];
  const admit: Admit = async ({ bot_id, telegram_id }, pace) => {
    asked.push([bot_id, telegram_id, pace]);
    return state.answer;
  };
  return { state, asked, admit };
};

test('messages, taps and attempts to get a time are counted apart, per person and bot', async () => {
  const { admit, asked } = doorkeeper();
  await using world = await testWorld({ admit });
  await world.olga.start();
  const { message_id } = await world.shows('Salon');
  await world.olga.tap('📅 Book');
  await world.shows('Haircut');
  const at = '2026-03-05T09:00:00Z';
  for (const target of [
    { screen: 'book', service: HAIRCUT, specialist: ANNA, at, nonce: 1 },
    { screen: 'take', offer: HAIRCUT },
  ] as const)
    await world.give({
      update_id: 900_000,
      callback_query: {
        id: target.screen,
        from: { id: PERSON_ID, is_bot: false, first_name: 'Olga' },
        chat_instance: '1',
        data: writeTarget(target),
        message: { message_id, date: 1, chat: { id: PERSON_ID, type: 'private', first_name: 'Olga' } },
      },
    });
  await world.olgaElsewhere.type('hello');
  await world.shows('I understand', world.olgaElsewhere);
  assert.deepEqual(asked, [
    [BOT_ID, PERSON_ID, 'message'],
    [BOT_ID, PERSON_ID, 'tap'],
    [BOT_ID, PERSON_ID, 'booking'],
    [BOT_ID, PERSON_ID, 'booking'],
    [OTHER_BOT_ID, PERSON_ID, 'message'],
  ]);
});

test('whoever is too fast is told once, every tap is answered, and the backend is not asked', async () => {
  const { admit, state } = doorkeeper();
  await using world = await testWorld({ admit });
  const { olga, shows, backend } = world;
  await olga.start();
  await shows('Salon');
  const asked = backend.calls.length;
  state.answer = 'refused';
  await olga.type('/my');
  await shows('A little slower');
  for (const answer of ['refused', 'told'] as const) {
    state.answer = answer;
    assert.match((await olga.tap('📅 Book')).answer?.text ?? '', /A little slower/);
  }
  await olga.type('/my');
  await olga.type('hello');
  await world.idle();
  const slower = olga.messages().filter(({ from, text }) => from === 'bot' && text.includes('slower'));
  assert.equal(slower.length, 1);
  assert.equal(backend.calls.length, asked);
  state.answer = 'admitted';
  await olga.type('/my');
  await shows('no bookings ahead');
});

test('blocking the bot is not counted: it has to be noted however fast it comes', async () => {
  const { admit, asked } = doorkeeper();
  await using world = await testWorld({ admit });
  await world.olga.start();
  await world.shows('Salon');
  await world.olga.block();
  await world.until(() => world.backend.reachable.get(PERSON_ID) === false);
  assert.equal(asked.length, 1);
});
