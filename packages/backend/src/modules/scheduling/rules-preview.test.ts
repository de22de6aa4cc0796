import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatInstant } from '../../time.ts';
import { clockToMinute, type PreviewInput, type PreviewStaff, preview } from './rules-preview.ts';
import { checkPreview } from './rules-preview-checks.ts';

const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5];
const anna: PreviewStaff = {
  time_zone: 'Europe/Berlin',
  weekly: [{ days: MONDAY_TO_FRIDAY, from: '09:00', to: '13:00' }],
};
const input: PreviewInput = {
  now: '2026-05-01T00:00:00Z',
  window: { from: '2026-05-04T00:00:00Z', to: '2026-05-05T00:00:00Z' },
  mode: 'any',
  staff: [anna],
  service: {
    duration_minutes: 60,
    step_minutes: 60,
    buffer_before_minutes: 0,
    buffer_after_minutes: 0,
    min_notice_minutes: 0,
  },
};
const clocks = (more: Partial<PreviewInput>): string[] =>
  preview({ ...input, ...more }).map((start) => formatInstant(start).slice(5, 16));

test('a preview computes the starts for hours that exist only in the request', () => {
  assert.deepEqual(clocks({}), ['05-04T07:00', '05-04T08:00', '05-04T09:00', '05-04T10:00']);
});

test('any is the union over the staff and all the intersection, whatever their zones', () => {
  const boris: PreviewStaff = { time_zone: 'Europe/London', weekly: [{ days: [1], from: '10:00', to: '13:00' }] };
  const staff = [anna, boris];
  assert.deepEqual(clocks({ staff }), ['05-04T07:00', '05-04T08:00', '05-04T09:00', '05-04T10:00', '05-04T11:00']);
  assert.deepEqual(clocks({ staff, mode: 'all' }), ['05-04T09:00', '05-04T10:00']);
  assert.deepEqual(clocks({ staff: [], mode: 'all' }), []);
});

test('overrides, busy times and bookings with buffers take their time', () => {
  const one: PreviewStaff = {
    ...anna,
    overrides: [{ date: '2026-05-04', intervals: [{ from: '08:00', to: '12:00' }] }],
    busy: [{ starts_at: '2026-05-04T06:00:00Z', ends_at: '2026-05-04T07:00:00Z' }],
    bookings: [
      {
        starts_at: '2026-05-04T08:00:00Z',
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
  assert.deepEqual([clockToMinute('24:00'), clockToMinute('09:30'), clockToMinute('24:01')], [1440, 570, undefined]);
});

test('only starts inside the window are returned, and a slot may end after it', () => {
  const window = { from: '2026-05-04T07:30:00Z', to: '2026-05-04T08:30:00Z' };
  assert.deepEqual(clocks({ window }), ['05-04T08:00']);
});

test('bad values are named by field and rule', () => {
  const staffed = (more: Partial<PreviewStaff>): Partial<PreviewInput> => ({ staff: [anna, { ...anna, ...more }] });
  const interval = { from: '09:00', to: '12:00' };
  const cases: [Partial<PreviewInput>, string][] = [
    [{ now: 'yesterday' }, 'now not_an_instant'],
    [{ window: { from: '2026-05-05T00:00Z', to: '2026-05-04T00:00Z' } }, 'window.to end_before_start'],
    [{ window: { from: '2026-05-05T00:00Z', to: '2036-05-04T00:00Z' } }, 'window.to too_long'],
    [{ window: { from: '-200000-01-01T00:00Z', to: '2036-05-04T00:00Z' } }, 'window.from out_of_range'],
    [{ service: { ...input.service, step_minutes: 0 } }, 'service.step_minutes out_of_range'],
    [staffed({ time_zone: '+03:00' }), 'staff.1.time_zone unknown_zone'],
    [staffed({ weekly: [{ days: [7], ...interval }] }), 'staff.1.weekly.0.days.0 out_of_range'],
    [staffed({ weekly: [{ days: [1], from: '24:00', to: '12:00' }] }), 'staff.1.weekly.0.from not_a_time'],
    [staffed({ weekly: [{ days: [1], from: '09:00', to: '9' }] }), 'staff.1.weekly.0.to not_a_time'],
    [staffed({ weekly: [{ days: [1], from: '09:00', to: '09:00' }] }), 'staff.1.weekly.0.to end_before_start'],
    [staffed({ overrides: [{ date: '2026-02-30', intervals: [interval] }] }), 'staff.1.overrides.0.date not_a_day'],
    [staffed({ busy: [{ starts_at: input.now, ends_at: 'x' }] }), 'staff.1.busy.0.ends_at not_an_instant'],
  ];
  assert.equal(checkPreview(input), null);
  for (const [more, expected] of cases) {
    const problem = checkPreview({ ...input, ...more });
    assert.equal(`${problem?.field} ${problem?.rule}`, expected);
  }
});
