import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const timesOn = async ({ guest, service_id, specialist_id }: Studio, date: string): Promise<string[]> => {
  const { slots } = await guest('scheduling.free_slots_day', { service_id, specialist_id, date });
  return slots.map(({ starts_at }) => starts_at.slice(11, 16));
};
const rowsOf = (studio: Studio, table: string) =>
  world.rows(`select * from ${table} where tenant_id = $1 order by 1, 2`, [studio.tenant_id]);

test('a week is replaced as a whole, told as it was given, and offered from then on', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  const weekly = [
    { days: [1, 2, 3, 4, 5], from: '10:00', to: '12:00' },
    { days: [2], from: '22:00', to: '01:00', valid_until: '2031-03-31' },
  ];
  const set = await owner('scheduling.set_hours', { id: studio.specialist_id, weekly });
  const told = weekly.map((row) => ({ valid_from: null, valid_until: null, ...row }));
  assert.deepEqual(new Set(set.weekly.map(sorted)), new Set(told.map(sorted)));
  assert.deepEqual(set.before, [{ days: EVERY_DAY, from: '09:00', to: '18:00', valid_from: null, valid_until: null }]);
  assert.deepEqual(set.outside_hours, []);
  assert.deepEqual((await owner('scheduling.hours', { id: studio.specialist_id })).weekly, set.weekly);
  assert.deepEqual(await timesOn(studio, '2031-03-04'), [
    '10:00',
    '10:30',
    '11:00',
    '22:00',
    '22:30',
    '23:00',
    '23:30',
  ]);
  assert.deepEqual(await timesOn(studio, '2031-04-01'), ['10:00', '10:30', '11:00']);
  assert.deepEqual(await timesOn(studio, '2031-03-08'), []);
});

const sorted = (row: object) => JSON.stringify(Object.entries(row).sort());

test('a preview of hours offers what the same hours offer once they are saved', async () => {
  const studio = await openStudio(world, { zone: 'Europe/Berlin' });
  const weekly = [{ days: [2], from: '22:00', to: '02:00' }];
  const service = { duration_minutes: 60, step_minutes: 30 };
  const window = { from: '2031-03-03T23:00:00Z', to: '2031-03-04T23:00:00Z' };
  const { starts } = await studio.as(OWNER)('scheduling.preview', {
    window,
    service,
    staff: [{ time_zone: 'Europe/Berlin', weekly }],
  });
  await studio.as(OWNER)('scheduling.set_hours', { id: studio.specialist_id, weekly });
  const { guest, service_id, specialist_id } = studio;
  const { slots } = await guest('scheduling.free_slots_day', { service_id, specialist_id, date: '2031-03-04' });
  assert.equal(starts.length, 4);
  assert.deepEqual(
    slots.map(({ starts_at }) => starts_at),
    starts,
  );
});

test('what is booked stays when hours change, and is told as lying outside them', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '15:00'));
  const before = await rowsOf(studio, 'bookings');
  const weekly = [{ days: EVERY_DAY, from: '09:00', to: '12:00' }];
  const { outside_hours } = await owner('scheduling.set_hours', { id: studio.specialist_id, weekly });
  const [reservation] = await rowsOf(studio, 'reservations');
  const told = { id: reservation?.['id'], starts_at: booking.starts_at, ends_at: booking.ends_at };
  assert.deepEqual(outside_hours, [told]);
  const day = { id: studio.specialist_id, date: '2031-03-04' };
  const wide = await owner('scheduling.set_override', { ...day, intervals: [{ from: '09:00', to: '16:00' }] });
  assert.deepEqual(wide.outside_hours, []);
  assert.deepEqual((await owner('scheduling.set_override', { ...day, intervals: [] })).outside_hours, [told]);
  assert.deepEqual((await owner('scheduling.remove_override', day)).outside_hours, [told]);
  await owner('specialists.update', { id: studio.specialist_id, time_zone: 'Asia/Tokyo' });
  assert.deepEqual(await rowsOf(studio, 'bookings'), before);
  const cancelled = await studio.as(OWNER)('bookings.cancel', { id: booking.id });
  assert.equal(cancelled.status, 'cancelled');
});

test('hours are tried without changing anything, and tell what the same hours tell once they are saved', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  await studio.as(1001)('bookings.create', slotAt(studio, '15:00'));
  await studio.as(1002)('bookings.create', slotAt(studio, '10:00', '2031-03-05'));
  const id = studio.specialist_id;
  const [day, weekly] = [{ id, date: '2031-03-04' }, [{ days: EVERY_DAY, from: '09:00', to: '12:00' }]];
  const kept = () =>
    Promise.all(['working_hours', 'overrides', 'reservations', 'audit_log'].map((one) => rowsOf(studio, one)));
  const before = await kept();
  const tried = await owner('scheduling.check_hours', { id, weekly });
  const closed = await owner('scheduling.check_override', { ...day, intervals: [] });
  assert.equal((await owner('scheduling.check_override', { ...day, intervals: null })).outside_hours.length, 0);
  assert.deepEqual(await kept(), before);
  assert.deepEqual([tried.outside_hours.length, closed.outside_hours.length], [1, 1]);
  assert.deepEqual(
    (await owner('scheduling.set_override', { ...day, intervals: [] })).outside_hours,
    closed.outside_hours,
  );
  assert.deepEqual((await owner('scheduling.check_override', { ...day, intervals: null })).outside_hours, []);
  await owner('scheduling.remove_override', day);
  assert.deepEqual((await owner('scheduling.set_hours', { id, weekly })).outside_hours, tried.outside_hours);
  const wrong = { id, weekly: [{ days: [1], from: '09:00', to: '09:00' }] };
  assert.equal((await refusalOf(owner('scheduling.check_hours', wrong))).code, 'invalid_input');
  const other = await openStudio(world);
  assert.equal((await refusalOf(other.as(OWNER)('scheduling.check_hours', { id, weekly }))).code, 'not_found');
  assert.equal((await refusalOf(studio.as(1001)('scheduling.check_hours', { id, weekly }))).code, 'forbidden');
});

test('a changed day is answered with what is booked in its shifts, also after midnight, and with nothing else', async () => {
  const studio = await openStudio(world, { intervals: [{ from_minute: 1320, to_minute: 1560 }] });
  const at = (time: string, day: string) =>
    studio.program('bookings.create', { ...slotAt(studio, time, day), client: somebody(day) });
  const somebody = (day: string) => ({ name: 'Somebody', phone: `+4930${day.replaceAll('-', '')}` });
  // Nights of the 4th, the 6th and the 8th.
  const [night] = [await at('00:30', '2031-03-05'), await at('22:00', '2031-03-06'), await at('22:00', '2031-03-08')];
  const day = { id: studio.specialist_id, date: '2031-03-04' };
  const { outside_hours } = await studio.program('scheduling.set_override', { ...day, intervals: [] });
  assert.deepEqual(
    outside_hours.map(({ starts_at }) => starts_at),
    [night.starts_at],
  );
  const shut = await studio.program('scheduling.set_hours', { id: studio.specialist_id, weekly: [] });
  assert.equal(shut.outside_hours.length, 3);
  const open = await studio.program('scheduling.set_hours', { id: studio.specialist_id, weekly: shut.before });
  assert.deepEqual(open.outside_hours, outside_hours);
});

test('an override is set, told, replaced and removed', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  const day = { id: studio.specialist_id, date: '2031-03-04' };
  assert.deepEqual((await refusalOf(owner('scheduling.override', day))).code, 'not_found');
  const evening = [{ from: '20:00', to: '24:00' }];
  const set = await owner('scheduling.set_override', { ...day, intervals: evening });
  assert.deepEqual(set, { ...day, intervals: evening, before: null, outside_hours: [] });
  assert.deepEqual(await owner('scheduling.override', day), { ...day, intervals: evening });
  assert.equal((await timesOn(studio, day.date))[0], '20:00');
  const closed = await owner('scheduling.set_override', { ...day, intervals: [] });
  assert.deepEqual([closed.before, closed.intervals], [evening, []]);
  assert.deepEqual(await timesOn(studio, day.date), []);
  const range = { id: studio.specialist_id, from: '2031-03-01', to: '2031-03-31' };
  assert.deepEqual((await owner('scheduling.overrides', range)).items, [{ date: day.date, intervals: [] }]);
  assert.deepEqual(await owner('scheduling.remove_override', day), { ...day, before: [], outside_hours: [] });
  assert.deepEqual(await refusalOf(owner('scheduling.remove_override', day)), {
    code: 'not_found',
    params: { what: 'override', field: 'date' },
  });
  assert.equal((await timesOn(studio, day.date)).length, 17);
});

for (const [what, weekly, field] of [
  [
    'hours that overlap',
    [
      { days: [1], from: '09:00', to: '13:00' },
      { days: [1], from: '12:00', to: '15:00' },
    ],
    'weekly.1',
  ],
  [
    'hours that overlap over midnight',
    [
      { days: [6], from: '22:00', to: '06:00' },
      { days: [0], from: '05:00', to: '09:00' },
    ],
    'weekly.1',
  ],
  ['hours without length', [{ days: [1], from: '09:00', to: '09:00' }], 'weekly.0.to'],
  [
    'a validity that ends before it begins',
    [{ days: [1], from: '09:00', to: '10:00', valid_from: '2031-02-02', valid_until: '2031-02-01' }],
    'weekly.0.valid_until',
  ],
  ['a start at 24:00', [{ days: [1], from: '24:00', to: '10:00' }], 'weekly.0.from'],
  ['a time that is none', [{ days: [1], from: '9:00', to: '25:00' }], 'weekly.0.from'],
  ['a weekday that is none', [{ days: [7], from: '09:00', to: '10:00' }], 'weekly.0.days.0'],
  ['no weekday', [{ days: [], from: '09:00', to: '10:00' }], 'weekly.0.days'],
  ['a field nobody knows', [{ days: [1], from: '09:00', to: '10:00', zone: 'UTC' }], 'weekly.0.zone'],
] as const) {
  test(`${what} are refused by name, and the week stays`, async () => {
    const studio = await openStudio(world);
    const before = await rowsOf(studio, 'working_hours');
    const { code, params } = await refusalOf(
      studio.as(OWNER)('scheduling.set_hours', { id: studio.specialist_id, weekly: weekly as never }),
    );
    assert.deepEqual([code, params['field']], ['invalid_input', field]);
    assert.ok(String(params['rule']).length > 3);
    assert.deepEqual(await rowsOf(studio, 'working_hours'), before);
  });
}

test('a change leaves a line in the audit log that names the specialist, and a refused one tells why', async () => {
  const studio = await openStudio(world);
  const id = studio.specialist_id;
  const owner = studio.as(OWNER);
  await owner('scheduling.set_hours', { id, weekly: [] });
  await owner('services.set_giver', { id: studio.service_id, specialist_id: id });
  await refusalOf(owner('scheduling.remove_override', { id, date: '2031-03-04' }));
  await world.backend.writeRefusals();
  const lines = await world.rows(
    'select actor, action, subject_id, outcome from audit_log where tenant_id = $1 order by id',
    [studio.tenant_id],
  );
  const actor = `telegram:${OWNER}`;
  assert.deepEqual(lines, [
    { actor, action: 'scheduling.set_hours', subject_id: id, outcome: 'done' },
    { actor, action: 'services.set_giver', subject_id: studio.service_id, outcome: 'done' },
    { actor, action: 'scheduling.remove_override', subject_id: id, outcome: 'not_found' },
  ]);
});

test('the same key has the effect once: a day off that is asked for twice is one', async () => {
  const studio = await openStudio(world);
  const wanted = { id: studio.specialist_id, first_day: '2031-03-04' };
  const [first, second] = await Promise.all(
    [1, 2].map(() => studio.program('scheduling.add_time_off', wanted, { idempotency_key: 'one' })),
  );
  assert.deepEqual(first, second);
  assert.equal((await rowsOf(studio, 'reservations')).length, 1);
  assert.equal((await refusalOf(studio.program('scheduling.add_time_off', wanted))).code, 'time_taken');
});

test('two weeks that are saved at once leave one of them, not both', async () => {
  const studio = await openStudio(world);
  const hours = Array.from({ length: 12 }, (_, index) => String(8 + index).padStart(2, '0'));
  await Promise.all(
    hours.map((hour) =>
      studio.as(OWNER)('scheduling.set_hours', {
        id: studio.specialist_id,
        weekly: [{ days: [1, 2], from: `${hour}:00`, to: `${hour}:30` }],
      }),
    ),
  );
  assert.equal((await rowsOf(studio, 'working_hours')).length, 2);
});

test('specialists keep their own hours only, clients none, and moderators anybody’s', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const [own, other] = studio.specialist_ids;
  const day = { date: '2031-03-04', intervals: [] };
  await studio.as(SPECIALIST)('scheduling.set_override', { id: own ?? '', ...day });
  const { code } = await refusalOf(studio.as(SPECIALIST)('scheduling.set_override', { id: other ?? '', ...day }));
  assert.equal(code, 'forbidden');
  assert.equal((await refusalOf(studio.as(1001)('scheduling.hours', { id: own ?? '' }))).code, 'forbidden');
  assert.equal((await refusalOf(studio.guest('scheduling.hours', { id: own ?? '' }))).code, 'unauthenticated');
  await studio.as(4001)('people.me', {});
  await world.rows("insert into staff (tenant_id, telegram_id, name, role) values ($1, 4001, 'Mo', 'moderator')", [
    studio.tenant_id,
  ]);
  assert.equal((await studio.as(4001)('scheduling.set_override', { id: other ?? '', ...day })).id, other);
});

test('the hours of another business cannot be seen or changed, like those of nobody', async () => {
  const [studio, stranger] = [await openStudio(world), await openStudio(world)];
  const nobody = { id: '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b' };
  const before = [await rowsOf(stranger, 'working_hours'), await rowsOf(stranger, 'overrides')];
  const asks = (id: { id: string }) =>
    [
      studio.program('scheduling.hours', id),
      studio.program('scheduling.set_hours', { ...id, weekly: [] }),
      studio.program('scheduling.set_override', { ...id, date: '2031-03-04', intervals: [] }),
      studio.program('scheduling.remove_override', { ...id, date: '2031-03-04' }),
      studio.program('scheduling.override', { ...id, date: '2031-03-04' }),
      studio.program('scheduling.overrides', { ...id, from: '2031-03-04', to: '2031-03-04' }),
    ].map(refusalOf);
  const foreign = await Promise.all(asks({ id: stranger.specialist_id }));
  assert.deepEqual(foreign, await Promise.all(asks(nobody)));
  for (const { code } of foreign) assert.equal(code, 'not_found');
  assert.deepEqual([await rowsOf(stranger, 'working_hours'), await rowsOf(stranger, 'overrides')], before);
});
