import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BroadcastMessage } from '@okno/contract';
import { uuid } from './fake-backend.test.ts';
import { startedWorld } from './notice-world.test.ts';
import { BOT_ID, PERSON_ID, type World } from './world.test.ts';

const news = (fields: Partial<BroadcastMessage> = {}): BroadcastMessage => ({
  id: uuid(700),
  kind: 'broadcast',
  bot_id: BOT_ID,
  telegram_id: PERSON_ID,
  language: 'en',
  text: 'We are open on Sunday',
  ...fields,
});

const wishes = ({ backend }: World) =>
  backend.calls.filter(({ name }) => name === 'broadcasts.set_news').map(({ input }) => input);

test('news are told as plain text, whatever stands in them, with the way out in the language of the reader', async () => {
  await using world = await startedWorld();
  const text = '<b>Sale</b> & more for <a href="x">Olga</a>';
  assert.equal((await world.deliver(news({ text }))).status, 'sent');
  const message = world.olga.lastMessage('bot');
  assert.equal(message?.text, text);
  await world.deliver(news({ language: 'ru' }));
  assert.match(JSON.stringify(world.olga.lastMessage('bot')), /Больше не присылать/);
});

test('whoever wants no more news says so once, keeps the message, and finds the way back', async () => {
  await using world = await startedWorld();
  const { olga, shows } = world;
  await world.deliver(news());
  await olga.tap('🔕 No more news');
  await shows('No more news from us.');
  assert.ok(
    olga.messages().some(({ text }) => text === 'We are open on Sunday'),
    'the news are still there',
  );
  await olga.tap('🔔 Send me news again');
  await shows('You will hear our news again.');
  assert.deepEqual(wishes(world), [{ news: false }, { news: true }]);
});

test('on, off and on again in one message is on, and off again below the same news is off', async () => {
  await using world = await startedWorld();
  const { olga, shows, backend } = world;
  await world.deliver(news());
  for (const [button, answer] of [
    ['🔕 No more news', 'No more news from us.'],
    ['🔔 Send me news again', 'You will hear our news again.'],
    ['🔕 No more news', 'No more news from us.'],
    ['🔔 Send me news again', 'You will hear our news again.'],
  ] as const) {
    await olga.tap(button);
    await shows(answer);
    await world.idle();
  }
  assert.equal(wishes(world).length, 4);
  const keys = backend.callsOf('broadcasts.set_news').map(({ idempotency_key }) => idempotency_key);
  assert.equal(new Set(keys).size, 4, 'each wish is one of its own');
});

test('what may have been called off meanwhile is not begun', async () => {
  await using world = await startedWorld();
  assert.deepEqual(await world.deliver(news(), () => true), { status: 'late' });
  assert.deepEqual(world.methods(), []);
});
