import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, test } from 'node:test';
import type { Slot } from '@okno/contract';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { linesOf, noticesOf } from '../../test-support/notices.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const DAY = '2031-03-05';
const at = (time: string, day = DAY) => `${day}T${time}:00Z`;

/** Wednesday at ten: two days ahead. */
const book = (studio: Studio, who = 1001, time = '10:00', day = DAY) =>
  studio.as(who)('bookings.create', slotAt(studio, time, day));

type Wanted = { starts_at?: string; specialist_id?: string; reason?: string; outside_rules?: boolean };

const move = (studio: Studio, who: number, id: string, wanted: string | Wanted) =>
  studio.as(who)('bookings.move', { id, ...wantedOf(wanted) });

const wantedOf = (wanted: string | Wanted) =>
  typeof wanted === 'string' ? { starts_at: at(wanted) } : { starts_at: at('10:00'), ...wanted };

const historyOf = (id: string) =>
  world.rows<Record<string, unknown>>(
    'select actor, acting_as, change, before, after, reason from booking_history where booking_id = $1 order by id',
    [id],
  );

const dueOf = ({ tenant_id }: Studio) =>
  world.rows<{ line: string }>(
    `select kind || ' ' || to_char(fire_at at time zone 'UTC', 'DD HH24:MI') as line from due
      where tenant_id = $1 and kind not in ('notification', 'waitlist') order by 1`,
    [tenant_id],
  );

const reservationsOf = ({ tenant_id }: Studio) =>
  world.rows<{ line: string }>(
    `select to_char(starts_at at time zone 'UTC', 'HH24:MI') || ' ' || kind || ' ' || seats_taken || '/' || seats as line
      from reservations where tenant_id = $1 order by starts_at`,
    [tenant_id],
  );

const linesIn = (rows: readonly { line: string }[]): string[] => rows.map(({ line }) => line);

test('a moved booking keeps its id and its history, and frees the time it had', async () => {
  const studio = await openStudio(world);
  const booking = await book(studio);
  const moved = await move(studio, 1001, booking.id, { starts_at: at('14:00'), reason: 'Later is better' });
  assert.deepEqual(
    { ...moved, starts_at: '', ends_at: '', changeable_until: '' },
    { ...booking, starts_at: '', ends_at: '', changeable_until: '' },
  );
  assert.deepEqual([moved.starts_at, moved.ends_at], [at('14:00'), at('15:00')]);
  assert.equal(moved.changeable_until, at('14:00', '2031-03-04'));
  const [, line] = await historyOf(booking.id);
  const { specialist_id } = studio;
  assert.deepEqual(line, {
    actor: 'telegram:1001',
    acting_as: 'client',
    change: 'moved',
    before: { starts_at: at('10:00'), ends_at: at('11:00'), specialist_id },
    after: { starts_at: at('14:00'), ends_at: at('15:00'), specialist_id },
    reason: 'Later is better',
  });
  assert.deepEqual(linesIn(await dueOf(studio)), ['booking_end 05 16:00']);
  assert.equal((await book(studio, 1002)).status, 'confirmed', 'its old time is free');
  assert.equal((await refusalOf(book(studio, 1003, '14:00'))).code, 'slot_taken', 'its new one is not');
});

test('what a booking takes itself does not stand in its way: an hour at ten goes to half past ten and back', async () => {
  const studio = await openStudio(world, { service: { buffer_after_minutes: 15 } });
  const { id } = await book(studio);
  for (const time of ['10:30', '09:30', '10:00', '10:30']) {
    assert.equal((await move(studio, 1001, id, time)).starts_at, at(time));
    assert.deepEqual(linesIn(await reservationsOf(studio)), [`${time} booking 1/1`]);
  }
  const [row] = await world.rows('select sequence from bookings where id = $1', [id]);
  assert.deepEqual(row, { sequence: 4 });
  await studio.as(1001)('bookings.cancel', { id });
  assert.deepEqual(await world.rows('select sequence from bookings where id = $1', [id]), [{ sequence: 5 }]);
});

test('a move to where the booking is already changes nothing', async () => {
  const studio = await openStudio(world);
  const booking = await book(studio);
  assert.deepEqual(await move(studio, 1001, booking.id, '10:00'), booking);
  assert.equal((await historyOf(booking.id)).length, 1);
  assert.deepEqual(await world.rows('select sequence from bookings where id = $1', [booking.id]), [{ sequence: 0 }]);
});

test('a taken time is refused with the nearest, for which the own time counts as free, and nothing changes', async () => {
  const studio = await openStudio(world);
  const booking = await book(studio);
  await book(studio, 1002, '11:00');
  const { code, params } = await refusalOf(move(studio, 1001, booking.id, '10:30'));
  assert.equal(code, 'slot_taken');
  assert.deepEqual((params['nearest'] as Slot[]).map(({ starts_at }) => starts_at.slice(11, 16)).slice(0, 3), [
    '10:00',
    '09:30',
    '09:00',
  ]);
  assert.deepEqual(await studio.as(1001)('bookings.get', { id: booking.id }), booking);
  assert.equal((await historyOf(booking.id)).length, 1);
  const off = await refusalOf(move(studio, 1001, booking.id, '14:10'));
  assert.deepEqual([off.code, off.params['rule']], ['slot_not_offered', 'off_grid']);
  const closed = await refusalOf(move(studio, OWNER, booking.id, '20:00'));
  assert.deepEqual([closed.code, closed.params['rule']], ['slot_not_offered', 'outside_hours']);
});

test('a client may move until 24 hours before the start, to the millisecond, and staff always', async () => {
  const studio = await openStudio(world);
  await world.rows(`update tenants set phone = '+4930123456' where tenant_id = $1`, [studio.tenant_id]);
  const { id } = await book(studio);
  await world.setClock('2031-03-04T09:59:57Z');
  await move(studio, 1001, id, '10:30');
  await world.setClock('2031-03-04T10:30:00.001Z');
  assert.deepEqual(await refusalOf(move(studio, 1001, id, '15:00')), {
    code: 'too_late_to_change',
    params: { changeable_until: '2031-03-04T10:30:00Z', phone: '+4930123456' },
  });
  for (const [by, time] of [
    [studio.as(SPECIALIST), '15:00'],
    [studio.as(OWNER), '16:00'],
    [studio.program, '17:00'],
  ] as const)
    assert.equal((await by('bookings.move', { id, starts_at: at(time) })).starts_at, at(time));
});

test('the reminders move along, and both sides are told what it was before', async () => {
  const studio = await openStudio(world);
  await studio.as(SPECIALIST)('people.me', {});
  const { id } = await book(studio);
  await move(studio, OWNER, id, { starts_at: at('14:00', '2031-03-06') });
  const rows = await noticesOf(world, id);
  assert.deepEqual(linesOf(rows.filter(({ kind, status }) => kind !== 'booking_created' && status === 'pending')), [
    'booking_moved client 03 08:00 pending',
    'booking_moved specialist 03 08:00 pending',
    'booking_reminder client 05 14:00 pending',
    'booking_reminder client 06 12:00 pending',
    'booking_reminder client 06 13:00 pending',
  ]);
  const old = rows.filter(({ kind, status }) => kind === 'booking_reminder' && status === 'cancelled');
  assert.deepEqual(
    old.map(({ send_at, fire_at }) => [send_at, fire_at]),
    [
      ['04 10:00', null],
      ['05 08:00', null],
      ['05 09:00', null],
    ],
  );
  const before = { starts_at: at('10:00'), ends_at: at('11:00'), specialist_id: studio.specialist_id };
  const kept = await world.rows(
    `select distinct before from notifications where subject_id = $1 and kind = 'booking_moved'`,
    [id],
  );
  assert.deepEqual(kept, [{ before }]);
});

test('a refused move leaves the reminders as they were', async () => {
  const studio = await openStudio(world);
  const { id } = await book(studio);
  await book(studio, 1002, '14:00');
  const planned = await noticesOf(world, id);
  await refusalOf(move(studio, 1001, id, '14:00'));
  assert.deepEqual(await noticesOf(world, id), planned);
});

test('with another specialist it has their duration and price; the old one is told and the new one has a booking', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const [, second = ''] = studio.specialist_ids;
  await world.rows('update service_specialists set duration_minutes = 90, price_minor = 7 where specialist_id = $1', [
    second,
  ]);
  for (const who of [SPECIALIST, SPECIALIST + 1]) await studio.as(who)('people.me', {});
  const { id } = await book(studio);
  const moved = await move(studio, OWNER, id, { specialist_id: second });
  assert.deepEqual([moved.specialist.id, moved.ends_at, moved.price_minor], [second, at('11:30'), 7]);
  const told = (await noticesOf(world, id)).filter(
    ({ kind, audience }) => audience === 'specialist' && kind !== 'booking_reminder',
  );
  assert.deepEqual(told.map(({ kind, telegram_id }) => `${kind} ${telegram_id}`).sort(), [
    `booking_created ${SPECIALIST}`,
    `booking_created ${SPECIALIST + 1}`,
    `booking_moved ${SPECIALIST}`,
  ]);
  assert.equal((await studio.as(SPECIALIST + 1)('bookings.get', { id })).id, id);
  assert.equal((await refusalOf(studio.as(SPECIALIST)('bookings.get', { id }))).code, 'not_found');
  assert.equal((await book(studio, 1002)).specialist.id, studio.specialist_id);
});

test('a price that was agreed stays when only the time changes', async () => {
  const studio = await openStudio(world);
  const { id, price_minor } = await book(studio);
  await world.rows('update services set price_minor = 1 where id = $1', [studio.service_id]);
  assert.equal((await move(studio, 1001, id, '14:00')).price_minor, price_minor);
});

test('staff may move outside the rules, never over what is taken nor into the past; clients may not', async () => {
  const studio = await openStudio(world);
  const { id } = await book(studio);
  await book(studio, 1002, '14:00');
  const outside_rules = true;
  assert.equal((await refusalOf(move(studio, 1001, id, { starts_at: at('20:10'), outside_rules }))).code, 'forbidden');
  assert.equal((await move(studio, SPECIALIST, id, { starts_at: at('20:10'), outside_rules })).starts_at, at('20:10'));
  assert.equal(
    (await refusalOf(move(studio, OWNER, id, { starts_at: at('13:30'), outside_rules }))).code,
    'slot_taken',
  );
  const past = await refusalOf(move(studio, OWNER, id, { outside_rules, starts_at: '2031-03-02T10:00:00Z' }));
  assert.deepEqual([past.code, past.params['rule']], ['slot_not_offered', 'past']);
});

test('what is over, cancelled or run out cannot be moved', async () => {
  const studio = await openStudio(world);
  const { id } = await book(studio);
  await studio.as(1001)('bookings.cancel', { id });
  assert.equal((await refusalOf(move(studio, OWNER, id, '14:00'))).code, 'booking_not_changeable');
  const held = await studio.as(1001)('bookings.create', { ...slotAt(studio, '12:00', DAY), hold: true });
  await world.setClock('2031-03-03T08:11:00Z');
  assert.equal((await refusalOf(move(studio, 1001, held.id, '14:00'))).code, 'booking_not_changeable');
});

test('a hold moves with the end it had', async () => {
  const studio = await openStudio(world);
  await studio.as(SPECIALIST)('people.me', {});
  const held = await studio.as(1001)('bookings.create', { ...slotAt(studio, '12:00', DAY), hold: true });
  const moved = await move(studio, 1001, held.id, '12:30');
  assert.deepEqual([moved.status, moved.held_until], ['held', held.held_until]);
  assert.deepEqual(linesIn(await dueOf(studio)), ['booking_hold 03 08:10']);
  assert.deepEqual(linesIn(await reservationsOf(studio)), ['12:30 hold 1/1']);
  assert.deepEqual((await noticesOf(world, held.id)).map(({ kind, audience }) => `${kind} ${audience}`).sort(), [
    'booking_held client',
    'booking_moved client',
  ]);
  await world.setClock('2031-03-03T08:11:00Z');
  assert.equal((await book(studio, 1002, '12:30')).status, 'confirmed');
});

test('a booking that has begun counts anew when staff move it ahead', async () => {
  const studio = await openStudio(world);
  const { id } = await book(studio, 1001, '09:00', '2031-03-03');
  for (const time of ['10:00', '11:00']) await book(studio, 1001, time);
  await world.setClock('2031-03-03T09:10:00Z');
  await book(studio, 1001, '12:00');
  const refusal = await refusalOf(move(studio, OWNER, id, '15:00'));
  assert.deepEqual([refusal.code, refusal.params['limit']], ['booking_limit_reached', 3]);
  assert.equal((await move(studio, OWNER, id, { starts_at: at('15:00'), outside_rules: true })).starts_at, at('15:00'));
});

test("somebody else's booking looks like one that does not exist, whatever is asked of it", async () => {
  const [studio, other] = [await openStudio(world, { specialists: 2 }), await openStudio(world)];
  const { id } = await book(studio);
  const strangers = [studio.as(1002), studio.as(SPECIALIST + 1), other.as(1001), other.as(OWNER), other.program];
  for (const [index, stranger] of strangers.entries())
    for (const [name, more] of [
      ['bookings.move', { starts_at: at('14:00') }],
      ['bookings.confirm', {}],
      ['bookings.complete', {}],
      ['bookings.no_show', {}],
      ['bookings.history', {}],
      ['bookings.repeat_offer', {}],
    ] as const) {
      const ask = (wanted: string) => refusalOf(stranger(name, { id: wanted, ...more } as never));
      const foreign = await ask(id);
      assert.deepEqual(foreign, await ask(randomUUID()), `${index} ${name}`);
      assert.ok(['not_found', 'forbidden'].includes(foreign.code), foreign.code);
    }
  const elsewhere = await refusalOf(
    studio.as(OWNER)('bookings.move', { id, starts_at: at('14:00'), specialist_id: other.specialist_id }),
  );
  assert.deepEqual([elsewhere.code, elsewhere.params['what']], ['not_found', 'specialist']);
});

test('the same key moves once and gets the same answer; with another time it is refused', async () => {
  const studio = await openStudio(world);
  const { id } = await book(studio);
  const ask = (starts_at: string) =>
    studio.as(1001)('bookings.move', { id, starts_at }, { idempotency_key: `move-${id}` });
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask(at('14:00'))));
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.equal((await historyOf(id)).length, 2);
  assert.equal((await refusalOf(ask(at('15:00')))).code, 'idempotency_key_reused');
});

test('a specialist gives nobody away to a colleague', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const { id } = await book(studio);
  const wanted = { specialist_id: studio.specialist_ids[1] ?? '' };
  const refusal = await refusalOf(move(studio, SPECIALIST, id, wanted));
  assert.deepEqual([refusal.code, refusal.params['field']], ['forbidden', 'specialist_id']);
});
