/** What an owner decides and tells in the chat: everything real but Telegram. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMMA, openStudio } from './support/studio.ts';
import { createVisitor } from './support/visitor.ts';

test('an owner changes a rule and the hours of a week, writes to many, and finds all of it in the log', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  await studio.rows(
    `insert into staff (tenant_id, telegram_id, name, role) select tenant_id, $1, 'Emma', 'super_admin' from tenants`,
    [EMMA.id],
  );
  const emma = createVisitor(studio.as(EMMA), 'en');
  await emma.type('/start', '');
  await emma.type('/manage', 'What shall we do?');
  await emma.press(emma.say('rules_screens.open'), 'the rules');
  await emma.press(emma.say('rules_screens.short_max_future_bookings'), 'How many bookings ahead');
  await emma.type('7', '→ 7');
  await emma.press(emma.say('rules_screens.save'), 'at most: 7');
  assert.deepEqual(await studio.rows('select max_future_bookings as most from tenants'), [{ most: 7 }]);

  await emma.type('/manage', 'What shall we do?');
  await emma.press(emma.say('manage.hours'), 'Working hours');
  await emma.press((button) => button.text.startsWith('✏️'), 'Working hours (');
  await emma.press(emma.say('weekday.open'), 'Which day shall we change?');
  await emma.press(emma.say('weekday.in_words'), 'Which hours from now on?');
  await emma.type('Mon–Sat 10–14, 15–19', 'Mo–Sa: 10:00–14:00, 15:00–19:00');
  await emma.press(emma.say('hours_screens.save'), 'Mo–Sa: 10:00–14:00, 15:00–19:00');

  await emma.type('/manage', 'What shall we do?');
  await emma.press(emma.say('broadcast_screens.open'), 'told to many clients');
  await emma.press(emma.say('broadcast_screens.create'), 'What shall we tell them?');
  await emma.type('Hello {name}, we are open on Saturdays!', 'Draft');
  await emma.press(emma.say('broadcast_screens.send'), 'What has been started');
  await emma.press(emma.say('broadcast_screens.now'), 'Told:');

  await emma.type('/manage', 'What shall we do?');
  await emma.press(emma.say('audit_screens.open'), 'Working hours changed');
  await emma.sees('Rules changed');
  studio.log.assertCalm();
});
