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

const DAY = { from: '2031-03-04', to: '2031-03-04' };

/** Five bookings on Tuesday with the first specialist, one with the second, and what became of them by the evening. */
const busyTuesday = async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const { program } = studio;
  const book = (time: string, client: { name: string; phone: string }, who = 0) =>
    program('bookings.create', {
      ...slotAt(studio, time),
      specialist_id: studio.specialist_ids[who] ?? null,
      client,
    });
  const anna = { name: '=Anna', phone: '+4930111111' };
  const boris = { name: 'Boris', phone: '+4930222222' };
  const done = await book('09:00', anna);
  const missed = await book('10:00', boris);
  const gone = await book('11:00', anna);
  await book('12:00', boris);
  await book('09:00', { name: 'Cara', phone: '+4930333333' }, 1);
  await program('bookings.cancel', { id: gone.id });
  await world.setClock('2031-03-04T11:30:00Z');
  await program('bookings.complete', { id: done.id });
  await program('bookings.no_show', { id: missed.id });
  return studio;
};

test('a day is told by what became of its bookings, who came, when, for what, and how full it was', async () => {
  const studio = await busyTuesday();
  const told = await studio.as(OWNER)('analytics.summary', DAY);
  assert.deepEqual(told.bookings, {
    ...{ held: 0, pending_payment: 0, confirmed: 2, completed: 1, no_show: 1, cancelled: 1 },
  });
  assert.equal(told.no_show_rate, 0.5);
  assert.deepEqual(told.clients, { new: 3, returning: 0 });
  assert.deepEqual(told.days, [{ date: '2031-03-04', bookings: 4 }]);
  assert.deepEqual(told.hours[0], { weekday: 2, hour: 9, bookings: 2 });
  assert.deepEqual(told.services, [{ id: studio.service_id, name: 'Haircut', bookings: 4 }]);
  assert.deepEqual(
    told.specialists.map(({ booked_minutes, bookable_minutes }) => [booked_minutes, bookable_minutes]),
    [
      [180, 540],
      [60, 540],
    ],
  );
  assert.deepEqual(told.money, [{ currency: 'EUR', amount_minor: 250_000 }]);
});

test('time off cannot be booked and is no idleness; what is beside working hours counts neither way', async () => {
  const studio = await openStudio(world);
  await studio.program('scheduling.add_time_off', {
    id: studio.specialist_id,
    starts_at: '2031-03-04T08:00:00Z',
    ends_at: '2031-03-04T12:00:00Z',
  });
  const { specialists } = await studio.program('analytics.summary', DAY);
  assert.deepEqual(
    specialists.map(({ booked_minutes, bookable_minutes }) => [booked_minutes, bookable_minutes]),
    [[0, 360]],
  );
});

test('who was here before comes back, and is new only once', async () => {
  const studio = await busyTuesday();
  await studio.program('bookings.create', {
    ...slotAt(studio, '09:00', '2031-03-05'),
    client: { name: 'Boris', phone: '+4930222222' },
  });
  const { clients } = await studio.program('analytics.summary', { from: '2031-03-05', to: '2031-03-05' });
  assert.deepEqual(clients, { new: 0, returning: 1 });
});

test('money is the owner’s; specialists see their own figures, and others are not there for them', async () => {
  const studio = await busyTuesday();
  const own = await studio.as(SPECIALIST)('analytics.summary', DAY);
  assert.equal(own.money, null);
  assert.deepEqual(
    own.specialists.map(({ id }) => id),
    [studio.specialist_id],
  );
  assert.equal(own.bookings.confirmed, 1);
  const other = studio.specialist_ids[1] ?? '';
  const refusals = await Promise.all(
    [other, '00000000-0000-4000-8000-000000000000'].map((specialist_id) =>
      refusalOf(studio.as(SPECIALIST)('analytics.summary', { ...DAY, specialist_id })),
    ),
  );
  assert.deepEqual(refusals[0], refusals[1]);
  assert.equal(refusals[0]?.code, 'not_found');
  assert.equal((await refusalOf(studio.as(1001)('analytics.summary', DAY))).code, 'forbidden');
  assert.equal((await refusalOf(studio.as(SPECIALIST)('analytics.export', DAY))).code, 'forbidden');
});

test('the figures of one business hold nothing of another', async () => {
  const [, other] = [await busyTuesday(), await openStudio(world)];
  const told = await other.program('analytics.summary', DAY);
  assert.ok(Object.values(told.bookings).every((count) => count === 0));
  assert.deepEqual([told.services, told.clients, told.money], [[], { new: 0, returning: 0 }, []]);
  assert.equal((await other.program('analytics.export', DAY)).trim().split('\r\n').length, 1);
});

test('the file of a period has a line for each booking, and no name becomes a formula', async () => {
  const studio = await busyTuesday();
  const lines = (await studio.as(OWNER)('analytics.export', DAY)).trim().split('\r\n');
  assert.equal(lines.length, 6);
  assert.match(lines[0] ?? '', /id,status,starts_at/);
  const first = lines.find((line) => line.includes('completed')) ?? '';
  assert.match(
    first,
    /,completed,2031-03-04 09:00,2031-03-04 10:00,Haircut,Specialist 1,'=Anna,'\+4930111111,250000,EUR,/,
  );
});

test('the picture comes with the figures it shows', async () => {
  const studio = await busyTuesday();
  const { png_base64, summary } = await studio.as(OWNER)('analytics.chart', DAY);
  assert.deepEqual([...Buffer.from(png_base64, 'base64').subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  assert.equal(summary.bookings.completed, 1);
});
