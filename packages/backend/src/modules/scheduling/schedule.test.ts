import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import fc from 'fast-check';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { openStudio, refusalOf, type Studio } from '../../test-support/studio.ts';
import { saveOverride, takeTimeOff } from './index.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const freeOn = async ({ guest, service_id, specialist_id }: Studio, date: string) =>
  guest('scheduling.free_slots_day', { service_id, specialist_id, date });

const timesOn = async (studio: Studio, date: string): Promise<string[]> =>
  (await freeOn(studio, date)).slots.map(({ starts_at }) => starts_at.slice(11, 16));

const inTenant = <T>({ tenant_id }: Studio, work: Parameters<typeof world.backend.inTenant<T>>[1]) =>
  world.backend.inTenant(tenant_id, work);

/** Some quarter hours of the coming days that are taken, by bookings, breaks and holds of any length. */
const takings = fc.array(
  fc.record({
    day: fc.integer({ min: 3, max: 9 }),
    quarter: fc.integer({ min: 0, max: 95 }),
    quarters: fc.integer({ min: 1, max: 40 }),
    kind: fc.constantFrom('break', 'busy', 'time_off', 'hold'),
    before: fc.constantFrom(0, 15),
    after: fc.constantFrom(0, 30),
  }),
  { maxLength: 12 },
);

test('a day and a range say the same, and what is free is never taken, whatever is taken', async () => {
  const [first, second] = [await openStudio(world), await openStudio(world, { zone: 'Asia/Kolkata' })];
  const fill = async (studio: Studio, taken: typeof takings extends fc.Arbitrary<infer T> ? T : never) => {
    await world.rows('delete from reservations where tenant_id = $1', [studio.tenant_id]);
    for (const { day, quarter, quarters, kind, before, after: behind } of taken)
      await world.rows(
        `insert into reservations (tenant_id, specialist_id, kind, starts_at, ends_at, buffer_before_minutes,
            buffer_after_minutes, expires_at)
          select $1, $2, $3, at, at + $5 * interval '15 minutes', $6, $7, case when $3 = 'hold' then timestamptz '2031-03-03 09:00Z' end
          from (select timestamptz '2031-03-01 00:00Z' + $4 * interval '15 minutes' as at) start
          on conflict do nothing`,
        [studio.tenant_id, studio.specialist_id, kind, (day - 1) * 96 + quarter, quarters, before, behind],
      );
  };
  const law = async (studio: Studio) => {
    const { guest, program, specialist_id, service_id } = studio;
    const range = await program('scheduling.range', { specialist_id, from: '2031-03-03', to: '2031-03-10' });
    const free = await guest('scheduling.free_slots_range', {
      specialist_id,
      service_id,
      from: '2031-03-03',
      to: '2031-03-10',
    });
    for (const [index, { date, ...day }] of range.days.entries()) {
      const { time_zone: _zone, date: _date, ...alone } = await program('scheduling.day', { specialist_id, date });
      assert.deepEqual(day, alone);
      const { time_zone: _free_zone, ...free_alone } = await freeOn(studio, date);
      assert.deepEqual(free.days[index], free_alone);
      for (const slot of free_alone.slots)
        for (const taken of day.taken)
          assert.ok(slot.ends_at <= taken.starts_at || slot.starts_at >= taken.ends_at, JSON.stringify([slot, taken]));
    }
  };
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(first, second), takings, async (studio, taken) => {
      await fill(studio, taken);
      await law(studio);
    }),
    { numRuns: 12 },
  );
});

test('every start that is offered can be booked', async () => {
  const studio = await openStudio(world, {
    service: { duration_minutes: 90, step_minutes: 60, buffer_after_minutes: 15 },
  });
  await world.rows('update tenants set max_future_bookings = 100 where tenant_id = $1', [studio.tenant_id]);
  for (let start = (await freeOn(studio, '2031-03-04')).slots.at(-1); start !== undefined; ) {
    const { service_id, specialist_id } = studio;
    await studio.as(1001)('bookings.create', { service_id, specialist_id, starts_at: start.starts_at });
    start = (await freeOn(studio, '2031-03-04')).slots.at(-1);
  }
  assert.equal((await freeOn(studio, '2031-03-04')).load, 'full');
});

test('only what is full is called full: days before today are past, and those behind the horizon later', async () => {
  const studio = await openStudio(world, { service: { horizon_days: 10 } });
  await world.setClock('2031-03-12T09:00:00Z');
  const { service_id, specialist_id, program } = studio;
  await inTenant(studio, async (tx) =>
    takeTimeOff(tx, {
      ...{ specialist_id, kind: 'time_off', note: 'Holiday' },
      ...{ starts_at: '2031-03-13T00:00:00Z', ends_at: '2031-03-14T00:00:00Z' },
    }),
  );
  const month = await program('scheduling.month', { service_id, month: '2031-03' });
  assert.deepEqual([month.today, month.last_day], ['2031-03-12', '2031-03-22']);
  const loadOf = (date: string) => month.days.find((day) => day.date === date)?.load;
  const past = month.days.filter(({ date }) => date < month.today);
  assert.ok(past.length === 11 && past.every(({ load, free }) => load === 'past' && free === 0));
  assert.deepEqual([loadOf('2031-03-12'), loadOf('2031-03-13')], ['free', 'full']);
  assert.deepEqual(
    month.days.filter(({ load }) => load === 'full').map(({ date }) => date),
    ['2031-03-13'],
  );
  assert.deepEqual([loadOf('2031-03-21'), loadOf('2031-03-25')], ['free', 'later']);
  for (const date of ['2031-03-11', '2031-03-13', '2031-03-25'])
    assert.equal((await freeOn(studio, date)).load, loadOf(date), date);
});

test('two weeks off block the days in their middle, which no row begins or ends on', async () => {
  const studio = await openStudio(world);
  const { specialist_id } = studio;
  const times = { starts_at: '2031-03-06T00:00:00Z', ends_at: '2031-03-20T00:00:00Z' };
  await inTenant(studio, async (tx) => takeTimeOff(tx, { specialist_id, kind: 'time_off', ...times, note: 'Holiday' }));
  for (const date of ['2031-03-06', '2031-03-13', '2031-03-19']) {
    const { load, slots } = await freeOn(studio, date);
    assert.deepEqual([load, slots], ['full', []], date);
    const { taken } = await studio.program('scheduling.day', { specialist_id, date });
    assert.deepEqual(taken, [{ ...times, kind: 'time_off', seats: 1, seats_taken: 1 }]);
  }
  for (const date of ['2031-03-05', '2031-03-20']) assert.equal((await timesOn(studio, date)).length, 17, date);
  const { code } = await refusalOf(studio.as(1001)('bookings.create', slotAt(studio, '10:00', '2031-03-13')));
  assert.equal(code, 'slot_taken');
});

test('time off cannot be laid over a booking', async () => {
  const studio = await openStudio(world);
  await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  const times = { starts_at: '2031-03-04T00:00:00Z', ends_at: '2031-03-05T00:00:00Z' };
  const { specialist_id } = studio;
  const laid = { specialist_id, kind: 'time_off', ...times, note: null } as const;
  assert.equal(await inTenant(studio, (tx) => takeTimeOff(tx, laid)), undefined);
  const around = { ...laid, starts_at: '2031-03-04T11:00:00Z' };
  assert.equal((await inTenant(studio, (tx) => takeTimeOff(tx, around)))?.starts_at, around.starts_at, 'control');
});

test('an override replaces the hours of its day, and an empty one closes it', async () => {
  const studio = await openStudio(world);
  const { specialist_id } = studio;
  await inTenant(studio, async (tx) => {
    saveOverride(tx, { specialist_id, day: '2031-03-04', intervals: [] });
    saveOverride(tx, { specialist_id, day: '2031-03-05', intervals: [{ from_minute: 1200, to_minute: 1320 }] });
  });
  const closed = await freeOn(studio, '2031-03-04');
  assert.deepEqual([closed.load, closed.slots], ['closed', []]);
  assert.deepEqual(await timesOn(studio, '2031-03-05'), ['20:00', '20:30', '21:00']);
  assert.equal((await timesOn(studio, '2031-03-06')).length, 17);
  const refusal = await refusalOf(studio.as(1001)('bookings.create', slotAt(studio, '10:00')));
  assert.deepEqual([refusal.code, refusal.params['rule']], ['slot_not_offered', 'outside_hours']);
});

test('on the day the clocks go forward in Berlin the night shift loses its hour and the rest keeps its wall time', async () => {
  const studio = await openStudio(world, {
    zone: 'Europe/Berlin',
    intervals: [{ from_minute: 60, to_minute: 300 }],
    service: { step_minutes: 60 },
  });
  await world.setClock('2031-03-25T08:00:00Z');
  assert.deepEqual(await timesOn(studio, '2031-03-29'), ['00:00', '01:00', '02:00', '03:00']);
  // From 01:00 to 05:00 there are three hours: 00:00Z, then the clocks jump from 02:00 to 03:00.
  assert.deepEqual(await timesOn(studio, '2031-03-30'), ['00:00', '01:00', '02:00']);
  const { working } = await studio.program('scheduling.day', {
    specialist_id: studio.specialist_id,
    date: '2031-03-30',
  });
  assert.deepEqual(working, [{ starts_at: '2031-03-30T00:00:00Z', ends_at: '2031-03-30T03:00:00Z' }]);
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '01:00', '2031-03-30'));
  assert.equal(booking.time_zone, 'Europe/Berlin');
});

test('on the day the clocks go back in Berlin the night shift has an hour more', async () => {
  const studio = await openStudio(world, {
    zone: 'Europe/Berlin',
    intervals: [{ from_minute: 60, to_minute: 300 }],
    service: { step_minutes: 60 },
  });
  await world.setClock('2031-10-20T08:00:00Z');
  assert.deepEqual(
    (await freeOn(studio, '2031-10-26')).slots.map(({ starts_at }) => starts_at.slice(8, 16)),
    ['25T23:00', '26T00:00', '26T01:00', '26T02:00', '26T03:00'],
  );
});

test('a month marks each day, ends at the horizon and knows the nearest start', async () => {
  const studio = await openStudio(world, { service: { horizon_days: 10 } });
  const { guest, service_id, specialist_id } = studio;
  const times = { starts_at: '2031-03-05T09:00:00Z', ends_at: '2031-03-05T14:00:00Z' };
  await inTenant(studio, async (tx) => {
    saveOverride(tx, { specialist_id, day: '2031-03-04', intervals: [] });
    await takeTimeOff(tx, { specialist_id, kind: 'time_off', ...times, note: null });
  });
  const month = await guest('scheduling.month', { service_id, specialist_id, month: '2031-03' });
  assert.deepEqual([month.time_zone, month.today, month.last_day], ['UTC', '2031-03-03', '2031-03-13']);
  assert.equal(month.days.length, 31);
  const marks = (from: number, to: number) => month.days.slice(from - 1, to).map(({ load, free }) => `${load} ${free}`);
  assert.deepEqual(marks(2, 6), ['past 0', 'free 17', 'closed 0', 'busy 7', 'free 17']);
  assert.deepEqual(marks(13, 14), ['free 17', 'later 0']);
  assert.equal(month.nearest?.starts_at, '2031-03-03T09:00:00Z');
});

test('a range that is turned around or too long is refused by name', async () => {
  const { program, service_id, specialist_id } = await openStudio(world);
  for (const to of ['2031-03-02', '2031-06-04', '2199-12-31'])
    for (const name of ['scheduling.range', 'scheduling.free_slots_range'] as const) {
      const input = { specialist_id, from: '2031-03-03', to, ...(name === 'scheduling.range' ? {} : { service_id }) };
      const { code, params } = await refusalOf(program(name, input as never));
      assert.deepEqual([code, params['field']], ['invalid_input', 'to'], `${name} ${to}`);
    }
  const longest = await program('scheduling.range', { specialist_id, from: '2031-03-03', to: '2031-06-03' });
  assert.equal(longest.days.length, 93);
});

test('the first and the last day that may be asked for are answered like any other, in every zone', async () => {
  const [tokyo, new_york, utc] = await Promise.all(
    ['Asia/Tokyo', 'America/New_York', 'UTC'].map((zone) =>
      openStudio(world, { zone, intervals: [{ from_minute: 0, to_minute: 1440 }] }),
    ),
  );
  assert.ok(tokyo && new_york && utc);
  const workOn = async ({ program, specialist_id }: Studio, date: string) =>
    (await program('scheduling.day', { specialist_id, date })).working;
  assert.match((await workOn(tokyo, '1900-01-01'))[0]?.starts_at ?? '', /^1899-12-31T/);
  assert.match((await workOn(new_york, '2199-12-31')).at(-1)?.ends_at ?? '', /^2200-01-01T/);
  const away = await utc.program('scheduling.add_time_off', { id: utc.specialist_id, first_day: '2199-12-31' });
  assert.equal(away.ends_at, '2200-01-01T00:00:00Z');
  const { service_id, specialist_id } = new_york;
  const late = { service_id, specialist_id, starts_at: '2199-12-31T23:30:00Z', outside_rules: true };
  const booking = await new_york.program('bookings.create', {
    ...late,
    client: { name: 'Ann', phone: '+4930123456' },
  });
  assert.equal(booking.ends_at, '2200-01-01T00:30:00Z');
});
