import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTexts } from '@okno/contract';
import type { Update } from 'grammy/types';
import { conversation } from './recorder.test.ts';
import { choicesOf, RULES, readValue, valueWords } from './screens/rule-values.ts';
import { MAX_LABEL } from './view.ts';
import { createVoice } from './voice.ts';
import { PERSON_ID, testWorld, type WorldOptions } from './world.test.ts';

const FROM = { id: PERSON_ID, is_bot: false, first_name: 'Olga' };
const CHAT = { id: PERSON_ID, type: 'private', first_name: 'Olga' };

/** A salon whose owner decides. */
const council = async (options: WorldOptions = { role: 'super_admin' }) => {
  const world = await testWorld(options);
  const { olga, shows } = world;
  const open = async () => {
    await olga.start();
    await shows('This is Salon.');
    await olga.tap('🛠 Manage');
    await shows('What shall we do?');
    await olga.tap('📐 Rules of booking');
    return shows('Salon: the rules');
  };
  return { ...world, open };
};

test('the rules are readable, and one is changed after it was shown what that means', async () => {
  await using world = await council();
  const { olga, shows, backend, open } = world;
  const { text } = await open();
  assert.match(text, /before the start at least: 1 day\n.*at most: 3\n.*needed: no\n.*visit: 1 day, 2 hrs, 1 hr\n/);
  await olga.tap('❌ Cancelling');
  await shows('Until how long before the start');
  await olga.type('a while');
  await shows('I have not understood that.');
  await olga.type('36 h');
  await shows('1 day → 1 day 12 hrs\n\nIt is asked when somebody moves or cancels');
  assert.equal(backend.callsOf('tenants.update_rules').length, 0);
  await Promise.all([olga.tap('✅ Save'), olga.tap('✅ Save')]);
  await world.idle();
  assert.equal(backend.office.rules.cancel_notice_minutes, 2160);
  const keys = backend.callsOf('tenants.update_rules').map(({ idempotency_key }) => idempotency_key);
  assert.equal(new Set(keys).size, 1);
  assert.deepEqual(world.logs, []);
});

test('the usual values are a tap away, and what is beyond the limits is said with its rule', async () => {
  await using world = await council();
  const { olga, shows, backend, open } = world;
  await open();
  await olga.tap('⏰ Reminders');
  await shows('How long before a visit');
  await olga.tap('never');
  await shows('1 day, 2 hrs, 1 hr → never');
  await olga.tap('✅ Save');
  await shows('Reminders before the visit: never');
  assert.deepEqual(backend.office.rules.reminder_minutes, []);
  await olga.tap('🔢 Limit');
  await shows('How many bookings ahead');
  await olga.type('0');
  await shows('That cannot be saved:');
  await olga.type('5');
  await shows('3 → 5');
  await olga.tap('‹ All rules');
  await shows('Salon: the rules');
  assert.equal(backend.office.rules.max_future_bookings, 3);
  await olga.type('7');
  await shows('I understand buttons best');
  await olga.tap('🛠 Manage');
  await shows('What shall we do?');
  await olga.tap('📐 Rules of booking');
  await shows('Salon: the rules');
  await olga.tap('🌍 Country');
  await shows('Two letters such as RU');
  await olga.tap('RU');
  await shows('by the time zone → RU');
  await olga.tap('✅ Save');
  await shows('Country of telephone numbers: RU');
});

test('moderators do not decide, and a role that was taken away in the middle is told politely', async () => {
  await using world = await council();
  const { olga, shows, backend, open } = world;
  await open();
  await olga.tap('📞 Phone');
  await shows('telephone number before they book?');
  backend.rights.role = 'moderator';
  await olga.tap('yes');
  await shows('you are not one of them now');
  assert.equal(backend.office.rules.phone_needed, false);
  await using other = await council({ role: 'moderator' });
  await other.olga.start();
  await other.shows('This is Salon.');
  await other.olga.tap('🛠 Manage');
  const { inline_keyboard } = await other.shows('What shall we do?');
  assert.ok(!inline_keyboard?.flat().some(({ text }) => text.includes('Rules')));
});

test('every usual value is understood, and fits on its button in both languages', () => {
  for (const language of ['ru', 'en'] as const) {
    const voice = createVoice(createTexts(), language, 0);
    for (const rule of RULES)
      for (const said of choicesOf(rule)) {
        const value = readValue(rule, said);
        assert.ok(value !== undefined, `${rule}: ${said}`);
        assert.ok(valueWords(voice, rule, value).length <= MAX_LABEL, valueWords(voice, rule, value));
      }
  }
});

test('“Save” below an older value saves neither that nor the newer one', async () => {
  await using world = await council();
  const { olga, shows, backend, open } = world;
  await open();
  await olga.tap('❌ Cancelling');
  await shows('Until how long before the start');
  await olga.type('36 h');
  const older = (await shows('1 day → 1 day 12 hrs')).inline_keyboard?.flat().find(({ text }) => text === '✅ Save');
  await olga.tap('✏️ Another value');
  await shows('Until how long before the start');
  await olga.type('48 h');
  await shows('1 day → 2 days');
  await world.give({
    update_id: 900_200,
    callback_query: {
      ...{ id: '1', chat_instance: '1', data: older?.callback_data ?? '', from: FROM },
      message: { message_id: olga.lastMessage('bot')?.message_id ?? 1, date: 1, text: 'x', chat: CHAT },
    },
  } as Update);
  await shows('lost the thread');
  assert.equal(backend.callsOf('tenants.update_rules').length, 0);
});

test('reminders are several durations, each with its unit; what could be read in two ways is not understood', () => {
  for (const [said, minutes] of [
    ['24 h, 2 h, 30 min', [1440, 120, 30]],
    ['2 дня; 3 ч', [2880, 180]],
    ['90', [90]],
    ['1 h 30 min', [90]],
    ['0', []],
    ['никогда', []],
  ] as const)
    assert.deepEqual(readValue('reminder_minutes', said), minutes, said);
  for (const odd of ['1,5 ч', '24 h, 2', '30, 60', '24h 2h 1h', '24 h, never', '24 h,', 'soon'])
    assert.equal(readValue('reminder_minutes', odd), undefined, odd);
});

conversation(
  'rules',
  async (scene) => {
    const { start, tap, type, label, language } = scene;
    await start();
    await tap(label('manage.open'));
    await tap(label('rules_screens.open'));
    await tap(label('rules_screens.short_cancel_notice_minutes'));
    await type(language === 'ru' ? 'подумаем' : 'we shall see');
    await type(language === 'ru' ? '12 часов' : '12 hours');
    await tap(label('rules_screens.save'));
    await tap(label('rules_screens.short_reminder_minutes'));
    await type(language === 'ru' ? '2 дня, 3 ч' : '2 days, 3 h');
    await tap(label('rules_screens.save'));
    await tap(label('rules_screens.short_phone_needed'));
    await tap(label('rules_screens.yes'));
    await tap(label('rules_screens.keep'));
    await tap(label('menu.home'));
  },
  { role: 'super_admin' },
);
