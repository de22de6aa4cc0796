import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatInstant } from '../../time.ts';
import { clipWindows, mergeWindows, type WeeklyHours } from './rules.ts';
import { type HoursQuery, workingWindows } from './rules-windows.ts';

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6] as const;
const daily = (from_minute: number, to_minute: number): WeeklyHours[] =>
  EVERY_DAY.map((weekday) => ({ weekday, from_minute, to_minute }));

function texts(query: Partial<HoursQuery> & { from_day: string }): string[] {
  const { zone = 'Europe/Berlin', weekly = [], overrides = [], from_day, to_day = from_day } = query;
  return workingWindows({ zone, weekly, overrides, from_day, to_day }).map(
    ({ from, to }) => `${formatInstant(from).slice(5, 16)}/${formatInstant(to).slice(5, 16)}`,
  );
}

test('several intervals of a day are several windows, and the gap is a break', () => {
  const weekly = [...daily(840, 1080), ...daily(540, 780)];
  assert.deepEqual(texts({ weekly, from_day: '2026-05-01' }), ['05-01T07:00/05-01T11:00', '05-01T12:00/05-01T16:00']);
});

test('intervals that touch or overlap are one window, also over midnight', () => {
  const weekly = [...daily(1320, 1440), ...daily(0, 120), ...daily(60, 180)];
  assert.deepEqual(texts({ weekly, from_day: '2026-05-02' }), ['05-01T20:00/05-02T01:00', '05-02T20:00/05-03T01:00']);
});

test('an override replaces the shift that starts on its date, and leaves the tail of the night before', () => {
  const overrides = [{ day: '2026-05-02', intervals: [{ from_minute: 600, to_minute: 660 }] }];
  assert.deepEqual(texts({ weekly: daily(1320, 1800), overrides, from_day: '2026-05-02', to_day: '2026-05-03' }), [
    '05-01T20:00/05-02T04:00',
    '05-02T08:00/05-02T09:00',
    '05-03T20:00/05-04T04:00',
  ]);
});

test('an override without intervals closes its date', () => {
  const overrides = [{ day: '2026-05-02', intervals: [] }];
  assert.deepEqual(texts({ weekly: daily(540, 600), overrides, from_day: '2026-05-02' }), []);
});

test('validity is that of the date on which the shift starts, both days inclusive', () => {
  const weekly = daily(1320, 1500).map((row) => ({ ...row, valid_from: '2026-05-02', valid_until: '2026-05-03' }));
  assert.deepEqual(texts({ weekly, from_day: '2026-05-01', to_day: '2026-05-06' }), [
    '05-02T20:00/05-02T23:00',
    '05-03T20:00/05-03T23:00',
  ]);
});

test('a shift across the repeated hour is an hour longer, across the missing hour an hour shorter', () => {
  const hours = (day: string) => {
    const overrides = [{ day, intervals: [{ from_minute: 1320, to_minute: 1800 }] }];
    const [night] = workingWindows({ zone: 'Europe/Berlin', weekly: [], overrides, from_day: day, to_day: day });
    return night === undefined ? 0 : (night.to - night.from) / 3_600_000;
  };
  assert.deepEqual([hours('2026-10-24'), hours('2026-03-28'), hours('2026-05-01')], [9, 7, 8]);
});

test('both ends of an interval within a gap move, and one that the gap turns around vanishes', () => {
  const from_day = '2026-03-29';
  assert.deepEqual(texts({ weekly: daily(135, 165), from_day }), ['03-29T01:15/03-29T01:45']);
  assert.deepEqual(texts({ weekly: daily(150, 195), from_day }), []);
});

test('24:00 ends a day, and round-the-clock hours begin anew at every midnight without a gap', () => {
  assert.deepEqual(texts({ weekly: daily(0, 1440), from_day: '2026-03-28' }), [
    '03-27T23:00/03-28T23:00',
    '03-28T23:00/03-29T22:00',
    '03-29T22:00/03-30T22:00',
  ]);
});

test('a date that is worked around the clock begins a window also between two that are not', () => {
  const weekly: WeeklyHours[] = [
    { weekday: 5, from_minute: 1400, to_minute: 1440 },
    { weekday: 6, from_minute: 0, to_minute: 1440 },
    { weekday: 0, from_minute: 0, to_minute: 60 },
  ];
  for (const from_day of ['2026-05-02', '2026-05-03']) {
    assert.deepEqual(texts({ weekly, from_day }).at(-1), '05-01T22:00/05-02T23:00');
  }
  assert.deepEqual(texts({ weekly, from_day: '2026-05-01' }), ['05-01T21:20/05-01T22:00', '05-01T22:00/05-02T23:00']);
});

test('what ends in the day that Samoa left out has its true start on the day after', () => {
  const weekly: WeeklyHours[] = [
    { weekday: 3, from_minute: 145, to_minute: 1445 },
    { weekday: 4, from_minute: 5, to_minute: 1445 },
  ];
  const whole = texts({ zone: 'Pacific/Apia', weekly, from_day: '2011-12-29' });
  assert.deepEqual(texts({ zone: 'Pacific/Apia', weekly, from_day: '2011-12-31' }), whole.slice(-1));
});

test('a window that reaches into the range has its true start', () => {
  const weekly = [...daily(1380, 1560), ...daily(120, 240)];
  assert.deepEqual(texts({ weekly, from_day: '2026-05-02' }), ['05-01T21:00/05-02T02:00', '05-02T21:00/05-03T02:00']);
});

test('an unknown zone and a day that does not exist are refused', () => {
  assert.throws(() => texts({ zone: '+03:00', from_day: '2026-05-01' }), /unknown time zone/);
  assert.throws(() => texts({ from_day: '2026-02-30' }), /not a day/);
});

test('merged windows cover what the windows cover, in whatever order they come', () => {
  const SIZE = 40;
  const window = fc.tuple(fc.nat(SIZE), fc.nat(SIZE)).map(([from, to]) => ({ from, to }));
  const covered = (windows: readonly { from: number; to: number }[]) =>
    Array.from({ length: SIZE }, (_, cell) => windows.some(({ from, to }) => from <= cell && cell < to));
  const sorted = (windows: readonly { from: number; to: number }[]) => windows.toSorted((a, b) => a.from - b.from);
  fc.assert(
    fc.property(fc.array(window, { maxLength: 8 }), (windows) => {
      const merged = mergeWindows(windows);
      assert.deepEqual(covered(merged), covered(windows));
      assert.ok(merged.every(({ from }, index) => index === 0 || from > (merged[index - 1]?.to ?? Number.NaN)));
      assert.deepEqual(mergeWindows(sorted(windows)), merged);
    }),
    { numRuns: 2_000 },
  );
});

test('merging sorts, joins, drops the empty and leaves its input alone', () => {
  const input = [
    { from: 5, to: 9 },
    { from: 1, to: 3 },
    { from: 3, to: 4 },
    { from: 6, to: 7 },
    { from: 20, to: 20 },
  ];
  const before = structuredClone(input);
  assert.deepEqual(mergeWindows(input), [
    { from: 1, to: 4 },
    { from: 5, to: 9 },
  ]);
  assert.deepEqual(input, before);
  assert.deepEqual(clipWindows(input, 2, 6), [
    { from: 5, to: 6 },
    { from: 2, to: 3 },
    { from: 3, to: 4 },
  ]);
});
