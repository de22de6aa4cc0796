import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { testBackend } from '../../test-support/backend.ts';
import { openStudio, type Studio } from '../../test-support/studio.ts';
import { book, claim, DAY, run } from '../../test-support/waitlist.ts';

const world = await testBackend({ after });

/** So many clients wait on the first specialist's days until Friday, and all of that time has just become free. */
const queue = async (studio: Studio, length: number): Promise<void> => {
  const { tenant_id, service_id, specialist_id } = studio;
  const [from, to] = [`${DAY}T00:00Z`, '2031-03-08T00:00Z'];
  await world.rows(
    `insert into clients (tenant_id, name) select $1, 'Client ' || n from generate_series(1, $2::int) n`,
    [tenant_id, length],
  );
  await world.rows(
    `insert into waitlist_entries (tenant_id, client_id, service_id, time_zone, from_day, to_day, begins_at, ends_at)
      select tenant_id, id, $2, 'UTC', $3::timestamptz::date, $4::timestamptz::date - 1, $3, $4
      from clients where tenant_id = $1 and name like 'Client %'`,
    [tenant_id, service_id, from, to],
  );
  await world.rows(
    `with freed as (insert into freed_times (tenant_id, specialist_id, starts_at, ends_at) values ($1, $2, $3, $4)
        returning tenant_id, id)
      insert into due (tenant_id, fire_at, kind, id) select tenant_id, '2031-03-03T08:00Z', 'waitlist', id from freed`,
    [tenant_id, specialist_id, from, to],
  );
};

const offersIn = async ({ tenant_id }: Studio): Promise<number> =>
  (await world.rows('select from waitlist_offers where tenant_id = $1', [tenant_id])).length;

test('a long queue is asked in several runs, each of which begins where the last one ended', async () => {
  const studio = await openStudio(world);
  await queue(studio, 25);
  const [due] = await claim(world, studio, ['waitlist']);
  assert.ok(due);
  assert.deepEqual(await run(world, studio, due), { done: false, after_ms: 0, spread_ms: 0 });
  assert.equal(await offersIn(studio), 20);
  assert.deepEqual(await run(world, studio, due), { done: true });
  assert.equal(await offersIn(studio), 25);
});

test('who may have no more bookings is passed over, however many of them stand first', async () => {
  const studio = await openStudio(world);
  await queue(studio, 25);
  await world.rows('update tenants set max_future_bookings = 1 where tenant_id = $1', [studio.tenant_id]);
  // The first 22 have a visit next week, all the same one as far as the time goes.
  const { id } = await book(studio, 1901, '10:00', '2031-03-12');
  await world.rows(
    `insert into bookings (tenant_id, service_id, specialist_id, client_id, status, starts_at, ends_at, price_minor,
        currency, reservation_id, completes_at)
      select visit.tenant_id, visit.service_id, visit.specialist_id, first.client_id, status, starts_at, visit.ends_at,
        price_minor, currency, reservation_id, completes_at
      from bookings visit,
        (select client_id from waitlist_entries where tenant_id = $1 order by created_at, id limit 22) first
      where visit.id = $2`,
    [studio.tenant_id, id],
  );
  const [due] = await claim(world, studio, ['waitlist']);
  assert.ok(due);
  assert.deepEqual(await run(world, studio, due), { done: true });
  assert.equal(await offersIn(studio), 3);
});
