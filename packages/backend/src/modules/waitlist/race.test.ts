import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { sql } from '../../db/sql.ts';
import { MONDAY, type TestBackend, testBackend } from '../../test-support/backend.ts';
import { countOverlaps } from '../../test-support/bookings.ts';
import { OWNER, openStudio, type Studio } from '../../test-support/studio.ts';
import { until } from '../../test-support/until.ts';
import { WAITING_FOR_LOCK } from '../../test-support/waiting.ts';
import { attend, book, claim, DAY, fillDay, offersOf, run, TWO_A_DAY, wait } from '../../test-support/waitlist.ts';
import { type FreedTime, findFreedTime } from '../scheduling/index.ts';
import { attendWaitlist } from './jobs.ts';
import { offerNext } from './offer.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

/** What must never be: two holds for one entry, a hold for who waits no longer, an offer without its hold's outcome. */
const troubles = async ({ rows }: TestBackend, { tenant_id }: Studio): Promise<string[]> => {
  const found = await rows<{ trouble: string }>(
    `select 'held twice' as trouble from waitlist_offers offers join bookings using (tenant_id)
      where tenant_id = $1 and bookings.id = booking_id and bookings.status = 'held' group by entry_id having count(*) > 1
    union all
    select 'held for nothing' from waitlist_offers offers join waitlist_entries entries using (tenant_id)
        join bookings using (tenant_id)
      where tenant_id = $1 and entries.id = entry_id and bookings.id = booking_id and bookings.status = 'held'
        and (entries.status <> 'offered' or outcome is not null)
    union all
    select 'outcome ' || outcome from waitlist_offers join bookings using (tenant_id)
      where tenant_id = $1 and bookings.id = booking_id and outcome is not null
        and (outcome = 'taken') <> (bookings.status = 'confirmed')`,
    [tenant_id],
  );
  return found.map(({ trouble }) => trouble);
};

test('the check finds what must never be', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const [first] = await fillDay(studio);
  await wait(studio, 1001);
  await studio.as(1901)('bookings.cancel', { id: first.id });
  await attend(world, studio);
  assert.deepEqual(await troubles(world, studio), []);
  await world.rows(`update waitlist_offers set outcome = 'taken' where tenant_id = $1`, [studio.tenant_id]);
  assert.deepEqual(await troubles(world, studio), ['held for nothing', 'outcome taken']);
});

test('taking it and its running out at the same moment have one outcome', async () => {
  for (let round = 0; round < 8; round += 1) {
    await world.setClock(MONDAY);
    const studio = await openStudio(world, TWO_A_DAY);
    const [first] = await fillDay(studio);
    for (const who of [1001, 1002]) await wait(studio, who);
    await studio.as(OWNER)('bookings.cancel', { id: first.id });
    await attend(world, studio);
    const offer = (await studio.as(1001)('waitlist.list', {})).items[0]?.offer;
    assert.ok(offer);
    // A few milliseconds before or after its end.
    await world.setClock(new Date(Date.parse(offer.expires_at) - 12 + round * 3).toISOString());
    const [taken] = await Promise.allSettled([
      studio.as(1001)('waitlist.take', { id: offer.booking_id }),
      run(world, studio, { due_id: offer.booking_id, kind: 'booking_hold' }),
      attend(world, studio),
    ]);
    await world.setClock(new Date(Date.parse(offer.expires_at) + 60_000).toISOString());
    await attend(world, studio);
    assert.deepEqual(await offersOf(studio), taken.status === 'fulfilled' ? [] : ['1002 10:00']);
    assert.deepEqual(await troubles(world, studio), []);
    assert.equal(await countOverlaps(world, studio), 0);
    if (taken.status === 'rejected') assert.equal(taken.reason.code, 'hold_expired');
  }
});

test('of two times that become free at once, with two specialists, one person gets one', async () => {
  const studio = await openStudio(world, { ...TWO_A_DAY, specialists: 2 });
  const visits = [];
  for (const [index, specialist_id] of studio.specialist_ids.entries())
    for (const [at, time] of ['10:00', '11:00'].entries())
      visits.push(
        await studio.as(1901 + index * 2 + at)('bookings.create', {
          service_id: studio.service_id,
          specialist_id,
          starts_at: `${DAY}T${time}:00Z`,
        }),
      );
  await wait(studio, 1001, { specialist_id: null });
  await wait(studio, 1002, { specialist_id: null });
  await attend(world, studio);
  const freed = [visits[0], visits[3]].map((visit) => visit?.id ?? '');
  await Promise.all(freed.map((id) => studio.as(OWNER)('bookings.cancel', { id })));
  const due = await claim(world, studio);
  assert.equal(due.length, 2);
  await Promise.all([...due, ...due].map((one) => run(world, studio, one)));
  assert.deepEqual(
    (await offersOf(studio)).map((offer) => offer.slice(0, 4)),
    ['1001', '1002'],
  );
  assert.deepEqual(await troubles(world, studio), []);
});

/** Something that others wait for until it is opened. */
const gate = () => Promise.withResolvers<void>();

/** The two hours of a studio with two specialists, free for one person who takes anybody: what has become free of each. */
const freedOfTwo = async () => {
  const studio = await openStudio(world, { ...TWO_A_DAY, specialists: 2 });
  const freed: FreedTime[] = [];
  for (const [index, specialist_id] of studio.specialist_ids.entries())
    for (const [at, time] of ['10:00', '11:00'].entries())
      await book({ ...studio, specialist_id }, 1901 + index * 2 + at, time);
  await wait(studio, 1001, { specialist_id: null });
  await attend(world, studio);
  const { items } = await studio.program('bookings.list', { limit: 10 });
  for (const [index, time] of ['10:00', '11:00'].entries()) {
    const specialist_id = studio.specialist_ids[index] ?? '';
    const visit = items.find((one) => one.specialist.id === specialist_id && one.starts_at.slice(11, 16) === time);
    await studio.as(OWNER)('bookings.cancel', { id: visit?.id ?? '' });
    const [one] = await claim(world, studio);
    const row = await world.backend.inTenant(studio.tenant_id, (tx) => findFreedTime(tx, one?.due_id ?? ''));
    assert.ok(row);
    freed.push(row);
  }
  const [first, second] = freed;
  assert.ok(first !== undefined && second !== undefined);
  return { studio, first, second };
};

/** Offers `first` in a transaction that stays open while `second` is being offered, and then commits. */
const offerBoth = async () => {
  const { studio, first, second } = await freedOfTwo();
  const [offered, committed] = [gate(), gate()];
  const one = world.backend.inTenant(studio.tenant_id, async (tx) => {
    await offerNext(tx, first, []);
    // An answer means that all before it has been done.
    await tx.rows(sql`select 1`);
    offered.resolve();
    await committed.promise;
  });
  await offered.promise;
  const two = world.backend.inTenant(studio.tenant_id, (tx) => offerNext(tx, second, []));
  const waits = async () => (await world.rows(WAITING_FOR_LOCK)).length;
  await until('the second waits for the client, or is through', async () => (await waits()) > 0 || (await ended(two)));
  committed.resolve();
  await Promise.all([one, two]);
  return offersOf(studio);
};

const ended = (work: Promise<unknown>): Promise<boolean> => Promise.race([work.then(() => true), setImmediate(false)]);

test('who is being offered something else at this very moment is offered nothing more', async () => {
  assert.deepEqual(await offerBoth(), ['1001 10:00']);
});

test('when ten visits are cancelled at once, ten of twenty who wait are offered one each, in their order', async () => {
  const studio = await openStudio(world, {
    intervals: [{ from_minute: 480, to_minute: 1080 }],
    service: { step_minutes: 60 },
  });
  const hours = Array.from({ length: 10 }, (_, index) => `${String(8 + index).padStart(2, '0')}:00`);
  const visits = await Promise.all(hours.map((time, index) => book(studio, 1901 + index, time)));
  const people = Array.from({ length: 20 }, (_, index) => 1001 + index);
  for (const who of people) await wait(studio, who);
  await attend(world, studio);
  const storm = async (id: string) => {
    await studio.as(OWNER)('bookings.cancel', { id });
    const due = await claim(world, studio);
    await Promise.all([...due, ...due].map((one) => run(world, studio, one)));
  };
  await Promise.all(visits.map(({ id }) => storm(id)));
  const offers = await offersOf(studio);
  assert.deepEqual(
    offers.map((offer) => Number(offer.slice(0, 4))),
    people.slice(0, 10),
  );
  assert.equal(new Set(offers.map((offer) => offer.slice(5))).size, 10, 'every hour once');
  const taken = await Promise.allSettled(
    people.map(async (who) => {
      const { id = '' } = (await studio.as(who)('waitlist.list', {})).items[0] ?? {};
      return studio.as(who)('waitlist.take', { id });
    }),
  );
  assert.equal(taken.filter(({ status }) => status === 'fulfilled').length, 10);
  assert.equal(await countOverlaps(world, studio), 0);
  assert.deepEqual(await troubles(world, studio), []);
  assert.deepEqual(await world.rows('select 1 from freed_times where tenant_id = $1', [studio.tenant_id]), []);
});

test('a job that dies halfway is taken up again where it was, and a repeated one changes nothing', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const [first, second] = await fillDay(studio);
  for (const who of [1001, 1002]) await wait(studio, who);
  await attend(world, studio);
  for (const { id } of [first, second]) await studio.as(OWNER)('bookings.cancel', { id });
  const due = await claim(world, studio);
  const [one] = due;
  assert.ok(one);
  let transactions = 0;
  const dying = attendWaitlist((tenant_id, work) => {
    transactions += 1;
    if (transactions === 3) throw new Error('killed');
    return world.backend.inTenant(tenant_id, work);
  });
  await assert.rejects(dying({ tenant_id: studio.tenant_id, id: one.due_id, ...one, attempt: 1 }), /killed/);
  assert.equal((await offersOf(studio)).length, 1, 'the first was asked before it died');
  for (const again of [...due, ...due]) await run(world, studio, again);
  assert.deepEqual(
    (await offersOf(studio)).map((offer) => offer.slice(0, 4)),
    ['1001', '1002'],
  );
  assert.deepEqual(await troubles(world, studio), []);
});

test('who joins while a time becomes free does not miss it', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  for (let round = 0; round < 10; round += 1) {
    const day = `2031-03-${String(10 + round)}`;
    const visit = await book(studio, 1901, '10:00', day);
    const rest = await book(studio, 1902, '11:00', day);
    const wish = { from_day: day, to_day: day };
    await studio.as(1001)('people.me', {});
    const [joined] = await Promise.allSettled([
      wait(studio, 1001, wish),
      studio
        .as(OWNER)('bookings.cancel', { id: visit.id })
        .then(() => attend(world, studio)),
    ]);
    await attend(world, studio);
    const offers = await offersOf(studio);
    assert.deepEqual(offers, joined.status === 'fulfilled' ? ['1001 10:00'] : [], day);
    if (joined.status === 'fulfilled') await studio.as(1001)('waitlist.leave', { id: joined.value.id });
    else assert.equal(joined.reason.code, 'slots_are_free');
    await studio.as(OWNER)('bookings.cancel', { id: rest.id });
    await attend(world, studio);
  }
});
