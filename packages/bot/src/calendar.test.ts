import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Load } from '@okno/contract';
import fc from 'fast-check';
import { type CalendarInput, calendarKeyboard } from './calendar.ts';
import { readTarget, type Target } from './callback-data.ts';
import { addDays, addMonths, daysOfMonth, monthOfNumber, weekdayOf } from './days.ts';
import { uuid } from './fake-backend.test.ts';
import type { Button } from './view.ts';

const input = (fields: Partial<CalendarInput>): CalendarInput => ({
  month: '2026-03',
  loads: new Map(),
  window: { today: '2026-03-11', last_day: '2026-04-20' },
  texts: { title: 'March 2026', weekdays: ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] },
  dayTarget: (day) => ({ screen: 'day', service: uuid(1), specialist: null, day, page: 0 }),
  monthTarget: (month) => ({ screen: 'month', service: uuid(1), specialist: null, month, fresh: false }),
  ...fields,
});

const targetOf = (button: Button | undefined): Target | undefined =>
  button !== undefined && 'callback_data' in button ? readTarget(button.callback_data) : undefined;

const dayTargets = (given: CalendarInput): string[] =>
  calendarKeyboard(given)
    .flat()
    .map(targetOf)
    .flatMap((target) => (target?.screen === 'day' ? [target.day] : []));

test('March 2026 shows marks, today and what cannot be tapped from the current week on', () => {
  const loads = new Map<string, Load>([
    ['2026-03-10', 'free'],
    ['2026-03-11', 'busy'],
    ['2026-03-12', 'free'],
    ['2026-03-13', 'full'],
    ['2026-03-14', 'closed'],
  ]);
  const given = input({ loads });
  const rows = calendarKeyboard(given).map((row) => row.map(({ text }) => text));
  assert.deepEqual(rows[0], ['\u2800', 'March 2026', '›']);
  assert.deepEqual(rows[1], ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su']);
  assert.deepEqual(rows[2], ['·', '·', '•11🟡', '12🟢', '13🔴', '14', '15']);
  assert.equal(rows.length, 6);
  assert.deepEqual(dayTargets(given), ['2026-03-11', '2026-03-12']);
});

test('the first week of a month has empty places, and weeks leave only when they have passed', () => {
  const firstWeek = (today: string) => {
    const window = { today, last_day: '2026-04-20' };
    return calendarKeyboard(input({ month: '2026-03', window })).map((row) => row.map(({ text }) => text))[2];
  };
  const blanks = Array(6).fill('\u2800');
  assert.deepEqual(firstWeek('2026-02-20'), [...blanks, '1']);
  assert.deepEqual(firstWeek('2026-03-01'), [...blanks, '•1']);
  assert.deepEqual(firstWeek('2026-03-02'), ['•2', '3', '4', '5', '6', '7', '8']);
  assert.deepEqual(firstWeek('2026-03-08'), ['·', '·', '·', '·', '·', '·', '•8']);
  assert.deepEqual(firstWeek('2026-05-09'), ['·', '·', ...Array(5).fill('\u2800')]);
});

test('no arrow leads out of the window, and a month outside leads back', () => {
  const arrows = (month: string) => {
    const [row] = calendarKeyboard(input({ month }));
    return [row?.[0], row?.[2]].map(targetOf).map((target) => (target?.screen === 'month' ? target.month : null));
  };
  assert.deepEqual(arrows('2026-03'), [null, '2026-04']);
  assert.deepEqual(arrows('2026-04'), ['2026-03', null]);
  assert.deepEqual(arrows('2190-01'), ['2026-04', null]);
  assert.deepEqual(arrows('2001-01'), [null, '2026-03']);
});

test('in every month the days stand under their weekday and only open days inside the window can be tapped', () => {
  const load = fc.constantFrom<Load>('free', 'busy', 'full', 'closed');
  const monthNumber = fc.integer({ min: 2020 * 12, max: 2040 * 12 });
  fc.assert(
    fc.property(monthNumber, fc.array(load, { minLength: 31, maxLength: 31 }), fc.nat(90), (number, list, ahead) => {
      const month = monthOfNumber(number);
      const today = `${month}-07`;
      const loads = new Map(daysOfMonth(month).map((day, index) => [day, list[index] ?? 'closed']));
      const given = input({ month, loads, window: { today, last_day: addDays(today, ahead) } });
      const keyboard = calendarKeyboard(given);
      assert.ok(keyboard.slice(1).every((row) => row.length === 7));
      assert.ok(keyboard.flat().every(({ text }) => text.trim() !== '' && text.length <= 14));
      for (const row of keyboard.slice(2)) {
        for (const [column, button] of row.entries()) {
          const target = targetOf(button);
          if (target?.screen === 'day') assert.equal(weekdayOf(target.day), column);
        }
      }
      const expected = daysOfMonth(month).filter((day) => {
        const mark = loads.get(day);
        return day >= today && day <= given.window.last_day && (mark === 'free' || mark === 'busy');
      });
      assert.deepEqual(dayTargets(given), expected);
    }),
  );
});

test('months follow each other over the end of a year', () => {
  assert.equal(addMonths('2026-12', 1), '2027-01');
  assert.equal(addMonths('2026-01', -1), '2025-12');
  assert.equal(daysOfMonth('2028-02').length, 29);
});
