import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WeekRow } from '@okno/contract';
import fc from 'fast-check';
import { ANNA } from './fake-backend.test.ts';
import { book, labels } from './staff-world.test.ts';
import { clockOf, hoursOn, minutesOf, weekdayLabel, withHours } from './week-grid.ts';
import { testWorld, type World } from './world.test.ts';

const atWeek = async (): Promise<World & { open: () => Promise<string[]> }> => {
  const world = await testWorld({ staff: true });
  const { olga, shows } = world;
  const open = async () => {
    await olga.type('/hours');
    await shows('Working hours (Moscow time)');
    await olga.tap('✏️ Change the week');
    return labels(await shows('Which day shall we change?'));
  };
  return { ...world, open };
};

const kept = ({ backend }: World) => backend.staff.weeks.get(ANNA)?.map(({ days, from, to }) => ({ days, from, to }));

test('a weekday is changed by taps: what was and what will be stand side by side before it counts', async () => {
  await using world = await atWeek();
  const { olga, shows, backend } = world;
  assert.deepEqual((await world.open()).slice(0, 7), [
    'Mo 10–18',
    'Tu 10–18',
    'We —',
    'Th —',
    'Fr —',
    'Sa —',
    'Su 10–18',
  ]);
  await olga.tap('We —');
  await shows('We: day off');
  await olga.tap('➕ Set hours');
  await shows('We: from when?');
  await olga.tap(/Half past/);
  await olga.tap('09:30');
  await shows('We: from 09:30 until when?');
  await olga.tap('14:00');
  const check = await shows('Please check the new hours');
  assert.match(check.text, /From now on\nMo, Tu, Su: 10:00–18:00\nWe: 09:30–14:00\n\n✅ No visit/);
  assert.equal(backend.callsOf('scheduling.set_hours').length, 0);
  await Promise.all([olga.tap('✅ Save'), olga.tap('✅ Save')]);
  await world.idle();
  assert.deepEqual(kept(world), [
    { days: [0, 1, 2], from: '10:00', to: '18:00' },
    { days: [3], from: '09:30', to: '14:00' },
  ]);
  assert.deepEqual(world.logs, []);
});

test('hours after a break are added, and those of one day are given to others', async () => {
  await using world = await atWeek();
  const { olga, shows } = world;
  await world.open();
  await olga.tap('Mo 10–18');
  await shows('Mo: 10:00–18:00');
  await olga.tap('➕ More hours after a break');
  await shows('Mo: from when?');
  await olga.tap('19:00');
  await olga.tap('21:00');
  await shows('Mo: 10:00–18:00, 19:00–21:00');
  await olga.tap('✅ Save');
  await shows('Working hours (Moscow time)');
  await olga.tap('✏️ Change the week');
  await shows('Which day shall we change?');
  await olga.tap(/^Mo 10–18, 19–21/);
  await olga.tap('📋 The same on other days');
  const asked = await shows('On which other days?');
  assert.ok(!labels(asked).some((label) => label.startsWith('Go on')), 'nothing is chosen yet');
  await olga.tap('We');
  await shows('On which other days?');
  await olga.tap('Sa');
  await olga.tap('✅ Sa');
  await olga.tap('Go on ›');
  await shows(/From now on\nMo, We: 10:00–18:00, 19:00–21:00\nTu, Su: 10:00–18:00/);
  await olga.tap('✅ Save');
  await shows(/Mo, We: 10:00–18:00, 19:00–21:00/);
  assert.deepEqual(kept(world), [
    { days: [0, 2], from: '10:00', to: '18:00' },
    { days: [1, 3], from: '10:00', to: '18:00' },
    { days: [1, 3], from: '19:00', to: '21:00' },
  ]);
});

test('a day off is made of a weekday, and who has a visit then is named', async () => {
  await using world = await atWeek();
  const { olga, shows } = world;
  book(world, '12:00', '2026-03-03');
  await world.open();
  await olga.tap('Tu 10–18');
  await olga.tap('🔒 Make it a day off');
  const check = await shows('1 visit lies outside of these hours and stays booked:');
  assert.match(check.text, /• Tue 3 Mar, 12:00 Olga/);
  await olga.tap('✏️ Choose anew');
  await shows('Which day shall we change?');
  assert.equal(world.backend.callsOf('scheduling.set_hours').length, 0);
});

test('hours that overlap are refused with the reason, and there is a way on', async () => {
  await using world = await atWeek();
  const { olga, shows } = world;
  await world.open();
  await olga.tap('Mo 10–18');
  await olga.tap('➕ More hours after a break');
  await olga.tap('12:00');
  await olga.tap('13:00');
  const refused = await shows('Such hours cannot be saved');
  assert.deepEqual(labels(refused), ['✏️ Choose anew', 'Leave as it is', '🏠 Menu']);
  await olga.tap('✏️ Choose anew');
  await shows('Which day shall we change?');
});

test('hours that lie on no grid are left out one by one all the same', async () => {
  await using world = await atWeek();
  const { olga, shows, backend } = world;
  const always = { days: [1], valid_from: null, valid_until: null };
  backend.staff.weeks.set(ANNA, [
    { ...always, from: '09:07', to: '12:00' },
    { ...always, from: '13:00', to: '17:59' },
  ]);
  await world.open();
  await olga.tap(/^Mo/);
  await shows('Mo: 09:07–12:00, 13:00–17:59');
  await olga.tap('✖️ 09:07–12:00');
  await shows(/From now on\nMo: 13:00–17:59/);
});

test('a week that somebody else has changed meanwhile is shown anew, and nothing of theirs is lost', async () => {
  await using world = await atWeek();
  const { olga, shows, backend } = world;
  await world.open();
  await olga.tap('We —');
  await olga.tap('➕ Set hours');
  await olga.tap('09:00');
  await olga.tap('14:00');
  await shows('Please check the new hours');
  const always = { valid_from: null, valid_until: null };
  backend.staff.weeks.set(ANNA, [{ ...always, days: [5], from: '12:00', to: '20:00' }]);
  await olga.tap('✅ Save');
  const anew = await shows('Somebody else has changed the week meanwhile');
  assert.match(anew.text, /Until now\nFr: 12:00–20:00\n\nFrom now on\nWe: 09:00–14:00\nFr: 12:00–20:00/);
  assert.deepEqual(kept(world), [{ days: [5], from: '12:00', to: '20:00' }]);
  await olga.tap('✅ Save');
  await shows('Working hours (Moscow time)');
  assert.deepEqual(kept(world), [
    { days: [3], from: '09:00', to: '14:00' },
    { days: [5], from: '12:00', to: '20:00' },
  ]);
});

test('what was tapped is asked for in words when the week has got seasons meanwhile', async () => {
  await using world = await atWeek();
  const { olga, shows, backend } = world;
  await world.open();
  await olga.tap('Tu 10–18');
  await olga.tap('🔒 Make it a day off');
  await shows('Please check the new hours');
  const season: WeekRow = { days: [1], from: '08:00', to: '12:00', valid_from: '2026-06-01', valid_until: null };
  backend.staff.weeks.set(ANNA, [season]);
  await olga.tap('✅ Save');
  await shows('Which hours from now on?');
  assert.deepEqual(backend.staff.weeks.get(ANNA), [season]);
});

test('a tap on “Save” that comes twice, because nobody knew that it was done, is not taken for somebody else’s', async () => {
  await using world = await atWeek();
  const { olga, shows, backend } = world;
  await world.open();
  await olga.tap('Mo 10–18');
  await olga.tap('➕ More hours after a break');
  await olga.tap('19:00');
  await olga.tap('21:00');
  await shows('Please check the new hours');
  const always = { valid_from: null, valid_until: null };
  backend.staff.weeks.set(ANNA, [
    { ...always, days: [0, 2], from: '10:00', to: '18:00' },
    { ...always, days: [1], from: '10:00', to: '18:00' },
    { ...always, days: [1], from: '19:00', to: '21:00' },
  ]);
  await olga.tap('✅ Save');
  await shows('Working hours (Moscow time)');
});

test('a week with hours of a season is changed in words, for a weekday has two', async () => {
  await using world = await atWeek();
  const { olga, shows, backend } = world;
  const season: WeekRow = { days: [1], from: '08:00', to: '12:00', valid_from: '2026-06-01', valid_until: null };
  backend.staff.weeks.set(ANNA, [...(backend.staff.weeks.get(ANNA) ?? []), season]);
  await olga.type('/hours');
  await shows('Working hours (Moscow time)');
  await olga.tap('✏️ Change the week');
  await shows('Which hours from now on?');
});

test('a changed day is what was chosen, and the others are what they were', () => {
  const hour = fc
    .integer({ min: 0, max: 47 })
    .chain((from) =>
      fc.integer({ min: from + 1, max: 48 }).map((to) => ({ from: clockOf(from * 30), to: clockOf(to * 30) })),
    );
  const days = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 });
  const week = fc.array(fc.tuple(days, hour).map(([on, hours]) => ({ days: on, ...hours })));
  fc.assert(
    fc.property(week, days, fc.uniqueArray(hour, { selector: ({ from }) => from }), (before, on, hours) => {
      const after = withHours(before, on, hours);
      for (const day of [0, 1, 2, 3, 4, 5, 6]) {
        const wanted = on.includes(day) ? hours : hoursOn(before, day);
        const text = (all: readonly { from: string; to: string }[]) => [
          ...new Set(all.map(({ from, to }) => `${from}–${to}`)),
        ];
        assert.deepEqual(text(hoursOn(after, day)).sort(), text(wanted).sort());
      }
    }),
  );
});

test('a weekday’s button is never wider than half of a phone', () => {
  const hours = fc.record({ from: fc.integer({ min: 0, max: 40 }), to: fc.integer({ min: 41, max: 48 }) });
  fc.assert(
    fc.property(fc.array(hours), (all) => {
      const label = weekdayLabel(
        'Mo',
        all.map(({ from, to }) => ({ from: clockOf(from * 30), to: clockOf(to * 30) })),
      );
      assert.ok(label.length <= 18, label);
    }),
  );
  assert.equal(minutesOf(clockOf(1440)), 1440);
});
