import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { linesOf, noticesOf } from '../../test-support/notices.ts';
import { OWNER, openStudio, refusalOf, type Studio } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const PHONE = '+79161234567';

const bookByPhone = (studio: Studio, time: string, phone = PHONE) =>
  studio.program('bookings.create', {
    ...slotAt(studio, time, '2031-03-05'),
    client: { name: 'Anna Petrova', phone },
  });

const idOf = async (studio: Studio, who: number): Promise<string> =>
  (await studio.as(who)('people.me', {})).client_id ?? '';

const share = (studio: Studio, who: number, phone: string, contact_user_id = who) =>
  studio.as(who)('clients.link_phone', { phone, contact_user_id });

for (const spelling of [PHONE, '79161234567', '89161234567'])
  test(`whoever shares their number is the client who was written down as ${spelling}`, async () => {
    const studio = await openStudio(world);
    const booking = await bookByPhone(studio, '10:00', spelling);
    const id = await idOf(studio, 1001);
    assert.deepEqual(await share(studio, 1001, '79161234567'), { id, name: 'Person 1001', phone: PHONE });
    const [mine] = (await studio.as(1001)('bookings.list', {})).items;
    assert.deepEqual([mine?.id, mine?.client.id], [booking.id, id]);
    assert.deepEqual(linesOf(await noticesOf(world, booking.id)), [
      'booking_reminder client 04 10:00 pending',
      'booking_reminder client 05 08:00 pending',
      'booking_reminder client 05 09:00 pending',
    ]);
  });

test('a number that nobody here has is simply theirs, and sharing it again changes nothing', async () => {
  const studio = await openStudio(world);
  await Promise.all([share(studio, 1001, PHONE), share(studio, 1001, PHONE)]);
  const { phone } = await share(studio, 1001, PHONE);
  assert.equal(phone, PHONE);
});

test('a shared contact of somebody else opens nothing', async () => {
  const studio = await openStudio(world);
  const { client } = await bookByPhone(studio, '10:00');
  assert.equal((await refusalOf(share(studio, 1001, PHONE, 1002))).code, 'contact_not_yours');
  assert.equal((await studio.as(1001)('bookings.list', {})).total, 0);
  assert.equal((await studio.as(OWNER)('clients.get', { id: client.id })).telegram_id, null);
});

test('a number of somebody else in Telegram stays theirs until the staff have looked', async () => {
  const studio = await openStudio(world);
  await share(studio, 1001, PHONE);
  assert.equal((await refusalOf(share(studio, 1002, PHONE))).code, 'phone_taken');
  assert.equal((await studio.as(OWNER)('clients.list', { search: '9161234567' })).total, 1);
});

test('a number of another business is nobody’s here', async () => {
  const [studio, other] = [await openStudio(world), await openStudio(world)];
  const { client } = await bookByPhone(studio, '10:00');
  await share(other, 1001, PHONE);
  assert.equal((await studio.as(OWNER)('clients.get', { id: client.id })).telegram_id, null);
  assert.equal((await other.as(1001)('bookings.list', {})).total, 0);
});

const OLD = '+4930123456';

const notesOf = async (studio: Studio, id: string) =>
  (await studio.as(OWNER)('clients.list_notes', { id })).items.map(({ text }) => text).sort();

test('the number somebody had before is noted, and the new one is not', async () => {
  const studio = await openStudio(world);
  const id = await idOf(studio, 1001);
  await studio.as(OWNER)('clients.update', { id, phone: OLD });
  assert.equal((await share(studio, 1001, PHONE)).phone, PHONE);
  assert.deepEqual(await notesOf(studio, id), [`Their number before: ${OLD}`]);
  await share(studio, 1001, PHONE);
  assert.equal((await notesOf(studio, id)).length, 1, 'sharing it again changes nothing');
});

test('the number before is noted also when a card with the new one is found', async () => {
  const studio = await openStudio(world);
  const id = await idOf(studio, 1001);
  await studio.as(OWNER)('clients.update', { id, phone: OLD });
  await bookByPhone(studio, '10:00');
  assert.deepEqual(await share(studio, 1001, PHONE), { id, name: 'Person 1001', phone: PHONE });
  assert.deepEqual(await notesOf(studio, id), [`Merged with the card: Anna Petrova, ${OLD}`]);
  assert.equal((await studio.as(OWNER)('clients.get', { id })).phone, PHONE);
});

test('the same number in another spelling is no other one', async () => {
  const studio = await openStudio(world);
  const id = await idOf(studio, 1001);
  await world.rows('update clients set phone = $2 where id = $1', [id, '89161234567']);
  assert.equal((await share(studio, 1001, PHONE)).phone, PHONE);
  assert.deepEqual(await notesOf(studio, id), []);
});
