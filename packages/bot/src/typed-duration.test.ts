import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readTypedDuration } from './typed-duration.ts';

test('a duration is understood as people write it, in both languages', () => {
  const said: readonly (readonly [string, number])[] = [
    ...([
      ['90', 90],
      ['24 h', 1440],
      ['24ч', 1440],
      ['2 days', 2880],
      ['2 дня', 2880],
      ['1 d 2 h 5 min', 1565],
    ] as const),
    ...([
      ['1 ч. 30 мин.', 90],
      ['0', 0],
      ['never', 0],
      ['Никогда', 0],
      [' 5 минут ', 5],
      ['1 сутки', 1440],
    ] as const),
  ];
  for (const [text, minutes] of said) assert.equal(readTypedDuration(text), minutes, text);
});

test('white space around a duration is none of it', () => {
  assert.equal(readTypedDuration(`${' '.repeat(200)}2 h\n`), 120);
});

test('whatever is odd is no duration', () => {
  for (const text of [
    '',
    ' ',
    'soon',
    '5 5',
    '1 h 30',
    '-5',
    '1.5 h',
    '5 lightyears',
    'h',
    '9999999',
    '999999 d',
    '5 m!',
    '٣ h',
    '24h 2h 1h',
    '1 ч 30 мин 5 минут',
    `5 min${' '.repeat(100)}2 h 1 d`,
  ])
    assert.equal(readTypedDuration(text), undefined, text);
  fc.assert(
    fc.property(fc.string(), (text) => {
      const minutes = readTypedDuration(text);
      assert.ok(minutes === undefined || (Number.isInteger(minutes) && minutes >= 0));
    }),
  );
});
