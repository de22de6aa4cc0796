import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uuid } from './fake-backend.test.ts';
import { testWorld } from './world.test.ts';

test('whoever runs the business sees how it goes: in words, for other periods, and as a picture that goes again', async () => {
  await using world = await testWorld({ role: 'moderator' });
  const { olga, shows, backend } = world;
  await olga.start();
  await shows('This is Salon');
  await olga.tap('📊 Statistics');
  const told = await shows('Statistics');
  assert.match(told.text, /3 visits booked/);
  assert.match(told.text, /missed: 1 \(50%\)/);
  assert.match(told.text, /Anna &: 50%/);
  assert.match(told.text, /Busiest: Tu 09:00/);
  assert.ok(!told.text.includes('Earned'), 'money is for the owner');
  await olga.tap('Last week');
  await world.until(() => backend.callsOf('analytics.summary').length === 2);
  assert.deepEqual(backend.callsOf('analytics.summary')[1]?.input, { period: 'last_week' });
  await shows('Statistics');
  await olga.tap('🖼 As a picture');
  await world.until(() => world.methods().includes('sendPhoto'));
  await world.idle();
  const edits = () => world.methods().filter((method) => method === 'editMessageText').length;
  const before = edits();
  await olga.tap('🏠 Menu');
  await shows('How can I help?');
  await world.until(() => world.methods().includes('deleteMessage'));
  assert.equal(edits(), before, 'a picture cannot become words, so nobody tries');
});

test('a client is not offered statistics', async () => {
  await using world = await testWorld();
  await world.olga.start();
  await world.shows('This is Salon');
  assert.ok(
    world.olga
      .keyboard()
      .flat()
      .every(({ text }) => !text.includes('Statistics')),
  );
});

test('the words below a picture are never more than Telegram takes, whatever everybody is called', async () => {
  await using world = await testWorld({ role: 'super_admin' });
  const { olga, shows, backend } = world;
  const long = 'Ж'.repeat(100);
  backend.summary.specialists = Array.from({ length: 30 }, () => ({
    ...{ id: uuid(1), name: long, booked_minutes: 60, bookable_minutes: 120 },
  }));
  backend.summary.services = Array.from({ length: 10 }, () => ({ id: uuid(1), name: long, bookings: 9999 }));
  await olga.start();
  await shows('This is Salon');
  await olga.tap('📊 Statistics');
  const { text } = await shows('Statistics');
  assert.ok(text.length > 500 && text.length <= 1024, `${text.length} signs`);
});
