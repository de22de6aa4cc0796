import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANNA, EMMA, openStudio } from './support/studio.ts';
import { createVisitor, walkToConfirm } from './support/visitor.ts';

test('of two who confirm the same slot at the same moment one is booked, and the other books one of the nearest times offered', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  const anna = createVisitor(studio.as(ANNA), 'ru');
  const emma = createVisitor(studio.as(EMMA), 'en');
  for (const one of [anna, emma]) await walkToConfirm(one, { day: 4, time: 3 });

  await Promise.all([anna.tap(anna.say('confirm.yes')), emma.tap(emma.say('confirm.yes'))]);
  const endings = await Promise.all(
    [anna, emma].map(async (one) => {
      const message = await one.chat.waitFor((chat) =>
        chat.messages().findLast(({ text }) => !text.includes(one.say('confirm.title')) && text !== '/start'),
      );
      return { one, message };
    }),
  );
  const booked = endings.filter(({ one, message }) => message.text.includes(one.say('status.confirmed')));
  const beaten = endings.find(({ one, message }) => message.text.includes(one.say('taken.title')));
  assert.equal(booked.length, 1);
  assert.ok(beaten, 'the other is told that the time has just been taken');
  const { one, message } = beaten;
  assert.ok(message.text.includes(one.say('taken.nearest', { zone: '' }).split('(')[0] ?? ''));
  const near = message.inline_keyboard?.flat().find(({ text }) => /\d\d:\d\d$/.test(text));
  assert.ok(near, 'times nearby are offered');

  await one.press(near.text, one.say('confirm.title'));
  await one.press(one.say('confirm.yes'), one.say('status.confirmed'));
  const bookings = await studio.rows<{ telegram_id: string; starts_at: Date }>(
    `select telegram_id, starts_at from bookings join clients on clients.id = client_id
    where telegram_id is not null and status = 'confirmed'`,
  );
  assert.deepEqual(bookings.map(({ telegram_id }) => Number(telegram_id)).sort(), [ANNA.id, EMMA.id]);
  assert.notEqual(bookings[0]?.starts_at.getTime(), bookings[1]?.starts_at.getTime());
  studio.log.assertCalm();
});

test('two quick taps on "confirm" book once', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  const emma = createVisitor(studio.as(EMMA), 'en');
  const question = await walkToConfirm(emma, { day: 4, time: 3 });
  const data = question.inline_keyboard?.flat().find(({ text }) => text === emma.say('confirm.yes'))?.callback_data;
  const button = { message_id: question.message_id, data: data ?? '' };
  await Promise.all([emma.chat.tap(button), emma.chat.tap(button)]);
  await emma.sees(emma.say('status.confirmed'));
  const count = `select count(*)::int as count from bookings join clients on clients.id = client_id where telegram_id = $1`;
  assert.deepEqual(await studio.rows(count, [EMMA.id]), [{ count: 1 }]);
  studio.log.assertCalm();
});
