/** One source of truth: whatever is asked about a specialist's time, all answers agree, and booking agrees with them. */
import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import type { Actions, Client, Output } from '@okno/contract';
import fc from 'fast-check';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { openStudio, refusalOf, type Studio } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

/** Thursday; Berlin changes its clocks on Sunday the 30th, Lord Howe by half an hour a week later. */
const NOW = '2031-03-27T09:20:00Z';
const RANGE = { from: '2031-03-26', to: '2031-04-07' };
const DAYS = 13;
const FIRST = Date.parse('2031-03-25T12:00:00Z');

const minutes = (max: number, grain: number) => fc.integer({ min: 0, max: max / grain }).map((n) => n * grain);
const interval = fc
  .record({ from: minutes(1425, 15), length: minutes(900, 15) })
  .map(({ from, length }) => ({ from_minute: from, to_minute: from + length + 15 }));

const schedules = fc.record({
  weekly: fc.array(fc.record({ weekdays: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 2 }), interval }), {
    minLength: 1,
    maxLength: 3,
  }),
  overrides: fc.uniqueArray(
    fc.record({ day: fc.integer({ min: 0, max: DAYS - 1 }), intervals: fc.array(interval, { maxLength: 2 }) }),
    { selector: ({ day }) => day, maxLength: 3 },
  ),
  taken: fc.array(
    fc.record({
      at: minutes(DAYS * 1440, 5),
      length: minutes(2000, 5),
      kind: fc.constantFrom('break', 'busy', 'time_off', 'hold', 'session'),
      before: fc.constantFrom(0, 15),
      after: fc.constantFrom(0, 30),
      seats_taken: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 14 },
  ),
  service: fc.record({
    duration_minutes: fc.constantFrom(30, 60, 85, 240),
    step_minutes: fc.constantFrom(15, 30, 45, 60),
    buffer_before_minutes: fc.constantFrom(0, 10),
    buffer_after_minutes: fc.constantFrom(0, 20),
    min_notice_minutes: fc.constantFrom(0, 90, 1440),
    horizon_days: fc.integer({ min: 3, max: 12 }),
    packed: fc.boolean(),
    capacity: fc.constantFrom(1, 1, 3),
  }),
  /** Which of the offered starts are booked, and which instants are asked about. */
  booked: fc.array(fc.nat(), { minLength: 2, maxLength: 2 }),
  asked: fc.array(minutes((DAYS + 2) * 1440, 5), { minLength: 20, maxLength: 20 }),
});
type Schedule = typeof schedules extends fc.Arbitrary<infer T> ? T : never;

/** Makes the business as it was drawn; what would overlap among the taken times is left out by the database. */
const draw = async ({ tenant_id, specialist_id, service_id }: Studio, drawn: Schedule): Promise<void> => {
  const mine = [tenant_id, specialist_id];
  for (const table of ['working_hours', 'overrides', 'reservations'])
    await world.rows(`delete from ${table} where tenant_id = $1`, [tenant_id]);
  await world.rows(
    `update services set (duration_minutes, step_minutes, buffer_before_minutes, buffer_after_minutes,
      min_notice_minutes, horizon_days, packed, capacity) = (select duration_minutes, step_minutes, buffer_before_minutes,
      buffer_after_minutes, min_notice_minutes, horizon_days, packed, capacity
      from jsonb_populate_record(null::services, $2)) where tenant_id = $1`,
    [tenant_id, JSON.stringify(drawn.service)],
  );
  for (const { weekdays, interval: one } of drawn.weekly)
    await world.rows(
      `insert into working_hours (tenant_id, specialist_id, weekday, from_minute, to_minute)
        select $1, $2, weekday, $3, $4 from unnest($5::int[]) weekday`,
      [...mine, one.from_minute, one.to_minute, weekdays],
    );
  for (const { day, intervals } of drawn.overrides)
    await world.rows("insert into overrides values ($1, $2, date '2031-03-26' + $3::int, $4)", [
      ...mine,
      day,
      JSON.stringify(intervals),
    ]);
  for (const row of drawn.taken) {
    const session = row.kind === 'session';
    const length = session ? drawn.service.duration_minutes : row.length + 5;
    const seats = session ? drawn.service.capacity : 1;
    await world.rows(
      `insert into reservations (tenant_id, specialist_id, kind, starts_at, ends_at, buffer_before_minutes,
        buffer_after_minutes, expires_at, service_id, seats, seats_taken)
        values ($1, $2, $3, $4, $4::timestamptz + $5 * interval '1 minute', $6, $7,
          case when $3 = 'hold' then timestamptz '2031-03-28 00:00Z' end, $8, $9, $10) on conflict do nothing`,
      [
        ...mine,
        session ? 'booking' : row.kind,
        new Date(FIRST + row.at * 60_000).toISOString(),
        length,
        row.before,
        row.after,
        session ? service_id : null,
        seats,
        Math.min(seats, row.seats_taken),
      ],
    );
  }
};

type Slots = Output<Actions['scheduling.free_slots_range']>['days'][number]['slots'];

type Takings = Output<Actions['scheduling.range']>['days'][number]['taken'];

/** Nothing taken reaches into the slot, but for the session in which it is a seat. */
const assertFree = (slot: Slots[number], taken: Takings): void => {
  for (const one of taken)
    if (slot.starts_at !== one.starts_at || one.seats_taken === one.seats)
      assert.ok(slot.ends_at <= one.starts_at || slot.starts_at >= one.ends_at, 'is free and taken');
};

/** A part of a range is what is told of the part alone; what is free is not taken. Gives all that is offered. */
const agreeOnTime = async (ask: Client, { specialist_id, service_id }: Studio): Promise<Slots> => {
  const whose = { specialist_id, service_id };
  const range = await ask('scheduling.range', { specialist_id, ...RANGE });
  const free = await ask('scheduling.free_slots_range', { ...whose, ...RANGE });
  assert.equal(range.days.length, DAYS);
  for (const [index, { date, ...day }] of range.days.entries()) {
    const { time_zone: _, ...alone } = await ask('scheduling.day', { specialist_id, date });
    assert.deepEqual({ date, ...day }, alone);
    const { time_zone: __, ...free_alone } = await ask('scheduling.free_slots_day', { ...whose, date });
    assert.deepEqual(free.days[index], free_alone);
    for (const slot of free_alone.slots) assertFree(slot, day.taken);
  }
  const months = await Promise.all(['2031-03', '2031-04'].map((month) => ask('scheduling.month', { ...whose, month })));
  const told = new Map(
    months.flatMap(({ days }) => days).map(({ date, load, free: count }) => [date, `${load} ${count}`]),
  );
  for (const { date, load, slots } of free.days) assert.equal(told.get(date), `${load} ${slots.length}`, date);
  return free.days.flatMap(({ slots }) => slots);
};

let phones = 0;
const somebody = () => {
  phones += 1;
  return { name: 'Somebody', phone: `+4930${String(phones).padStart(8, '0')}` };
};

/** What is offered can be booked, and what cannot be booked is refused by the rule that is told. */
const agreeOnBooking = async (ask: Client, { specialist_id, service_id }: Studio, offered: Slots, drawn: Schedule) => {
  const wanted = { specialist_id, service_id };
  const starts = new Set(offered.map(({ starts_at }) => starts_at));
  for (const pick of offered.length === 0 ? [] : drawn.booked) {
    const slot = offered[pick % offered.length];
    const booking = await ask('bookings.create', { ...wanted, starts_at: slot?.starts_at ?? '', client: somebody() });
    assert.deepEqual([booking.starts_at, booking.ends_at], [slot?.starts_at, slot?.ends_at]);
    await ask('bookings.cancel', { id: booking.id });
  }
  for (const minute of drawn.asked) {
    const starts_at = new Date(FIRST + minute * 60_000).toISOString().replace('.000Z', 'Z');
    const { offered: is, rule } = await ask('scheduling.why_not', { ...wanted, starts_at });
    if (isWithin(starts_at, offered)) assert.equal(is, starts.has(starts_at), `${starts_at} ${rule}`);
    if (rule === null) continue;
    const { code, params } = await refusalOf(ask('bookings.create', { ...wanted, starts_at, client: somebody() }));
    const taken = rule === 'taken' || rule === 'full';
    assert.deepEqual([code, params['rule']], taken ? ['slot_taken', undefined] : ['slot_not_offered', rule], starts_at);
  }
};

/** The ends of the range lie on other instants in every zone; in the middle they do not matter. */
const isWithin = (starts_at: string, offered: Slots): boolean =>
  offered.length > 0 && starts_at > '2031-03-27T00:00:00Z' && starts_at < '2031-04-06T00:00:00Z';

const law = async (studio: Studio, drawn: Schedule, ask: Client = studio.program): Promise<Slots> => {
  const offered = await agreeOnTime(ask, studio);
  await agreeOnBooking(ask, studio, offered, drawn);
  return offered;
};

const openBusiness = async (zone: string): Promise<Studio> => {
  const studio = await openStudio(world, { zone });
  await world.rows('update tenants set max_future_bookings = 1000 where tenant_id = $1', [studio.tenant_id]);
  return studio;
};

test('a day is its part of a range and of a month, what is free is not taken, and booking obeys both', async () => {
  const studios = await Promise.all(['Europe/Berlin', 'Australia/Lord_Howe', 'America/Los_Angeles'].map(openBusiness));
  await world.setClock(NOW);
  let offered = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...studios), schedules, async (studio, drawn) => {
      await draw(studio, drawn);
      offered += (await law(studio, drawn)).length;
    }),
    { numRuns: 24 },
  );
  assert.ok(offered > 100, `${offered} starts were offered`);
});

/** Answers of one action, falsified. */
const lying = <N extends keyof Actions>(ask: Client, name: N, falsify: (answer: Output<Actions[N]>) => void): Client =>
  (async (asked: N, input: never, options: never) => {
    const answer = await ask(asked, input, options);
    if (asked === name) falsify(answer);
    return answer;
  }) as never;

test('the law finds every planted lie', async () => {
  const studio = await openBusiness('Europe/Berlin');
  await world.setClock(NOW);
  const hour = { duration_minutes: 60, step_minutes: 60, min_notice_minutes: 0, horizon_days: 12 } as const;
  const drawn: Schedule = {
    weekly: [{ weekdays: [0, 1, 2, 3, 4, 5, 6], interval: { from_minute: 540, to_minute: 1080 } }],
    overrides: [],
    taken: [{ at: 3 * 1440, length: 115, kind: 'break', before: 0, after: 0, seats_taken: 1 }],
    service: { ...hour, buffer_before_minutes: 0, buffer_after_minutes: 0, packed: false, capacity: 1 },
    booked: [0, 1],
    // In the break of Friday the 28th, next to it, at midnight, and at 08:00Z on Saturday, which is offered.
    asked: [3 * 1440, 3 * 1440 + 115, 3 * 1440 + 720, 3 * 1440 + 1200],
  };
  await draw(studio, drawn);
  const { program } = studio;
  const truth = await law(studio, drawn);
  const asked = '2031-03-29T08:00:00Z';
  const stolen = (slots: Slots) => slots.splice(0, slots.length, ...slots.filter((slot) => slot.starts_at !== asked));
  assert.ok(truth.some(({ starts_at }) => starts_at === asked));
  const invented = { ...truth[0], starts_at: '2031-03-28T12:30:00Z', ends_at: '2031-03-28T13:30:00Z' } as Slots[number];
  const invent = (slots: Slots) => slots.unshift(invented);
  const onDay = (change: (slots: Slots) => void) => (ask: Client) =>
    lying(ask, 'scheduling.free_slots_day', (day) => change(day.slots));
  const onRange = (change: (slots: Slots) => void) => (ask: Client) =>
    lying(ask, 'scheduling.free_slots_range', ({ days }) => {
      for (const { date, slots } of days) if (date === '2031-03-29' || change === invent) change(slots);
    });
  const lies: Record<string, (ask: Client) => Client> = {
    'a range that forgets a start': onRange(stolen),
    'a day that forgets a start': onDay(stolen),
    'both forget a start, and the month its count': (ask) =>
      lying(onDay(stolen)(onRange(stolen)(ask)), 'scheduling.month', ({ days }) => {
        for (const day of days) if (day.date === '2031-03-29') day.free -= 1;
      }),
    'both invent a start in a break': (ask) => onDay(invent)(onRange(invent)(ask)),
    'a month that miscounts': (ask) =>
      lying(ask, 'scheduling.month', ({ days }) =>
        days.forEach((day) => {
          day.free += 1;
        }),
      ),
    'a month that marks wrongly': (ask) =>
      lying(ask, 'scheduling.month', ({ days }) =>
        days.forEach((day) => {
          day.load = 'busy';
        }),
      ),
    'a range that forgets what is taken': (ask) =>
      lying(ask, 'scheduling.range', ({ days }) => {
        for (const { taken } of days) taken.pop();
      }),
    'a day with other hours': (ask) => lying(ask, 'scheduling.day', ({ working }) => working.pop()),
    'a wrong reason': (ask) =>
      lying(ask, 'scheduling.why_not', (answer) => {
        if (answer.rule !== null) answer.rule = 'past';
      }),
    'no reason where there is one': (ask) =>
      lying(ask, 'scheduling.why_not', (answer) => {
        answer.offered = true;
      }),
  };
  for (const [lie, tell] of Object.entries(lies))
    await assert.rejects(law(studio, drawn, tell(program)), assert.AssertionError, lie);
});
