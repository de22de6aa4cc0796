import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatInstant, parseInstant } from '../../time.ts';
import type { ServiceShape, Taken } from './rules.ts';
import { freeSlots, gridMinutes, horizonEnd } from './rules-slots.ts';
import { whyNot } from './rules-why-not.ts';

const time = (clock: string): number => parseInstant(`2026-05-04T${clock}:00Z`);
const hour: ServiceShape = {
  duration_minutes: 60,
  step_minutes: 60,
  buffer_before_minutes: 0,
  buffer_after_minutes: 0,
  min_notice_minutes: 0,
};
const booked = (from: string, to: string, more: Partial<Taken> = {}): Taken => ({
  starts_at: time(from),
  ends_at: time(to),
  buffer_before_minutes: 0,
  buffer_after_minutes: 0,
  ...more,
});

type Day = { hours?: [string, string][]; taken?: Taken[]; service?: Partial<ServiceShape>; now?: string };

function dayQuery({ hours = [['09:00', '13:00']], taken = [], service = {}, now = '00:00' }: Day) {
  const windows = hours.map(([from, to]) => ({ from: time(from), to: time(to) }));
  return { zone: 'UTC', windows, taken, service: { ...hour, ...service }, now: time(now) };
}

function offered(day: Day): string[] {
  const slots = freeSlots({ ...dayQuery(day), from: time('00:00'), to: time('23:59') });
  return slots.map((slot) => formatInstant(slot.starts_at).slice(11, 16));
}

const rule = (clock: string, day: Day) => whyNot({ ...dayQuery(day), start: time(clock) })?.rule ?? null;

test('a slot may end where the hours end and touch the bookings on both sides', () => {
  assert.deepEqual(offered({ taken: [booked('10:00', '11:00')] }), ['09:00', '11:00', '12:00']);
});

test('the first start of a free piece is rounded up to the clock grid, then every step', () => {
  assert.deepEqual(offered({ hours: [['09:10', '12:00']], service: { step_minutes: 45, duration_minutes: 30 } }), [
    '09:15',
    '10:00',
    '10:45',
    '11:30',
  ]);
  assert.deepEqual(offered({ taken: [booked('09:20', '09:50')] }), ['10:00', '11:00', '12:00']);
});

test('the grid is the largest of 60, 30, 20, 15, 10 and 5 minutes that divides the step', () => {
  assert.deepEqual(
    [60, 120, 90, 30, 40, 20, 45, 15, 50, 10, 25, 35, 5].map(gridMinutes),
    [60, 60, 30, 30, 20, 20, 15, 15, 10, 10, 5, 5, 5],
  );
});

test('the clock grid is that of the zone, not of UTC', () => {
  const windows = [{ from: time('03:00'), to: time('06:00') }];
  const range = { from: time('00:00'), to: time('23:00') };
  const slots = freeSlots({ zone: 'Asia/Kathmandu', windows, taken: [], service: hour, now: 0, ...range });
  assert.deepEqual(
    slots.map((slot) => formatInstant(slot.starts_at).slice(11, 16)),
    ['03:15', '04:15'],
  );
});

test('buffers of both sides stay clear of each other, and working hours are not shrunk by them', () => {
  const taken = [booked('10:00', '11:00', { buffer_after_minutes: 15 })];
  const service = { step_minutes: 15, buffer_before_minutes: 15, buffer_after_minutes: 30, duration_minutes: 30 };
  assert.deepEqual(offered({ hours: [['09:00', '12:30']], taken, service }), ['09:00', '11:30', '11:45', '12:00']);
});

test('minimum notice hides what is too soon and never shifts the grid', () => {
  const service = { step_minutes: 45, duration_minutes: 45, min_notice_minutes: 30 };
  assert.deepEqual(offered({ service, now: '09:20' }), ['10:30', '11:15', '12:00']);
  assert.deepEqual(offered({ service: { ...hour, min_notice_minutes: 60 }, now: '11:00' }), ['12:00']);
});

test('the horizon is the end of a local day, or the instant that is given', () => {
  assert.equal(formatInstant(horizonEnd('Europe/Berlin', time('10:00'), 1)), '2026-05-05T21:59:59.999Z');
  const range = { from: time('00:00'), to: parseInstant('2026-06-01T00:00Z') };
  const windows = [4, 5, 6].map((day) => ({
    from: parseInstant(`2026-05-0${day}T09:00Z`),
    to: parseInstant(`2026-05-0${day}T10:00Z`),
  }));
  const query = { ...dayQuery({ service: { horizon_days: 1 } }), windows, ...range };
  assert.equal(freeSlots(query).length, 2);
  assert.equal(freeSlots({ ...query, horizon_end: time('09:00') }).length, 1);
  assert.equal(whyNot({ ...query, start: parseInstant('2026-05-06T09:00Z') })?.rule, 'horizon');
});

test('packed offers the starts that touch a booking, buffers respected, and only them beside the grid', () => {
  const taken = [booked('10:20', '10:50', { buffer_after_minutes: 5 })];
  assert.deepEqual(offered({ hours: [['09:05', '12:30']], taken, service: { packed: true } }), [
    '09:20',
    '10:55',
    '11:00',
  ]);
  assert.deepEqual(offered({ hours: [['09:05', '12:30']], taken }), ['11:00']);
});

test('packed also offers the ends of the hours that a booking outside them touches', () => {
  const day = { hours: [['09:05', '12:25']] as [string, string][], service: { packed: true } };
  assert.deepEqual(offered({ ...day, taken: [booked('08:00', '09:05')] }), ['09:05', '10:00', '11:00']);
  assert.deepEqual(offered({ ...day, taken: [booked('12:25', '13:00')] }), ['10:00', '11:00', '11:25']);
  assert.deepEqual(offered({ ...day, taken: [booked('08:00', '09:00')] }), ['10:00', '11:00']);
});

test('windows that touch hold a service together', () => {
  assert.deepEqual(
    offered({
      hours: [
        ['09:30', '10:30'],
        ['10:30', '11:30'],
      ],
    }),
    ['10:00'],
  );
  assert.deepEqual(
    offered({
      hours: [
        ['09:30', '10:30'],
        ['10:35', '11:30'],
      ],
    }),
    [],
  );
});

test('a time off over several windows blocks them all, also when the rows are unsorted and overlap', () => {
  const taken = [booked('14:30', '15:00'), booked('10:00', '15:00'), booked('12:00', '13:00')];
  assert.deepEqual(
    offered({
      hours: [
        ['09:00', '11:00'],
        ['12:00', '14:00'],
        ['14:00', '16:00'],
      ],
      taken,
    }),
    ['09:00', '15:00'],
  );
});

test('what takes no time blocks nothing', () => {
  assert.deepEqual(
    offered({ hours: [['09:00', '10:00']], taken: [booked('09:30', '09:30', { buffer_after_minutes: 10 })] }),
    ['09:00'],
  );
});

test('a group session with seats is offered at its own start; without seats, or of another service, it blocks', () => {
  const yoga = { id: 'yoga', capacity: 8 };
  const session = (seats_left: number) => booked('10:15', '11:15', { service_id: 'yoga', seats_left });
  const slots = (taken: Taken[]) =>
    freeSlots({ ...dayQuery({ taken, service: yoga }), from: time('00:00'), to: time('23:59') }).map(
      (slot) => `${formatInstant(slot.starts_at).slice(11, 16)} ${slot.seats_left}`,
    );
  assert.deepEqual(slots([session(3)]), ['09:00 8', '10:15 3', '12:00 8']);
  assert.deepEqual(slots([session(0)]), ['09:00 8', '12:00 8']);
  assert.deepEqual(slots([{ ...session(3), service_id: 'pilates' }]), ['09:00 8', '12:00 8']);
  assert.equal(rule('10:15', { taken: [session(0)], service: yoga }), 'full');
  assert.equal(rule('10:15', { taken: [session(3)], service: yoga }), null);
});

test('why not names the first rule that refuses, and the row', () => {
  const taken = [booked('10:00', '11:00')];
  const day = { taken, now: '08:30', service: { min_notice_minutes: 45 } };
  assert.deepEqual(
    ['08:00', '09:00', '08:30', '09:15', '12:30', '14:00', '10:30', '11:30', '11:00'].map((clock) => rule(clock, day)),
    ['past', 'min_notice', 'min_notice', 'taken', 'outside_hours', 'outside_hours', 'taken', 'off_grid', null],
  );
  assert.equal(whyNot({ ...dayQuery(day), start: time('10:30') })?.row, taken[0]);
});

test('a step that is not positive is refused instead of running for ever', () => {
  for (const step_minutes of [0, -15, Number.NaN])
    assert.throws(() => offered({ service: { step_minutes } }), RangeError);
});
