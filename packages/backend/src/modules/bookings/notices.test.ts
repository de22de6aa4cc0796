import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { AppError } from '@okno/contract';
import type { Actor } from '../../ctx.ts';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { linesOf, noticesOf } from '../../test-support/notices.ts';
import { OWNER, openStudio, SPECIALIST, type Studio } from '../../test-support/studio.ts';
import { createBooking } from './create.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const book = (studio: Studio, time: string, day?: string) =>
  studio.as(1001)('bookings.create', slotAt(studio, time, day));

test('a booking two days ahead tells the client at once and reminds them a day, two hours and one hour before', async () => {
  const studio = await openStudio(world);
  const { id } = await book(studio, '10:00', '2031-03-05');
  const planned = await noticesOf(world, id);
  assert.deepEqual(linesOf(planned), [
    'booking_created client 03 08:00 pending',
    'booking_reminder client 04 10:00 pending',
    'booking_reminder client 05 08:00 pending',
    'booking_reminder client 05 09:00 pending',
  ]);
  assert.deepEqual(
    planned.map(({ fire_at }) => fire_at),
    planned.map(({ send_at }) => send_at),
  );
  assert.deepEqual(
    planned.map(({ minutes_before }) => minutes_before),
    [null, 1440, 120, 60],
  );
});

test('a booking five hours ahead gets its two-hour and one-hour reminders and no other', async () => {
  const studio = await openStudio(world);
  const { id } = await book(studio, '13:00', '2031-03-03');
  const reminders = (await noticesOf(world, id)).filter(({ kind }) => kind === 'booking_reminder');
  assert.deepEqual(linesOf(reminders), [
    'booking_reminder client 03 11:00 pending',
    'booking_reminder client 03 12:00 pending',
  ]);
});

test('the specialist is told of new and of cancelled bookings, but not reminded', async () => {
  const studio = await openStudio(world);
  await studio.as(SPECIALIST)('people.me', {});
  const { id } = await book(studio, '10:00', '2031-03-05');
  const told = async () => linesOf((await noticesOf(world, id)).filter(({ audience }) => audience === 'specialist'));
  assert.deepEqual(await told(), ['booking_created specialist 03 08:00 pending']);
  await studio.as(1001)('bookings.cancel', { id });
  assert.deepEqual(await told(), [
    'booking_created specialist 03 08:00 cancelled',
    'booking_cancelled specialist 03 08:00 pending',
  ]);
});

test('a specialist gets no letter about what they have just done themselves', async () => {
  const studio = await openStudio(world);
  const { id } = await book(studio, '10:00', '2031-03-05');
  await studio.as(SPECIALIST)('bookings.cancel', { id });
  assert.deepEqual(linesOf((await noticesOf(world, id)).filter(({ status }) => status === 'pending')), [
    'booking_cancelled client 03 08:00 pending',
  ]);
});

test('a business may choose its reminders, or none', async () => {
  const studio = await openStudio(world);
  await world.rows(`update tenants set reminder_minutes = '{30}' where tenant_id = $1`, [studio.tenant_id]);
  const { id } = await book(studio, '10:00', '2031-03-05');
  assert.deepEqual(linesOf((await noticesOf(world, id)).slice(1)), ['booking_reminder client 05 09:30 pending']);
  await world.rows(`update tenants set reminder_minutes = '{}' where tenant_id = $1`, [studio.tenant_id]);
  const second = await book(studio, '12:00', '2031-03-05');
  assert.equal((await noticesOf(world, second.id)).length, 1);
});

test('cancelling calls off what has not left and takes it out of the timetable', async () => {
  const studio = await openStudio(world);
  const { id } = await book(studio, '10:00', '2031-03-05');
  await studio.as(1001)('bookings.cancel', { id });
  const rows = await noticesOf(world, id);
  const [told] = rows.filter(({ kind }) => kind === 'booking_cancelled');
  assert.equal(told?.status, 'pending');
  for (const row of rows.filter(({ kind }) => kind !== 'booking_cancelled'))
    assert.deepEqual([row.status, row.fire_at], ['cancelled', null], row.kind);
  const left = await world.rows(`select id from due where tenant_id = $1 and kind <> 'waitlist'`, [studio.tenant_id]);
  assert.deepEqual(left, [{ id: told?.id }]);
});

test('a booking that is undone leaves nothing to be sent', async () => {
  const studio = await openStudio(world);
  const { client_id } = await studio.as(1001)('people.me', {});
  const actor: Actor = {
    tenant_id: studio.tenant_id,
    role: 'client',
    id: 'telegram:1001',
    via: 'telegram',
    name: '',
    language: 'en',
    client_id,
    phone: null,
    specialist_id: null,
    assistant: null,
    program: null,
    session: null,
    person: null,
    chat: { bot_id: studio.bot_id, telegram_id: 1001 },
  };
  const undone = world.backend.inTenant(studio.tenant_id, async (tx) => {
    const plain = { ...slotAt(studio, '10:00'), hold: false, outside_rules: false };
    await createBooking({ tx, actor, now: await tx.now, request_id: 'r' }, plain);
    throw new AppError('internal');
  });
  await assert.rejects(undone, AppError);
  for (const table of ['bookings', 'reservations', 'notifications', 'due', 'booking_history'])
    assert.deepEqual(await world.rows(`select 1 from ${table} where tenant_id = $1`, [studio.tenant_id]), [], table);
});

test('a client without a chat is not written to', async () => {
  const studio = await openStudio(world);
  const client = { name: 'Anna', phone: '+4930123456' };
  const { id } = await studio.program('bookings.create', { ...slotAt(studio, '10:00'), client });
  assert.deepEqual(await noticesOf(world, id), []);
});

test('whoever cannot be written to is planned for all the same, because they may come back in time', async () => {
  const studio = await openStudio(world);
  await studio.as(1001)('people.set_reachable', { reachable: false });
  const { id } = await book(studio, '10:00', '2031-03-05');
  assert.equal((await noticesOf(world, id)).length, 4);
});

test('only the chat in which it was done is marked as knowing already', async () => {
  const studio = await openStudio(world);
  await studio.as(SPECIALIST)('people.me', {});
  const marked = async (id: string) =>
    (await noticesOf(world, id))
      .filter(({ own_doing }) => own_doing)
      .map(({ kind, audience }) => `${kind} ${audience}`);
  const message = { chat_id: 1001, message_id: 7 };
  const here = await studio.as(1001)('bookings.create', { ...slotAt(studio, '10:00', '2031-03-05'), message });
  await studio.as(1001)('bookings.cancel', { id: here.id });
  assert.deepEqual(await marked(here.id), ['booking_created client', 'booking_cancelled client']);
  const elsewhere = await book(studio, '12:00', '2031-03-05');
  await studio.as(SPECIALIST)('bookings.cancel', { id: elsewhere.id });
  assert.deepEqual(await marked(elsewhere.id), []);
});

test('moved on before anybody was told, a visit is still taken from the first and announced to the last alone', async () => {
  const studio = await openStudio(world, { specialists: 3 });
  const staff = [SPECIALIST, SPECIALIST + 1, SPECIALIST + 2];
  for (const who of staff) await studio.as(who)('people.me', {});
  const { id, starts_at } = await book(studio, '10:00', '2031-03-05');
  const move = (to: number) =>
    studio.as(OWNER)('bookings.move', { id, starts_at, specialist_id: studio.specialist_ids[to] ?? '' });
  const pending = async (who: number) =>
    (await noticesOf(world, id))
      .filter(({ telegram_id, status }) => telegram_id === who && status === 'pending')
      .map(({ kind }) => kind);
  await move(1);
  await move(2);
  assert.deepEqual(await Promise.all(staff.map(pending)), [['booking_moved'], ['booking_moved'], ['booking_created']]);
  await move(0);
  assert.deepEqual(
    await Promise.all(staff.map(pending)),
    [['booking_created'], ['booking_moved'], ['booking_moved']],
    'who has it back has not lost it',
  );
});
