import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testWorld } from './world.test.ts';

test('who runs the business is greeted as such, and reads of its commands instead of a day of their own', async () => {
  for (const role of ['super_admin', 'moderator'] as const) {
    await using world = await testWorld({ role });
    const { olga, shows } = world;
    await olga.start();
    await shows('This is Salon.\nYou run it');
    await olga.type('/help');
    const { text } = await shows('I keep the appointment book');
    assert.match(text, /\/day: the day of the whole team\n.*\/week.*\n.*\/manage: clients, services, staff, rules/);
    assert.doesNotMatch(text, /\/late|\/off|your day/);
  }
});

test('a specialist who runs the business as well reads of both', async () => {
  await using world = await testWorld({ staff: true, role: 'super_admin' });
  await world.olga.type('/help');
  const { text } = await world.shows('I keep the appointment book');
  assert.match(text, /\/day: your day.*\/off: days off.*\/manage: clients/s);
});
