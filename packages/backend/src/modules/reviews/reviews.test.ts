import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, test } from 'node:test';
import type { Booking } from '@okno/contract';
import fc from 'fast-check';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { countOutcomes, slotAt } from '../../test-support/bookings.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';
import { completedVisit, markVisit } from '../../test-support/visits.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const ratingOf = async ({ guest }: Studio): Promise<[number | null, number]> => {
  const [first] = (await guest('people.list_specialists', {})).items;
  assert.ok(first);
  return [first.rating, first.reviews];
};

test('a client says how a visit was, and everybody reads it under a short name', async () => {
  const studio = await openStudio(world);
  const { id } = await completedVisit(world, studio);
  await studio.as(1001)('people.update_me', { name: 'Anna Petrova' });
  const review = await studio.as(1001)('reviews.create', { id, stars: 5, text: ' Lovely.\nThank you! ' });
  assert.deepEqual([review.stars, review.text, review.author], [5, 'Lovely.\nThank you!', 'Anna P.']);
  const listed = await studio.guest('reviews.list', {});
  assert.deepEqual(listed.items, [{ ...review, visit: null, hidden: null }]);
  assert.equal(listed.total, 1);
  assert.ok(!JSON.stringify(listed).includes('Petrova'));
  assert.deepEqual(await ratingOf(studio), [5, 1]);
});

test('the staff see of which visit it is, a specialist only of their own', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const { id } = await completedVisit(world, studio);
  await studio.as(1001)('reviews.create', { id, stars: 4 });
  const visitsFor = async (who: Studio['program']) =>
    (await who('reviews.list', {})).items.map(({ visit }) => visit?.booking_id ?? null);
  for (const who of [studio.as(OWNER), studio.program, studio.as(SPECIALIST)])
    assert.deepEqual(await visitsFor(who), [id]);
  for (const who of [studio.as(SPECIALIST + 1), studio.as(1001), studio.as(1002), studio.guest])
    assert.deepEqual(await visitsFor(who), [null]);
});

test('a visit is reviewed once, also by ten taps at once', async () => {
  const studio = await openStudio(world);
  const { id } = await completedVisit(world, studio);
  const taps = Array.from({ length: 10 }, (_, index) =>
    studio.as(1001)('reviews.create', { id, stars: 1 + (index % 5) }),
  );
  assert.deepEqual(await countOutcomes(taps), { booked: 1, already_reviewed: 9 });
  const [stars, count] = await ratingOf(studio);
  assert.equal(count, 1);
  const [review] = (await studio.guest('reviews.list', {})).items;
  assert.equal(stars, review?.stars);
});

test('control: without the unique of a booking the same ten taps leave several reviews', async (t) => {
  const broken = await testBackend(t);
  await broken.rows('alter table reviews drop constraint reviews_tenant_id_booking_id_key');
  const studio = await openStudio(broken);
  const { id } = await completedVisit(broken, studio);
  const taps = Array.from({ length: 10 }, () => studio.as(1001)('reviews.create', { id, stars: 5 }));
  assert.deepEqual(await countOutcomes(taps), { booked: 10 });
});

test('only a visit that took place is reviewed', async () => {
  const studio = await openStudio(world);
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  const review = () => refusalOf(studio.as(1001)('reviews.create', { id: booking.id, stars: 5 }));
  assert.equal((await review()).code, 'not_reviewable');
  await markVisit(world, studio, { booking, status: 'no_show' });
  assert.equal((await review()).code, 'not_reviewable');
  assert.deepEqual(await ratingOf(studio), [null, 0]);
});

test('the review of a visit that was missed after all stays and does not count, until the visit has taken place', async () => {
  const studio = await openStudio(world);
  const visit = await completedVisit(world, studio);
  const other = await completedVisit(world, studio, { who: 1002, time: '12:00' });
  const { id } = await studio.as(1001)('reviews.create', { id: visit.id, stars: 1, text: 'Nobody there' });
  await studio.as(1002)('reviews.create', { id: other.id, stars: 5 });
  await world.setClock('2031-03-05T08:00:00Z');
  const owner = studio.as(OWNER);
  assert.deepEqual(await ratingOf(studio), [3, 2]);
  await owner('bookings.no_show', { id: visit.id });
  assert.deepEqual(await ratingOf(studio), [5, 1]);
  assert.equal((await studio.guest('reviews.list', {})).total, 1);
  const [kept] = (await owner('reviews.list', { shown: 'hidden' })).items;
  assert.deepEqual([kept?.id, kept?.missed, kept?.hidden], [id, true, null]);
  assert.equal((await refusalOf(studio.as(1001)('reviews.update', { id: visit.id, stars: 2 }))).code, 'not_reviewable');
  assert.equal((await refusalOf(studio.as(SPECIALIST)('reviews.reply', { id, text: 'Why?' }))).code, 'not_found');
  await owner('reviews.hide', { id, reason: 'Insults' });
  assert.equal((await refusalOf(owner('bookings.no_show', { id: visit.id }))).code, 'booking_not_changeable');
  await owner('bookings.complete', { id: visit.id });
  assert.deepEqual(await ratingOf(studio), [5, 1], 'it is hidden all the same');
  await owner('reviews.unhide', { id });
  assert.deepEqual(await ratingOf(studio), [3, 2]);
});

test("somebody else's visit looks exactly like one that does not exist", async () => {
  const [studio, other] = [await openStudio(world), await openStudio(world)];
  const { id } = await completedVisit(world, studio);
  const strangers = [studio.as(1002), studio.as(SPECIALIST), studio.as(OWNER), other.as(1001), other.as(OWNER)];
  for (const [index, who] of strangers.entries()) {
    const foreign = await refusalOf(who('reviews.create', { id, stars: 1 }));
    assert.deepEqual(foreign, await refusalOf(who('reviews.create', { id: randomUUID(), stars: 1 })), String(index));
    assert.equal(foreign.code, 'not_found');
  }
  const review = await studio.as(1001)('reviews.create', { id, stars: 5 });
  assert.equal((await refusalOf(studio.as(1002)('reviews.update', { id, stars: 1 }))).code, 'not_found');
  for (const who of [other.as(OWNER), other.program]) {
    assert.deepEqual((await who('reviews.list', { shown: 'all' })).items, []);
    assert.equal((await refusalOf(who('reviews.hide', { id: review.id, reason: 'x' }))).code, 'not_found');
    assert.equal((await refusalOf(who('reviews.reply', { id: review.id, text: 'x' }))).code, 'not_found');
  }
});

for (const [what, input, field] of [
  ['no star', { stars: 0 }, 'stars'],
  ['six stars', { stars: 6 }, 'stars'],
  ['half a star', { stars: 4.5 }, 'stars'],
  ['2001 characters', { stars: 5, text: 'x'.repeat(2001) }, 'text'],
  ['a control character', { stars: 5, text: 'a\u0007' }, 'text'],
  ['another author', { stars: 5, client_id: randomUUID() }, 'client_id'],
] as const)
  test(`a review with ${what} is refused by name`, async () => {
    const studio = await openStudio(world);
    const { id } = await completedVisit(world, studio);
    const refusal = await refusalOf(studio.as(1001)('reviews.create', { id, ...input }));
    assert.deepEqual([refusal.code, refusal.params['field']], ['invalid_input', field]);
    assert.deepEqual(await ratingOf(studio), [null, 0]);
  });

test('a client changes their review within a week and not after', async () => {
  const studio = await openStudio(world);
  const { id } = await completedVisit(world, studio);
  await studio.as(1001)('reviews.create', { id, stars: 2, text: 'Late.' });
  await world.setClock('2031-03-10T07:59:00Z');
  const changed = await studio.as(1001)('reviews.update', { id, stars: 4 });
  assert.deepEqual([changed.stars, changed.text], [4, 'Late.']);
  assert.ok(changed.edited_at);
  assert.deepEqual(await ratingOf(studio), [4, 1]);
  await world.setClock('2031-03-10T08:01:00Z');
  assert.equal((await refusalOf(studio.as(1001)('reviews.update', { id, stars: 5 }))).code, 'review_closed');
  assert.deepEqual(await ratingOf(studio), [4, 1]);
});

test('hidden reviews are seen by those who keep order only, and do not count', async () => {
  const studio = await openStudio(world);
  const [first, second] = [await completedVisit(world, studio), await completedVisit(world, studio, { time: '12:00' })];
  await studio.as(1001)('reviews.create', { id: first.id, stars: 5 });
  const rude = await studio.as(1001)('reviews.create', { id: second.id, stars: 1, text: '!!!' });
  assert.deepEqual(await ratingOf(studio), [3, 2]);
  const hide = () => studio.as(OWNER)('reviews.hide', { id: rude.id, reason: 'Insults' });
  await Promise.all([hide(), hide(), hide()]);
  assert.deepEqual(await ratingOf(studio), [5, 1], 'three times hidden is once hidden');
  assert.equal((await studio.guest('reviews.list', {})).total, 1);
  for (const who of [studio.guest, studio.as(1001), studio.as(SPECIALIST)])
    assert.equal((await refusalOf(who('reviews.list', { shown: 'all' }))).code, 'forbidden');
  const [hidden] = (await studio.as(OWNER)('reviews.list', { shown: 'hidden' })).items;
  assert.deepEqual([hidden?.id, hidden?.hidden?.reason], [rude.id, 'Insults']);
  await studio.as(1001)('reviews.update', { id: second.id, stars: 2 });
  assert.deepEqual(await ratingOf(studio), [5, 1], 'a hidden one stays out when it is changed');
  await studio.as(OWNER)('reviews.unhide', { id: rude.id });
  assert.deepEqual(await ratingOf(studio), [3.5, 2]);
  const audit = await world.rows(
    `select action from audit_log where subject_id = $1 and action like 'reviews.%hide' order by id`,
    [rude.id],
  );
  assert.deepEqual(
    audit.map(({ action }) => action),
    [...Array(3).fill('reviews.hide'), 'reviews.unhide'],
  );
});

test('clients and specialists hide nothing', async () => {
  const studio = await openStudio(world);
  const { id } = await completedVisit(world, studio);
  const review = await studio.as(1001)('reviews.create', { id, stars: 1 });
  for (const who of [studio.as(1001), studio.as(SPECIALIST)])
    assert.equal((await refusalOf(who('reviews.hide', { id: review.id, reason: 'No' }))).code, 'forbidden');
});

test('a specialist answers for their own visits, and takes the answer back', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const { id } = await completedVisit(world, studio);
  const review = await studio.as(1001)('reviews.create', { id, stars: 3 });
  const foreign = await refusalOf(studio.as(SPECIALIST + 1)('reviews.reply', { id: review.id, text: 'Thanks' }));
  assert.equal(foreign.code, 'not_found');
  await studio.as(SPECIALIST)('reviews.reply', { id: review.id, text: 'Thanks' });
  const [shown] = (await studio.guest('reviews.list', {})).items;
  assert.equal(shown?.reply?.text, 'Thanks');
  assert.equal((await studio.as(OWNER)('reviews.reply', { id: review.id, text: null })).reply, null);
});

test('the list is filtered by specialist, service and stars, newest first', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const times = ['09:00', '10:00', '11:00'];
  for (const [index, time] of times.entries()) {
    const { id } = await completedVisit(world, studio, { time });
    await world.setClock(`2031-03-03T09:0${index}:00Z`);
    await studio.as(1001)('reviews.create', { id, stars: index + 3 });
  }
  const starsOf = async (filter: object) =>
    (await studio.guest('reviews.list', filter)).items.map(({ stars }) => stars);
  assert.deepEqual(await starsOf({}), [5, 4, 3]);
  assert.deepEqual(await starsOf({ limit: 2, page: 2 }), [3]);
  assert.deepEqual(await starsOf({ stars: 4, service_id: studio.service_id }), [4]);
  assert.deepEqual(await starsOf({ specialist_id: studio.specialist_ids[1] }), []);
  assert.deepEqual(await starsOf({ specialist_id: studio.specialist_id, limit: 1 }), [5]);
});

test('whatever happens to reviews at once, the average is that of the shown ones', async () => {
  const studio = await openStudio(world);
  await world.rows('update tenants set max_future_bookings = 100 where tenant_id = $1', [studio.tenant_id]);
  const visits: Booking[] = [];
  for (const hour of ['09', '10', '11', '12', '13', '14'])
    visits.push(await completedVisit(world, studio, { time: `${hour}:00` }));
  const idOf = async (booking_id: string) => {
    const [row] = await world.rows<{ id: string }>('select id from reviews where booking_id = $1', [booking_id]);
    return row?.id ?? randomUUID();
  };
  const steps = {
    write: (id: string, stars: number) => studio.as(1001)('reviews.create', { id, stars }),
    change: (id: string, stars: number) => studio.as(1001)('reviews.update', { id, stars }),
    hide: async (id: string) => studio.as(OWNER)('reviews.hide', { id: await idOf(id), reason: 'x' }),
    unhide: async (id: string) => studio.as(OWNER)('reviews.unhide', { id: await idOf(id) }),
    miss: (id: string) => studio.as(OWNER)('bookings.no_show', { id }),
    come: (id: string) => studio.as(OWNER)('bookings.complete', { id }),
  };
  await world.setClock('2031-03-05T08:00:00Z');
  const step = fc.record({
    name: fc.constantFrom(...(Object.keys(steps) as (keyof typeof steps)[])),
    visit: fc.nat(visits.length - 1),
    stars: fc.integer({ min: 1, max: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (all) => {
      await countOutcomes(all.map(({ name, visit, stars }) => steps[name](visits[visit]?.id ?? '', stars)));
      const [kept] = await world.rows('select review_count, review_stars from specialists where tenant_id = $1', [
        studio.tenant_id,
      ]);
      const [counted] = await world.rows(
        `select count(*)::int as review_count, coalesce(sum(stars), 0)::int as review_stars
          from reviews join bookings on bookings.id = booking_id
          where reviews.tenant_id = $1 and hidden_at is null and bookings.status = 'completed'`,
        [studio.tenant_id],
      );
      assert.deepEqual(kept, counted);
    }),
    { numRuns: 15 },
  );
});
