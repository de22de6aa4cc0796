import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@okno/contract';
import { ANNA, BORIS } from './fake-backend.test.ts';
import { conversation } from './recorder.test.ts';
import { at, book, labels } from './staff-world.test.ts';
import { testWorld, type WorldOptions } from './world.test.ts';

/** A specialist at her own hours. */
const atHours = async (options: WorldOptions = { staff: true }) => {
  const world = await testWorld(options);
  const { olga, shows } = world;
  const open = async () => {
    await olga.type('/hours');
    return shows('Working hours (Moscow time)');
  };
  const asked = async () => {
    await open();
    await olga.tap('✏️ Change the week');
    await shows('Which day shall we change?');
    await olga.tap('✍️ The whole week in words');
    return shows('Which hours from now on?');
  };
  return { ...world, open, asked };
};

test('a week is typed, shown beside the old one, and saved once however often it is tapped', async () => {
  await using world = await atHours();
  const { olga, shows, backend, asked } = world;
  await asked();
  await olga.type('Mon-Fri 9-13, 14-18; Sat 22-2');
  const check = await shows('Please check the new hours');
  assert.match(
    check.text,
    /Until now\nMo, Tu, Su: 10:00–18:00\n\nFrom now on\nMo–Fr: 09:00–13:00, 14:00–18:00\nSa: 22:00–02:00 \(\+1\)\n\n✅ No visit/,
  );
  assert.equal(backend.callsOf('scheduling.set_hours').length, 0);
  await Promise.all([olga.tap('✅ Save'), olga.tap('✅ Save')]);
  await world.idle();
  assert.deepEqual(
    backend.staff.weeks.get(ANNA)?.map(({ days, from }) => [days.length, from]),
    [
      [5, '09:00'],
      [5, '14:00'],
      [1, '22:00'],
    ],
  );
  assert.deepEqual(world.logs, []);
});

test('visits that would lie outside are named before anything is saved, and stay', async () => {
  await using world = await atHours();
  const { olga, shows, backend, asked } = world;
  book(world, '12:00', '2026-03-03');
  book(world, '16:00', '2026-03-04');
  await asked();
  await olga.type('вт 10-14');
  const check = await shows('1 visit lies outside of these hours and stays booked:');
  assert.match(check.text, /• Wed 4 Mar, 16:00 Olga/);
  await olga.tap('Leave as it is');
  await shows('Mo, Tu, Su: 10:00–18:00');
  assert.equal(backend.callsOf('scheduling.set_hours').length, 0);
  await olga.type('Mon 9-18');
  await shows('I understand buttons best');
});

test('what cannot be understood, or cannot be, is said, and the words are waited for again', async () => {
  await using world = await atHours();
  const { olga, shows, asked } = world;
  await asked();
  await olga.type('nine to five');
  await shows('I have not understood “nine”');
  await olga.type('Mon 9-13, 12-14');
  await shows('Such hours cannot be saved: must not overlap weekly.0.');
  await olga.type('Mon <b>9</b>');
  await shows('I have not understood “<”');
  await olga.type('Mon 9-12');
  await shows('Please check the new hours');
  await olga.type('Mon 9-17');
  await shows('Mo: 09:00–17:00');
  await olga.tap('✅ Save');
  await shows('🕑 Working hours');
});

test('a day gets other hours, is closed with its visits named, and follows the week again', async () => {
  await using world = await atHours();
  const { olga, shows, backend, open } = world;
  book(world, '12:00', '2026-03-03');
  await open();
  await olga.tap('🗓 Other hours on a day');
  await shows('On which day?');
  await olga.tap('3🟡');
  await shows('Tue 3 March\nAs in every week.');
  await olga.tap('✏️ Other hours');
  await shows('which hours?');
  await olga.type('Tue 9-12');
  await shows('I have not understood');
  await olga.type('9-13');
  await shows('09:00–13:00\n\n✅ No visit');
  await olga.tap('✅ Save');
  await shows('Other hours on\nTue 3 March: 09:00–13:00');
  await olga.tap('🗓 Tue 3 Mar');
  await shows('Tue 3 March\n09:00–13:00');
  await olga.tap('🔒 Close the day');
  await shows(/day off\n\n⚠️ 1 visit lies outside.*• Tue 3 Mar, 12:00 Olga/s);
  assert.deepEqual(backend.staff.overrides.get('2026-03-03')?.intervals, [{ from: '09:00', to: '13:00' }]);
  await olga.tap('✅ Save');
  await shows('Tue 3 March: day off');
  await olga.tap('🗓 Tue 3 Mar');
  const closed = await shows('Tue 3 March\nday off');
  assert.ok(!labels(closed).includes('🔒 Close the day'));
  await olga.tap('↩️ As in every week');
  const asWeekly = await shows('As in every week.\n\n✅ No visit');
  assert.ok(labels(asWeekly).includes('✏️ Write anew'), 'a day is written, and not chosen among weekdays');
  await olga.tap('✅ Save');
  await shows('🕑 Working hours');
  assert.equal(backend.staff.overrides.size, 0);
});

test('whoever runs the business opens the hours of anybody, and a button of another dialogue saves nothing', async () => {
  await using world = await atHours({ role: 'moderator' });
  const { olga, shows, backend } = world;
  await olga.start();
  await shows('This is Salon.');
  await olga.tap('🛠 Manage');
  await shows('What shall we do?');
  await olga.tap('🕑 Working hours');
  await shows('Mo, Tu, Su: 10:00–18:00');
  await olga.tap('✏️ Boris');
  await shows('👤 Boris\n🕑 Working hours (Moscow time)\nno weekly hours');
  await olga.tap('✏️ Change the week');
  await shows('👤 Boris\n🕑 Hours by weekday');
  await olga.tap('✍️ The whole week in words');
  await shows('Which hours from now on?');
  await olga.type('ежедневно 10-20');
  const check = await shows('Mo–Su: 10:00–20:00');
  await olga.type('/cancel');
  await shows('Left as it was');
  const data = check.inline_keyboard?.flat().find(({ text }) => text === '✅ Save')?.callback_data;
  assert.ok(data !== undefined);
  await world.give({
    update_id: 900_200,
    callback_query: {
      ...{ id: '1', chat_instance: '1', data, from: { id: 1, is_bot: false, first_name: 'Olga' } },
      message: {
        ...{ message_id: olga.lastMessage('bot')?.message_id ?? 1, date: 1, text: 'x' },
        chat: { id: 1, type: 'private', first_name: 'Olga' },
      },
    },
  });
  await shows('lost the thread');
  assert.deepEqual(backend.staff.weeks.get(BORIS) ?? [], []);
});

test('“Save” below older words saves neither those nor the newer ones', async () => {
  await using world = await atHours();
  const { olga, shows, backend, asked } = world;
  await asked();
  await olga.type('Mon 9-12');
  const older = (await shows('Mo: 09:00–12:00')).inline_keyboard?.flat().find(({ text }) => text === '✅ Save');
  await olga.type('Tue 9-17');
  await shows('Tu: 09:00–17:00');
  await olga.tap(({ callback_data }) => callback_data === older?.callback_data);
  await shows('lost the thread');
  assert.equal(backend.callsOf('scheduling.set_hours').length, 0);
  await olga.type('Wed 9-10');
  await shows('We: 09:00–10:00');
  await olga.tap('✅ Save');
  await world.until(() => backend.staff.weeks.get(ANNA)?.[0]?.to === '10:00');
});

test('a week in words is shown anew when somebody else has changed it meanwhile', async () => {
  await using world = await atHours();
  const { olga, shows, backend, asked } = world;
  await asked();
  await olga.type('Mon 9-12');
  await shows('Please check the new hours');
  const theirs = { days: [5], from: '12:00', to: '20:00', valid_from: null, valid_until: null };
  backend.staff.weeks.set(ANNA, [theirs]);
  await olga.tap('✅ Save');
  const anew = await shows('Somebody else has changed the week meanwhile');
  assert.match(anew.text, /Until now\nFr: 12:00–20:00\n\nFrom now on\nMo: 09:00–12:00/);
  assert.deepEqual(backend.staff.weeks.get(ANNA), [theirs]);
  await olga.tap('✅ Save');
  await world.until(() => backend.staff.weeks.get(ANNA)?.[0]?.to === '12:00');
});

test('the hours of a day are shown anew when somebody else has given it others meanwhile, and only then', async () => {
  await using world = await atHours();
  const { olga, shows, backend, open } = world;
  await open();
  await olga.tap('🗓 Other hours on a day');
  await shows('On which day?');
  await olga.tap('3🟢');
  await shows('Tue 3 March\nAs in every week.');
  await olga.tap('✏️ Other hours');
  await shows('which hours?');
  await olga.type('9-13');
  await shows('09:00–13:00\n\n✅ No visit');
  const theirs = { date: '2026-03-03', intervals: [] };
  backend.staff.overrides.set(theirs.date, theirs);
  await olga.tap('✅ Save');
  await shows('Somebody else has changed the hours of this day meanwhile');
  assert.deepEqual(backend.staff.overrides.get(theirs.date), theirs);
  // They have done the same: there is nothing left to be done.
  backend.staff.overrides.set(theirs.date, { ...theirs, intervals: [{ from: '09:00', to: '13:00' }] });
  await olga.tap('✅ Save');
  await shows('Other hours on\nTue 3 March: 09:00–13:00');
});

test('a specialist in another zone chooses among the days of that zone', async () => {
  await using world = await atHours();
  const { olga, shows, backend, open } = world;
  const anna = backend.specialists.find(({ id }) => id === ANNA);
  assert.ok(anna);
  // Where it is still Sunday, the first.
  anna.time_zone = 'Pacific/Pago_Pago';
  await open();
  await olga.tap('🗓 Other hours on a day');
  await shows('On which day?');
  await olga.tap('•1🟢');
  await shows('Sun 1 March\nAs in every week.');
  await olga.type('/off');
  await shows('No days off');
  await olga.tap('🗓 Choose the days');
  await shows('The first day off?');
  await olga.tap('•1🟢');
  await shows('And the last?');
});

test('the hours of all fit into one message, however many seasons a week has', async () => {
  await using world = await atHours({ role: 'moderator' });
  const { olga, shows, backend } = world;
  const rows = Array.from({ length: 90 }, (_, index) => ({
    ...{ days: [1], from: '10:00', to: '18:00', valid_until: null },
    valid_from: new Date(Date.UTC(2027, 0, 1 + index)).toISOString().slice(0, 10),
  }));
  for (const id of [ANNA, BORIS]) backend.staff.weeks.set(id, rows);
  await olga.type('/manage');
  await shows('What shall we do?');
  await olga.tap('🕑 Working hours');
  assert.match((await shows('Anna')).text, /… and \d+ more lines$/);
  assert.deepEqual(world.logs, []);
});

test('hours are nobody’s who may not see them, and clients have no such command', async () => {
  await using world = await atHours({ staff: true });
  const { olga, shows, backend } = world;
  backend.fail('scheduling.hours', new AppError('forbidden'));
  await olga.type('/hours');
  await shows('This is not yours to do here.');
  await using other = await testWorld();
  await other.olga.type('/hours');
  await other.shows('for specialists');
  assert.ok(at('10:00').length > 0);
});

conversation(
  'hours',
  async (scene) => {
    const { type, tap, label, world, language } = scene;
    book(world, '16:00', '2026-03-04');
    await type('/hours');
    await tap(label('weekday.open'));
    await tap(/10–18/);
    await tap(label('weekday.more'));
    await tap('19:00');
    await tap(label('weekday.half_hours'));
    await tap('20:30');
    await tap(label('weekday.again'));
    await tap(label('weekday.in_words'));
    await type(language === 'ru' ? 'с утра до вечера' : 'all day long');
    await type(language === 'ru' ? 'пн–чт 9–13, 14–16; сб 10–14' : 'Mon–Thu 9–13, 14–16; Sat 10–14');
    await tap(label('hours_screens.save'));
    await tap(label('hours_screens.pick'));
    await tap('5🟢');
    await tap(label('hours_screens.close_day'));
    await tap(label('hours_screens.save'));
    await tap(/5 /);
    await tap(label('hours_screens.restore_day'));
    await tap(label('hours_screens.save'));
  },
  { staff: true },
);
