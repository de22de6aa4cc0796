import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actions, type Input, type PreviewInput } from '@okno/contract';
import { parseInput } from '../../parse.ts';
import { formatInstant } from '../../time.ts';
import { preview } from './rules-preview.ts';
import { checkPreview } from './rules-preview-checks.ts';

type Given = Input<(typeof actions)['scheduling.preview']>;
type Staff = Given['staff'][number];

const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5];
const anna: Staff = {
  time_zone: 'Europe/Berlin',
  weekly: [{ days: MONDAY_TO_FRIDAY, from: '09:00', to: '13:00' }],
};
const input: Given = {
  now: '2026-05-01T00:00:00Z',
  window: { from: '2026-05-04T00:00:00Z', to: '2026-05-05T00:00:00Z' },
  mode: 'any',
  staff: [anna],
  service: { duration_minutes: 60, step_minutes: 60 },
};
const parsed = (more: Partial<Given>) =>
  parseInput(actions['scheduling.preview'], { ...input, ...more }) as PreviewInput;
const clocks = (more: Partial<Given>, now = 0): string[] =>
  preview(parsed(more), now).map((start) => formatInstant(start).slice(5, 16));

test('a preview computes the starts for hours that exist only in the request', () => {
  assert.deepEqual(clocks({}), ['05-04T07:00', '05-04T08:00', '05-04T09:00', '05-04T10:00']);
});

test('who names no present is given the present', () => {
  assert.deepEqual(clocks({ now: undefined }, Date.parse('2026-05-04T08:30:00Z')), ['05-04T09:00', '05-04T10:00']);
});

test('any is the union over the staff and all the intersection, whatever their zones', () => {
  const boris: Staff = { time_zone: 'Europe/London', weekly: [{ days: [1], from: '10:00', to: '13:00' }] };
  const staff = [anna, boris];
  assert.deepEqual(clocks({ staff }), ['05-04T07:00', '05-04T08:00', '05-04T09:00', '05-04T10:00', '05-04T11:00']);
  assert.deepEqual(clocks({ staff, mode: 'all' }), ['05-04T09:00', '05-04T10:00']);
  assert.deepEqual(clocks({ staff: [], mode: 'all' }), []);
});

test('overrides, busy times and bookings with buffers take their time', () => {
  const one: Staff = {
    ...anna,
    overrides: [{ date: '2026-05-04', intervals: [{ from: '08:00', to: '12:00' }] }],
    busy: [{ starts_at: '2026-05-04T06:00:00Z', ends_at: '2026-05-04T07:00:00Z' }],
    bookings: [
      {
        starts_at: '2026-05-04T10:00:00+02:00',
        ends_at: '2026-05-04T08:30:00Z',
        buffer_before_minutes: 10,
        buffer_after_minutes: 0,
      },
    ],
  };
  assert.deepEqual(clocks({ staff: [one] }), ['05-04T09:00']);
});

test('hours may cross midnight, and 24:00 is the end of a day', () => {
  const window = { from: '2026-05-04T20:00:00Z', to: '2026-05-05T00:00:00Z' };
  const night = (from: string, to: string) => [{ ...anna, weekly: [{ days: [1], from, to }] }];
  assert.deepEqual(clocks({ window, staff: night('22:00', '02:00') }), [
    '05-04T20:00',
    '05-04T21:00',
    '05-04T22:00',
    '05-04T23:00',
  ]);
  assert.deepEqual(clocks({ window, staff: night('22:00', '24:00') }), ['05-04T20:00', '05-04T21:00']);
});

test('only starts inside the window are returned, and a slot may end after it', () => {
  const window = { from: '2026-05-04T07:30:00Z', to: '2026-05-04T08:30:00Z' };
  assert.deepEqual(clocks({ window }), ['05-04T08:00']);
});

test('what does not go together is named by field and rule', () => {
  const staffed = (more: Partial<Staff>): Partial<Given> => ({ staff: [anna, { ...anna, ...more }] });
  const nine = { from: '09:00', to: '12:00' };
  const cases: [Partial<Given>, string][] = [
    [{ window: { from: '2026-05-05T00:00:00Z', to: '2026-05-04T00:00:00Z' } }, 'window.to'],
    [{ window: { from: '2026-05-05T00:00:00Z', to: '2036-05-04T00:00:00Z' } }, 'window.to'],
    [{ window: { from: '2026-05-05T00:00:00Z', to: '2027-05-04T00:00:00Z' }, staff: Array(50).fill(anna) }, 'window'],
    [staffed({ time_zone: '+03:00' }), 'staff.1.time_zone'],
    [staffed({ weekly: [{ days: [1], from: '09:00', to: '09:00' }] }), 'staff.1.weekly.0.to'],
    [
      staffed({
        weekly: [
          { days: [1], ...nine },
          { days: [1], from: '11:00', to: '14:00' },
        ],
      }),
      'staff.1.weekly.1',
    ],
    [staffed({ overrides: [{ date: '2026-05-04', intervals: [nine, nine] }] }), 'staff.1.overrides.0.intervals.1'],
    [
      staffed({ busy: [{ starts_at: '2026-05-05T00:00:00Z', ends_at: '2026-05-04T00:00:00Z' }] }),
      'staff.1.busy.0.ends_at',
    ],
    [
      staffed({ bookings: [{ starts_at: '2026-05-05T00:00:00Z', ends_at: '2026-05-04T23:59:59.999Z' }] }),
      'staff.1.bookings.0.ends_at',
    ],
  ];
  assert.equal(checkPreview(parsed({})), null);
  for (const [more, field] of cases) {
    const problem = checkPreview(parsed(more));
    assert.equal(problem?.field, field);
    assert.ok(problem.rule.length > 10, problem.rule);
  }
});

test('weeks of all the staff together are bounded, however they are spread', () => {
  // Each row holds in a year of its own, so that none of them overlap and all have to be compared.
  const weekly = (rows: number) =>
    Array.from({ length: rows }, (_, year) => ({
      days: [0, 1, 2, 3, 4, 5, 6],
      from: '09:00',
      to: '18:00',
      valid_from: `${2030 + year}-01-01`,
      valid_until: `${2030 + year}-12-31`,
    }));
  const staff = (people: number, rows: number) =>
    Array.from({ length: people }, () => ({ time_zone: 'UTC', weekly: weekly(rows) }));
  assert.equal(checkPreview(parsed({ staff: staff(8, 50) })), null);
  assert.equal(checkPreview(parsed({ staff: staff(50, 8) })), null);
  assert.equal(checkPreview(parsed({ staff: staff(9, 50) }))?.field, 'staff');
});
