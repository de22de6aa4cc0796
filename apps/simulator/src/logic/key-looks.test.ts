import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyLooks } from './key-looks.ts';

const BLANK = '\u2800';
const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];

const looks = (...rows: string[][]) => keyLooks(rows.map((row) => row.map((text) => ({ text, callback_data: text }))));

const times = (count: number, look: string) => Array<string>(count).fill(look);

test('a calendar has headings, empty places, days to take and days one cannot take', () => {
  const drawn = looks(
    [BLANK, 'March 2026', '›'],
    WEEKDAYS,
    [...times(6, BLANK), '·'],
    ['·', '·', '•11🟡', '12🟢', '13🔴', '14', '15'],
    ['⚡ Nearest: 11 March, 12:00'],
    ['‹ Back', 'Menu'],
  );
  assert.deepEqual(drawn, [
    ['blank', 'heading', 'key'],
    times(7, 'heading'),
    [...times(6, 'blank'), 'faint'],
    ['faint', 'faint', 'key', 'key', 'faint', 'faint', 'faint'],
    ['key'],
    ['key', 'key'],
  ]);
});

test('Russian weekdays are headings too', () => {
  assert.deepEqual(looks(['Пн', 'Вт', 'Ср', 'Чт', 'Пт', 'Сб', 'Вс'])[0], times(7, 'heading'));
});

test('a bot that marks no day may take all of them', () => {
  const [, days] = looks(WEEKDAYS, ['1', '2', '3', '4', '5', '6', BLANK]);
  assert.deepEqual(days, [...times(6, 'key'), 'blank']);
});

test('seven numbers without weekdays are no calendar, and an empty key elsewhere stays one', () => {
  assert.deepEqual(looks(['1', '2', '3', '4', '5', '6', '7🟢'])[0], times(7, 'key'));
  assert.deepEqual(looks([BLANK, 'Menu', '›'], ['Other']), [times(3, 'key'), ['key']]);
});
