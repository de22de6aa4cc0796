import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { countOverlaps, slotAt } from '../../test-support/bookings.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const loadOn = async ({ guest, service_id, specialist_id }: Studio, date: string) =>
  (await guest('scheduling.free_slots_day', { service_id, specialist_id, date })).load;
const reservationsOf = (studio: Studio) =>
  world.rows('select kind, starts_at, ends_at from reservations where tenant_id = $1 order by starts_at', [
    studio.tenant_id,
  ]);

test('whole days off begin and end at midnight in the zone of the specialist, also when the clocks change', async () => {
  const studio = await openStudio(world, { zone: 'Europe/Berlin' });
  const id = studio.specialist_id;
  await world.setClock('2031-03-20T08:00:00Z');
  const days = { first_day: '2031-03-29', last_day: '2031-03-31' };
  const absence = await studio.as(SPECIALIST)('scheduling.add_time_off', { id, ...days, note: 'At the sea' });
  assert.deepEqual(
    [absence.kind, absence.starts_at, absence.ends_at, absence.note],
    ['time_off', '2031-03-28T23:00:00Z', '2031-03-31T22:00:00Z', 'At the sea'],
  );
  const loads = await Promise.all(['28', '29', '30', '31'].map((day) => loadOn(studio, `2031-03-${day}`)));
  assert.deepEqual([...loads, await loadOn(studio, '2031-04-01')], ['free', 'full', 'full', 'full', 'free']);
  assert.deepEqual((await studio.as(SPECIALIST)('scheduling.time_off', { id })).items, [absence]);
  assert.deepEqual(await studio.as(SPECIALIST)('scheduling.remove_time_off', { id, time_off_id: absence.id }), absence);
  assert.equal(await loadOn(studio, '2031-03-30'), 'free');
});

test('a break by instants takes its time and nothing else', async () => {
  const studio = await openStudio(world);
  const id = studio.specialist_id;
  const span = { starts_at: '2031-03-04T12:00:00+00:00', ends_at: '2031-03-04T13:00:00Z' };
  const { kind } = await studio.program('scheduling.add_time_off', { id, kind: 'break', ...span });
  assert.equal(kind, 'break');
  const refusal = await refusalOf(studio.as(1001)('bookings.create', slotAt(studio, '12:30')));
  assert.equal(refusal.code, 'slot_taken');
  await studio.as(1001)('bookings.create', slotAt(studio, '13:00'));
});

test('time off over something that is booked is refused with the list of it, and changes nothing', async () => {
  const studio = await openStudio(world, { service: { buffer_after_minutes: 30 } });
  const id = studio.specialist_id;
  const first = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  const second = await studio.as(1002)('bookings.create', slotAt(studio, '14:00'));
  const holiday = { id, first_day: '2031-03-20', last_day: '2031-04-20' };
  await studio.program('scheduling.add_time_off', holiday);
  const before = await reservationsOf(studio);
  const refused = async (days: object) => {
    const { code, params } = await refusalOf(studio.program('scheduling.add_time_off', { id, ...days }));
    assert.equal(code, 'time_taken');
    assert.deepEqual(await reservationsOf(studio), before);
    return (params['taken'] as { kind: string; starts_at: string; ends_at: string }[]).map(
      ({ kind, starts_at, ends_at }) => `${kind} ${starts_at} ${ends_at}`,
    );
  };
  const told = [first, second].map(({ starts_at, ends_at }) => `booking ${starts_at} ${ends_at}`);
  const away = 'time_off 2031-03-20T00:00:00Z 2031-04-21T00:00:00Z';
  assert.deepEqual(await refused({ first_day: '2031-03-04' }), told);
  assert.deepEqual(await refused({ first_day: '2031-03-01', last_day: '2031-06-01' }), [...told, away]);
  assert.deepEqual(await refused({ first_day: '2031-04-02' }), [away], 'the middle of what is long');
  // The buffer of the first booking lasts until 11:30.
  const span = (starts_at: string) => ({ starts_at, ends_at: '2031-03-04T12:00:00Z' });
  assert.deepEqual(await refused(span('2031-03-04T11:15:00Z')), told.slice(0, 1));
  await studio.program('scheduling.add_time_off', { id, ...span('2031-03-04T11:30:00Z') });
});

test('a hold that has run out is not in the way', async () => {
  const studio = await openStudio(world);
  await world.rows(
    `insert into reservations (tenant_id, specialist_id, kind, starts_at, ends_at, expires_at)
      values ($1, $2, 'hold', '2031-03-04 10:00Z', '2031-03-04 11:00Z', '2031-03-03 07:00Z')`,
    [studio.tenant_id, studio.specialist_id],
  );
  await studio.program('scheduling.add_time_off', { id: studio.specialist_id, first_day: '2031-03-04' });
  assert.equal((await reservationsOf(studio)).length, 1);
});

test('of a day off and a booking that come at once one is refused, and nothing overlaps', async () => {
  const studio = await openStudio(world);
  const id = studio.specialist_id;
  for (let day = 4; day < 24; day += 1) {
    const date = `2031-03-${String(day).padStart(2, '0')}`;
    const outcomes = await Promise.allSettled([
      studio.program('scheduling.add_time_off', { id, first_day: date }),
      studio.as(1000 + day)('bookings.create', slotAt(studio, '10:00', date)),
    ]);
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'], date);
  }
  assert.equal(await countOverlaps(world, studio), 0);
});

for (const [what, input, field] of [
  ['nothing', {}, 'starts_at'],
  ['an end alone', { ends_at: '2031-03-04T12:00:00Z' }, 'starts_at'],
  ['a start alone', { starts_at: '2031-03-04T12:00:00Z' }, 'ends_at'],
  ['an end before the start', { starts_at: '2031-03-04T12:00:00Z', ends_at: '2031-03-04T11:00:00Z' }, 'ends_at'],
  ['no time at all', { starts_at: '2031-03-04T12:00:00Z', ends_at: '2031-03-04T12:00:00Z' }, 'ends_at'],
  ['a last day before the first', { first_day: '2031-03-05', last_day: '2031-03-04' }, 'last_day'],
  ['a last day alone', { last_day: '2031-03-04' }, 'first_day'],
  ['days and instants', { first_day: '2031-03-05', starts_at: '2031-03-04T12:00:00Z' }, 'starts_at'],
  ['more than two years', { first_day: '2031-03-05', last_day: '2033-03-10' }, 'last_day'],
  ['what is no day', { first_day: '2031-02-30' }, 'first_day'],
] as const) {
  test(`time off given as ${what} is refused by name`, async () => {
    const studio = await openStudio(world);
    const { code, params } = await refusalOf(
      studio.program('scheduling.add_time_off', { id: studio.specialist_id, ...input }),
    );
    assert.deepEqual([code, params['field']], ['invalid_input', field]);
  });
}

test('a booking is no time off: it is not listed and cannot be removed as if it were', async () => {
  const studio = await openStudio(world);
  const id = studio.specialist_id;
  await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  const [row] = await world.rows<{ id: string }>('select id from reservations where tenant_id = $1', [
    studio.tenant_id,
  ]);
  const remove = studio.program('scheduling.remove_time_off', { id, time_off_id: row?.id ?? '' });
  assert.deepEqual(await refusalOf(remove), { code: 'not_found', params: { what: 'time_off', field: 'time_off_id' } });
  assert.equal((await studio.program('scheduling.time_off', { id })).total, 0);
});

test('time off is listed from now on, or from and to the instants that are named', async () => {
  const studio = await openStudio(world);
  const id = studio.specialist_id;
  for (const first_day of ['2031-02-10', '2031-03-10', '2031-04-10'])
    await studio.program('scheduling.add_time_off', { id, first_day });
  const starts = async (more: object) =>
    (await studio.program('scheduling.time_off', { id, ...more })).items.map(({ starts_at }) => starts_at.slice(5, 7));
  assert.deepEqual(await starts({}), ['03', '04']);
  assert.deepEqual(await starts({ from: '2031-01-01T00:00:00Z', to: '2031-04-01T00:00:00Z' }), ['02', '03']);
  assert.deepEqual(await starts({ limit: 1, page: 2 }), ['04']);
});

test('the time off of a colleague, of another business and of nobody is out of reach', async () => {
  const [studio, stranger] = [await openStudio(world, { specialists: 2 }), await openStudio(world)];
  const [own = '', colleague = ''] = studio.specialist_ids;
  const absence = await stranger.as(OWNER)('scheduling.add_time_off', {
    id: stranger.specialist_id,
    first_day: '2031-03-04',
  });
  const add = (id: string) => studio.as(SPECIALIST)('scheduling.add_time_off', { id, first_day: '2031-03-04' });
  assert.equal((await add(own)).kind, 'time_off');
  assert.equal((await refusalOf(add(colleague))).code, 'forbidden');
  const nobody = '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b';
  const remove = (id: string, time_off_id: string) =>
    refusalOf(studio.program('scheduling.remove_time_off', { id, time_off_id }));
  assert.deepEqual(await remove(own, absence.id), await remove(own, nobody));
  assert.deepEqual(await remove(stranger.specialist_id, absence.id), await remove(nobody, absence.id));
  assert.equal((await reservationsOf(stranger)).length, 1);
});
