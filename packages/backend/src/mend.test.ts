import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { createMend } from './mend.ts';
import { endVisit } from './modules/bookings/jobs.ts';
import { MONDAY, testBackend } from './test-support/backend.ts';
import { slotAt } from './test-support/bookings.ts';
import { weekly } from './test-support/series.ts';
import { OWNER, openStudio, SPECIALIST, type Studio } from './test-support/studio.ts';
import { fillDay, TWO_A_DAY, wait } from './test-support/waitlist.ts';

const world = await testBackend({ after });

const errors: unknown[] = [];
const mend = createMend({
  inTenant: world.backend.inTenant,
  workerPool: world.workerPool,
  onError: (error) => errors.push(error),
});
const always = () => true;

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual([world.faults.splice(0), errors.splice(0)], [[], []], 'nothing broke');
});

const timetable = ({ tenant_id }: Studio) =>
  world.rows<{ kind: string; id: string; fire_at: Date }>(
    'select kind, id, fire_at from due where tenant_id = $1 order by kind, fire_at, id',
    [tenant_id],
  );

/** A business in which everything waits that can: visits, a hold, messages, people, a series, a calendar. */
const openBusy = async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const owner = studio.as(OWNER);
  await fillDay(studio);
  await wait(studio, 1001);
  await studio.as(1002)('bookings.create', { ...slotAt(studio, '10:00', '2031-03-05'), hold: true });
  await owner(
    'series.create',
    weekly(studio, { starts_at_local: '2031-03-06T10:00:00', rrule: 'FREQ=WEEKLY;COUNT=2' }),
  );
  const wish = { specialist_id: studio.specialist_id, url: 'https://calendar.example/me.ics' };
  await studio.as(SPECIALIST)('calendars.import_create', wish);
  return studio;
};

test('whatever an older version took out of the timetable and forgot stands there again, at its old time', async () => {
  const studio = await openBusy();
  assert.deepEqual(await mend(always), { ends: 0, planned: 0, phones: 0 }, 'nothing is missing');
  const before = await timetable(studio);
  const kinds = new Set(before.map(({ kind }) => kind));
  assert.deepEqual([...kinds], ['booking_end', 'booking_hold', 'calendar', 'notification', 'series', 'waitlist']);
  await world.rows('delete from due where tenant_id = $1', [studio.tenant_id]);
  const { planned } = await mend(always);
  assert.equal(planned, before.length);
  assert.deepEqual(await timetable(studio), before);
});

test('what is about to be done at once is not planned at its old time as well', async () => {
  const studio = await openStudio(world);
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  await world.rows(`update due set fire_at = '2031-03-03T07:00:00Z' where tenant_id = $1 and id = $2`, [
    studio.tenant_id,
    booking.id,
  ]);
  assert.equal((await mend(always)).planned, 0);
});

test('what is being done, or was given up, is not planned once more', async () => {
  const studio = await openBusy();
  await mend(always);
  const before = await timetable(studio);
  await world.rows(
    `insert into deliveries (tenant_id, kind, due_id, scheduled_for, owner, next_attempt_at)
      select tenant_id, kind, id, fire_at, 1, fire_at from due where tenant_id = $1`,
    [studio.tenant_id],
  );
  await world.rows('delete from due where tenant_id = $1', [studio.tenant_id]);
  assert.equal((await mend(always)).planned, 0);
  assert.ok(before.length > 0);
  await world.rows(
    `insert into handfuls (tenant_id, kind, owner, lease_until, due_ids, scheduled_for)
      select tenant_id, 'reminder', 1, now(), array_agg(due_id), array_agg(scheduled_for) from deliveries
      where tenant_id = $1 group by tenant_id`,
    [studio.tenant_id],
  );
  await world.rows('delete from deliveries where tenant_id = $1', [studio.tenant_id]);
  assert.equal((await mend(always)).planned, 0, 'what was claimed together is being done as well');
  await world.rows('delete from handfuls where tenant_id = $1', [studio.tenant_id]);
  assert.equal((await mend(always)).planned, before.length, 'control');
});

test('a visit that was booked by a version that knew no end of visits counts as done after it', async () => {
  const studio = await openStudio(world);
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  await world.rows('update bookings set completes_at = null where id = $1', [booking.id]);
  await world.rows(`delete from due where id = $1`, [booking.id]);
  assert.deepEqual(await mend(always), { ends: 1, planned: 1, phones: 0 });
  const [row] = (await timetable(studio)).filter(({ id }) => id === booking.id);
  assert.deepEqual([row?.kind, row?.fire_at.toISOString()], ['booking_end', '2031-03-04T12:00:00.000Z']);
  await world.setClock('2031-03-04T12:00:00Z');
  const item = { tenant_id: studio.tenant_id, id: '', kind: 'booking_end', due_id: booking.id, attempt: 1 } as const;
  await endVisit(world.backend.inTenant)(item);
  assert.equal((await studio.program('bookings.get', { id: booking.id })).status, 'completed');
});

test('several processes that mend at once write every row once', async () => {
  const studio = await openBusy();
  await mend(always);
  const before = await timetable(studio);
  await world.rows('delete from due where tenant_id = $1', [studio.tenant_id]);
  const all = await Promise.all([mend(always), mend(always), mend(always)]);
  assert.equal(
    all.reduce((sum, { planned }) => sum + planned, 0),
    before.length,
  );
  assert.deepEqual(await timetable(studio), before);
});

test('numbers in another spelling are kept like all others, and two who have one number stay two', async () => {
  const studio = await openStudio(world, { zone: 'Europe/Moscow' });
  await world.rows(
    `insert into clients (tenant_id, name, phone) values ($1, 'Ann', '89161111111'), ($1, 'Bob', '8916 no'),
      ($1, 'Cat', '9162222222'), ($1, 'Cat again', '+79162222222')`,
    [studio.tenant_id],
  );
  assert.equal((await mend(always)).phones, 1);
  const { items } = await studio.as(OWNER)('clients.list', {});
  assert.deepEqual(
    items.map(({ phone }) => phone),
    ['+79161111111', '8916 no', '9162222222', '+79162222222'],
  );
  assert.equal((await mend(always)).phones, 0);
});

test('who is told to stop goes no further', async () => {
  const studio = await openBusy();
  await world.rows('delete from due where tenant_id = $1', [studio.tenant_id]);
  assert.deepEqual(await mend(() => false), { ends: 0, planned: 0, phones: 0 });
  assert.notEqual((await mend(always)).planned, 0);
});
