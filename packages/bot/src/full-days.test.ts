import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@okno/contract';
import { type Target, writeTarget } from './callback-data.ts';
import { ANNA, HAIRCUT, YOGA } from './fake-backend.test.ts';
import { labels } from './olga-world.test.ts';
import { PERSON_ID, testWorld, type World } from './world.test.ts';

const START = '2026-03-06T09:00:00Z';

test('beside the nearest free time one can wait for a full day of the month', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  for (const day of ['2026-03-06', '2026-03-10']) backend.full.add(day);
  await olga.type('/book');
  await shows('What would you like');
  await olga.tap('Yoga');
  await shows('Please pick a day.');
  assert.ok(labels(world).some((label) => label.startsWith('⚡ Nearest')));
  await olga.tap('🔔 Wait for a full day');
  await shows('Which of these full days');
  assert.deepEqual(labels(world), ['Fri 6 Mar', 'Tue 10 Mar', '🗓 Calendar', '🏠 Menu']);
  await olga.tap('Tue 10 Mar');
  await shows('You are on the waiting list');
  const [call] = backend.callsOf('waitlist.join');
  assert.deepEqual(call?.input, {
    ...{ service_id: YOGA, specialist_id: ANNA },
    ...{ from_day: '2026-03-10', to_day: '2026-03-10' },
  });
});

test('when the full days have become free meanwhile, the month is shown', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  backend.full.add('2026-03-06');
  await olga.type('/book');
  await shows('What would you like');
  await olga.tap('Yoga');
  await shows('Please pick a day.');
  backend.full.clear();
  await olga.tap('🔔 Wait for a full day');
  await olga.waitFor(() => !labels(world).includes('🔔 Wait for a full day'));
  await shows('Please pick a day.');
});

test('a month without full days offers no waiting', async () => {
  await using world = await testWorld();
  await world.olga.type('/book');
  await world.shows('What would you like');
  await world.olga.tap('Yoga');
  await world.shows('Please pick a day.');
  assert.ok(!labels(world).some((label) => label.startsWith('🔔')));
});

test('who wanted a time of a day that is taken by now may wait for that day', async () => {
  const nearest = [{ starts_at: '2026-03-09T09:00:00Z', specialist_id: ANNA }];
  for (const [params, offered] of [
    [{ rule: 'taken', nearest }, true],
    [{ rule: 'full', nearest }, true],
    [{ rule: 'outside_hours', nearest }, false],
    [{ rule: 'taken', nearest: [{ starts_at: START, specialist_id: ANNA }] }, false],
  ] as const) {
    await using world = await testWorld();
    world.backend.fail('bookings.create', new AppError('slot_not_offered', params));
    const target = { screen: 'book', service: YOGA, specialist: ANNA, at: START, nonce: 1 } as const;
    await world.olga.start();
    const { message_id } = await world.shows('Salon');
    await world.give({
      update_id: 9_100_001,
      callback_query: {
        id: 'q',
        from: { id: PERSON_ID, is_bot: false, first_name: 'Olga' },
        chat_instance: 'c',
        data: writeTarget(target),
        message: { message_id, date: 1, chat: { id: PERSON_ID, type: 'private', first_name: 'Olga' }, text: '' },
      },
    });
    await world.shows('can no longer be booked');
    assert.equal(labels(world).includes('🔔 Tell me if a time frees up'), offered, JSON.stringify(params));
  }
});

test('an old button of a month or a day that has passed leads to this month, and nobody waits for the past', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  backend.full.add('2026-02-20');
  await olga.type('/book');
  const { message_id } = await shows('What would you like');
  const press = (target: Target, number: number) => {
    const chat = { id: PERSON_ID, type: 'private', first_name: 'Olga' };
    const message = { message_id, date: 1, chat, text: '' };
    const from = { id: PERSON_ID, is_bot: false, first_name: 'Olga' };
    const callback_query = { id: '1', from, chat_instance: '1', data: writeTarget(target), message };
    return world.give({ update_id: 1_000_000 + number, callback_query } as Parameters<World['give']>[0]);
  };
  const service = { service: HAIRCUT, specialist: null };
  await press({ ...service, screen: 'day', day: '2026-02-20', page: 0 }, 1);
  const passed = await shows('This day has passed');
  assert.ok(!passed.inline_keyboard?.flat().some(({ text }) => text.startsWith('🔔')));
  await press({ ...service, screen: 'month', month: '2026-02', fresh: false }, 2);
  await shows('Please pick a day.');
  assert.ok(olga.keyboard()[0]?.some(({ text }) => text === 'March 2026'));
});
