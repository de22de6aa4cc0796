/** Why not, whose day is it, and what would be free: questions about the schedule that change nothing. */
import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

test('for every start there is one reason why it is not offered, or none', async () => {
  const studio = await openStudio(world, { service: { min_notice_minutes: 120, horizon_days: 5 } });
  const why = async (time: string, day?: string) => {
    const { rule, offered } = await studio.program('scheduling.why_not', slotAt(studio, time, day));
    assert.equal(offered, rule === null);
    return rule;
  };
  await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  assert.equal(await why('11:00'), null);
  assert.equal(await why('07:00', '2031-03-03'), 'past');
  assert.equal(await why('09:30', '2031-03-03'), 'min_notice');
  assert.equal(await why('10:00', '2031-03-09'), 'horizon');
  assert.equal(await why('17:30'), 'outside_hours');
  assert.equal(await why('09:30'), 'taken');
  assert.equal(await why('11:10'), 'off_grid');
});

test('the row that is in the way is named: a booking, its buffer, time off, a full session', async () => {
  const studio = await openStudio(world, { service: { buffer_after_minutes: 30 } });
  const { specialist_id, program } = studio;
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  const away = await program('scheduling.add_time_off', { id: specialist_id, first_day: '2031-03-05' });
  const rowAt = async (time: string, day?: string) =>
    (await program('scheduling.why_not', slotAt(studio, time, day))).row;
  const [reservation] = await world.rows('select id from reservations where tenant_id = $1 and kind = $2', [
    studio.tenant_id,
    'booking',
  ]);
  const { starts_at, ends_at } = booking;
  const row = { id: reservation?.['id'], room_id: null, kind: 'booking', starts_at, ends_at };
  assert.deepEqual(await rowAt('10:30'), row);
  assert.deepEqual(await rowAt('11:00'), row, 'its buffer');
  const { note: _, ...absence } = away;
  assert.deepEqual(await rowAt('11:00', '2031-03-05'), { ...absence, room_id: null });
  assert.equal(await rowAt('17:30'), null, 'hours are no row');

  const group = await openStudio(world, { service: { capacity: 2 } });
  for (const client of [1001, 1002]) await group.as(client)('bookings.create', slotAt(group, '10:00'));
  const full = await group.program('scheduling.why_not', slotAt(group, '10:00'));
  assert.deepEqual([full.rule, full.row?.kind, full.row?.starts_at], ['full', 'booking', '2031-03-04T10:00:00Z']);
});

test('specialists ask why about themselves, staff about anybody, clients about nobody', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const [, other = ''] = studio.specialist_ids;
  const slot = slotAt(studio, '10:00');
  assert.equal((await studio.as(SPECIALIST)('scheduling.why_not', slot)).offered, true);
  const about = studio.as(SPECIALIST)('scheduling.why_not', { ...slot, specialist_id: other });
  assert.deepEqual(await refusalOf(about), { code: 'forbidden', params: { field: 'specialist_id' } });
  assert.equal((await studio.as(OWNER)('scheduling.why_not', { ...slot, specialist_id: other })).offered, true);
  assert.equal((await refusalOf(studio.as(1001)('scheduling.why_not', slot))).code, 'forbidden');
  const stranger = await openStudio(world);
  const foreign = refusalOf(studio.program('scheduling.why_not', slotAt(stranger, '10:00')));
  const nobody = '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b';
  const unknown = refusalOf(
    studio.program('scheduling.why_not', { ...slot, service_id: nobody, specialist_id: nobody }),
  );
  assert.deepEqual(await foreign, await unknown);
});

test('the schedule of a Telegram person is that of the specialist they are: today, a day, some days', async () => {
  const studio = await openStudio(world, { zone: 'Asia/Tokyo', specialists: 2 });
  const [first = '', second = ''] = studio.specialist_ids;
  await studio.program('scheduling.add_time_off', { id: second, first_day: '2031-03-05' });
  // It is Monday evening in Tokyo.
  const today = await studio.program('scheduling.of_person', { telegram_id: SPECIALIST });
  assert.deepEqual([today.specialist_id, today.time_zone, today.days.length], [first, 'Asia/Tokyo', 1]);
  assert.equal(today.days[0]?.date, '2031-03-03');
  await world.setClock('2031-03-03T16:00:00Z');
  assert.equal((await studio.program('scheduling.of_person', { telegram_id: SPECIALIST })).days[0]?.date, '2031-03-04');
  const days = { from: '2031-03-04', to: '2031-03-06' };
  const told = await studio.program('scheduling.of_person', { telegram_id: SPECIALIST + 1, ...days });
  const range = await studio.program('scheduling.range', { specialist_id: second, ...days });
  assert.deepEqual({ time_zone: told.time_zone, days: told.days }, range);
  assert.deepEqual(
    told.days.map(({ taken }) => taken.length),
    [0, 1, 0],
  );
  const alone = await studio.program('scheduling.of_person', { telegram_id: SPECIALIST + 1, from: '2031-03-05' });
  assert.deepEqual(alone.days, [range.days[1]]);
});

test('nobody’s schedule is told to anybody but a program: who is no specialist here is not found', async () => {
  const [studio, stranger] = [await openStudio(world), await openStudio(world, { specialists: 2 })];
  const of = (telegram_id: number) => refusalOf(studio.program('scheduling.of_person', { telegram_id }));
  const missing = { code: 'not_found', params: { what: 'specialist', field: 'telegram_id' } };
  for (const telegram_id of [1001, OWNER, SPECIALIST + 1, 5]) assert.deepEqual(await of(telegram_id), missing);
  assert.ok(await stranger.program('scheduling.of_person', { telegram_id: SPECIALIST + 1 }));
  const person = { telegram_id: SPECIALIST };
  assert.equal((await refusalOf(studio.guest('scheduling.of_person', person))).code, 'unauthenticated');
  assert.equal((await refusalOf(studio.as(OWNER)('scheduling.of_person', person))).code, 'forbidden');
  const turned = studio.program('scheduling.of_person', { ...person, from: '2031-03-05', to: '2031-03-04' });
  assert.equal((await refusalOf(turned)).params['field'], 'to');
});

const WINDOW = { from: '2031-03-04T00:00:00Z', to: '2031-03-05T00:00:00Z' };
const STAFF = { time_zone: 'UTC', weekly: [{ days: [2], from: '09:00', to: '18:00' }] };
const HOUR = { duration_minutes: 60, step_minutes: 60 };

for (const [what, more, field] of [
  ['an unknown zone', { staff: [{ ...STAFF, time_zone: 'Mars/Olympus' }] }, 'staff.0.time_zone'],
  ['an offset in the place of a zone', { staff: [{ ...STAFF, time_zone: '+03:00' }] }, 'staff.0.time_zone'],
  ['a duration of nothing', { service: { ...HOUR, duration_minutes: 0 } }, 'service.duration_minutes'],
  ['a duration of 25 hours', { service: { ...HOUR, duration_minutes: 1500 } }, 'service.duration_minutes'],
  ['a duration of 62 minutes', { service: { ...HOUR, duration_minutes: 62 } }, 'service.duration_minutes'],
  ['a step of nothing', { service: { ...HOUR, step_minutes: 0 } }, 'service.step_minutes'],
  ['a negative buffer', { service: { ...HOUR, buffer_after_minutes: -5 } }, 'service.buffer_after_minutes'],
  [
    'hours from 24:00',
    { staff: [{ ...STAFF, weekly: [{ days: [1], from: '24:00', to: '09:00' }] }] },
    'staff.0.weekly.0.from',
  ],
  [
    'hours to 24:01',
    { staff: [{ ...STAFF, weekly: [{ days: [1], from: '09:00', to: '24:01' }] }] },
    'staff.0.weekly.0.to',
  ],
  [
    'an eighth weekday',
    { staff: [{ ...STAFF, weekly: [{ days: [7], from: '09:00', to: '10:00' }] }] },
    'staff.0.weekly.0.days.0',
  ],
  [
    'a date that is none',
    { staff: [{ ...STAFF, overrides: [{ date: '2031-02-29', intervals: [] }] }] },
    'staff.0.overrides.0.date',
  ],
  ['an instant without an offset', { now: '2031-03-03T08:00:00' }, 'now'],
  ['a window that is turned around', { window: { from: WINDOW.to, to: WINDOW.from } }, 'window.to'],
  ['busy time without an end', { staff: [{ ...STAFF, busy: [{ starts_at: WINDOW.from }] }] }, 'staff.0.busy.0.ends_at'],
  ['a third mode', { mode: 'some' }, 'mode'],
  ['a field nobody knows', { staff: [{ ...STAFF, name: 'Anna' }] }, 'staff.0.name'],
] as const) {
  test(`a preview with ${what} is refused by name`, async () => {
    const { guest } = await studio;
    const wanted = { window: WINDOW, staff: [STAFF], service: HOUR, ...more };
    const { code, params } = await refusalOf(guest('scheduling.preview', wanted as never));
    assert.deepEqual([code, params['field']], ['invalid_input', field]);
    assert.ok(String(params['rule']).length > 3);
  });
}

const studio = openStudio(world);
