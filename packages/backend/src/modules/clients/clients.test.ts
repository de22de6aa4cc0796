import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, test } from 'node:test';
import type { ActionName } from '@okno/contract';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';
import { completedVisit, markVisit } from '../../test-support/visits.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const owner = (studio: Studio) => studio.as(OWNER);

/** Clients by their names and telephones; the ids in the same order. */
const write = async (studio: Studio, ...clients: readonly (readonly [name: string, phone?: string])[]) => {
  const ids: string[] = [];
  for (const [name, phone = null] of clients) ids.push((await owner(studio)('clients.create', { name, phone })).id);
  return ids;
};

const names = async (studio: Studio, filter: object, who = owner(studio)) =>
  (await who('clients.list', filter)).items.map(({ name }) => name);

test('clients are found by the beginnings of words, whatever their case, and by digits of their number', async () => {
  const studio = await openStudio(world);
  await write(studio, ['Анна Петрова', '+79161234567'], ['Пётр Аннин', '+4930123456'], ['Ivan Hanna']);
  assert.deepEqual(await names(studio, { search: 'анна' }), ['Анна Петрова']);
  assert.deepEqual(await names(studio, { search: 'ПЕТ' }), ['Анна Петрова']);
  assert.deepEqual(await names(studio, { search: 'анна пет' }), ['Анна Петрова']);
  assert.deepEqual(await names(studio, { search: 'anna' }), [], 'the middle of a word is no beginning');
  assert.deepEqual(await names(studio, { search: '(916) 123' }), ['Анна Петрова']);
  assert.deepEqual(await names(studio, { search: '0 12-34' }), ['Пётр Аннин']);
  assert.deepEqual(await names(studio, { search: '45' }), [], 'two digits fit too many');
});

test('no sign in what is searched means anything', async () => {
  const studio = await openStudio(world);
  await write(studio, ['Anna'], ["O'Hara"], ['100% Cotton'], ['Under_score'], ['Back\\slash']);
  for (const search of ['%', '_nna', 'A%a', '.*', "' or '1'='1", '\\', '%%%', '[a-z]', '^A', 'a_na'])
    assert.deepEqual(await names(studio, { search }), [], search);
  assert.deepEqual(await names(studio, { search: '100%' }), ['100% Cotton']);
  assert.deepEqual(await names(studio, { search: "o'h" }), ["O'Hara"]);
  assert.deepEqual(await names(studio, { search: 'back\\' }), ['Back\\slash']);
});

test('the list is paged and sorted by what is allowed and by nothing else', async () => {
  const studio = await openStudio(world);
  const [, bela] = await write(studio, ['Cara'], ['Bela'], ['anna']);
  const late = await studio.program('bookings.create', { ...slotAt(studio, '10:00'), client_id: bela });
  await markVisit(world, studio, { booking: late, status: 'completed' });
  assert.deepEqual(await names(studio, {}), ['anna', 'Bela', 'Cara']);
  assert.deepEqual(await names(studio, { order: 'desc' }), ['Cara', 'Bela', 'anna']);
  assert.deepEqual((await names(studio, { sort: 'last_visit', order: 'desc' }))[0], 'Bela');
  assert.deepEqual((await names(studio, { sort: 'last_visit' }))[0], 'Bela', 'who never came stands at the end');
  const page = await owner(studio)('clients.list', { limit: 2, page: 2 });
  assert.deepEqual([page.items.length, page.total], [1, 3]);
  for (const sort of ['phone', 'id; drop table clients', 'created_at desc'])
    assert.equal((await refusalOf(owner(studio)('clients.list', { sort } as never))).code, 'invalid_input', sort);
});

test('the card of a client tells their record', async () => {
  const studio = await openStudio(world, { service: { step_minutes: 60 } });
  await completedVisit(world, studio, { time: '09:00' });
  const missed = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  await markVisit(world, studio, { booking: missed, status: 'no_show' });
  const cancelled = await studio.as(1001)('bookings.create', slotAt(studio, '11:00', '2031-03-06'));
  await studio.as(1001)('bookings.cancel', { id: cancelled.id });
  const ahead = await studio.as(1001)('bookings.create', slotAt(studio, '12:00'));
  await owner(studio)('clients.add_note', { id: ahead.client.id, text: 'Likes tea' });
  const card = await owner(studio)('clients.get', { id: ahead.client.id });
  assert.deepEqual(card.record, { visits: 2, completed: 1, no_shows: 1, cancelled: 1 });
  assert.deepEqual(
    [card.upcoming, card.last_visit, card.notes, card.telegram_id],
    [1, '2031-03-04T09:00:00Z', 1, 1001],
  );
});

test('a client is written down once per number, also by ten at once', async () => {
  const studio = await openStudio(world);
  const calls = Array.from({ length: 10 }, () =>
    owner(studio)('clients.create', { name: 'Ann', phone: '+49 30 123456' }),
  );
  const ends = await Promise.allSettled(calls);
  assert.equal(ends.filter(({ status }) => status === 'fulfilled').length, 1);
  const [other] = await write(studio, ['Bob']);
  const refusal = await refusalOf(owner(studio)('clients.update', { id: other ?? '', phone: '+4930123456' }));
  assert.deepEqual(refusal, { code: 'phone_taken', params: { field: 'phone' } });
});

test('one number is one client, however it is written, also by ten at once', async () => {
  const studio = await openStudio(world, { zone: 'Europe/Moscow' });
  const spellings = ['8 (916) 123-45-67', '+7 916 123 45 67', '79161234567', '916.123.45.67', '007 916 1234567'];
  const book = (phone: string, index: number) =>
    studio.program('bookings.create', {
      ...slotAt(studio, `${String(6 + (index % 9)).padStart(2, '0')}:00`, `2031-03-0${4 + Math.floor(index / 9)}`),
      client: { name: `Ann ${index}`, phone },
      outside_rules: true,
    });
  const booked = await Promise.all([...spellings, ...spellings].map(book));
  assert.deepEqual(new Set(booked.map(({ client }) => client.phone)), new Set(['+79161234567']));
  assert.equal(new Set(booked.map(({ client }) => client.id)).size, 1);
  const [other = ''] = await write(studio, ['Bob']);
  for (const phone of spellings) {
    assert.equal((await refusalOf(owner(studio)('clients.create', { name: 'Cat', phone }))).code, 'phone_taken', phone);
    assert.equal((await refusalOf(owner(studio)('clients.update', { id: other, phone }))).code, 'phone_taken', phone);
  }
  const { id } = booked[0]?.client ?? {};
  assert.equal(
    (await owner(studio)('clients.update', { id: id ?? '', phone: spellings[0] ?? '' })).phone,
    '+79161234567',
  );
  assert.equal((await owner(studio)('clients.list', { search: '8 916 123' })).total, 1);
  assert.equal((await owner(studio)('clients.list', { search: '+7 (916)' })).total, 1);
});

test('whoever was written down in another spelling before is found, and two of them go on until they are merged', async () => {
  const studio = await openStudio(world, { zone: 'Europe/Moscow' });
  await world.rows(
    `insert into clients (tenant_id, name, phone) values ($1, 'Old', '89161234567'), ($1, 'Older', '79161234567')`,
    [studio.tenant_id],
  );
  const booked = await studio.program('bookings.create', {
    ...slotAt(studio, '10:00'),
    client: { name: 'New', phone: '+79161234567' },
  });
  assert.ok(booked.client.name.startsWith('Old'), booked.client.name);
  assert.equal((await owner(studio)('clients.list', {})).total, 2);
  const refusal = await refusalOf(owner(studio)('clients.create', { name: 'New', phone: '+79161234567' }));
  assert.equal(refusal.code, 'phone_taken');
  const items = (await owner(studio)('clients.list', {})).items;
  const card = await owner(studio)('clients.merge', {
    id: booked.client.id,
    other_id: items.find(({ id }) => id !== booked.client.id)?.id ?? '',
  });
  assert.equal(card.id, booked.client.id);
});

test('what is left out of a change stays, and null takes away', async () => {
  const studio = await openStudio(world);
  const { id } = await owner(studio)('clients.create', {
    name: 'Ann',
    phone: '+4930123456',
    email: ' Ann@Example.org ',
  });
  const changed = await owner(studio)('clients.update', { id, name: 'Anna' });
  assert.deepEqual([changed.name, changed.phone, changed.email], ['Anna', '+4930123456', 'ann@example.org']);
  assert.equal((await owner(studio)('clients.update', { id, phone: null })).phone, null);
  for (const bad of [{ email: 'nobody' }, { phone: 'call me' }, { name: '' }, { telegram_id: 5 }])
    assert.equal((await refusalOf(owner(studio)('clients.update', { id, ...bad } as never))).code, 'invalid_input');
});

test('tags are the same whatever their case and blanks, twenty at most, and can be searched', async () => {
  const studio = await openStudio(world);
  const [id = ''] = await write(studio, ['Ann'], ['Bob']);
  const set = (tags: string[]) => owner(studio)('clients.set_tags', { id, tags });
  assert.deepEqual((await set([' VIP ', 'vip', 'Постоянный   Клиент'])).tags, ['vip', 'постоянный клиент']);
  assert.deepEqual((await set(['gold', 'vip'])).tags, ['gold', 'vip']);
  assert.deepEqual(await names(studio, { tag: 'VIP' }), ['Ann']);
  assert.deepEqual(await names(studio, { search: 'Go' }), ['Ann']);
  assert.deepEqual(await names(studio, { tag: 'go' }), []);
  const many = Array.from({ length: 21 }, (_, index) => `tag ${index}`);
  assert.equal((await refusalOf(set(many))).code, 'invalid_input');
  assert.equal((await set([...many.slice(1), 'TAG 1'])).tags.length, 20);
  assert.equal((await refusalOf(set(['x'.repeat(41)]))).code, 'invalid_input');
  assert.equal((await refusalOf(set(['  ']))).code, 'invalid_input');
  assert.deepEqual((await set([])).tags, []);
});

test('notes are the staff’s: newest first, with author and time, and a specialist takes away only their own', async () => {
  const studio = await openStudio(world);
  const { client } = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  const first = await studio.as(SPECIALIST)('clients.add_note', { id: client.id, text: 'Allergic to nuts' });
  await world.setClock('2031-03-03T09:00:00Z');
  const second = await owner(studio)('clients.add_note', { id: client.id, text: 'Pays in cash' });
  const { items } = await studio.as(SPECIALIST)('clients.list_notes', { id: client.id });
  assert.deepEqual(
    items.map(({ text, author }) => [text, author]),
    [
      ['Pays in cash', `Person ${OWNER}`],
      ['Allergic to nuts', `Person ${SPECIALIST}`],
    ],
  );
  const remove = (who: Studio['program'], note_id: string) => who('clients.delete_note', { id: client.id, note_id });
  assert.equal((await refusalOf(remove(studio.as(SPECIALIST), second.id))).code, 'not_found');
  assert.deepEqual(await remove(studio.as(SPECIALIST), first.id), { id: first.id });
  assert.equal((await refusalOf(remove(owner(studio), first.id))).code, 'not_found');
  const other = await studio.as(1002)('bookings.create', slotAt(studio, '12:00'));
  const crossed = owner(studio)('clients.delete_note', { id: other.client.id, note_id: second.id });
  assert.equal((await refusalOf(crossed)).code, 'not_found', 'a note belongs to its client');
  for (const text of ['', 'x'.repeat(2001)])
    assert.equal((await refusalOf(owner(studio)('clients.add_note', { id: client.id, text }))).code, 'invalid_input');
});

/** Every action about a client, with an input that is right but for the client. */
const about = (id: string): readonly (readonly [ActionName, object])[] => [
  ['clients.get', { id }],
  ['clients.update', { id, name: 'X' }],
  ['clients.set_tags', { id, tags: ['x'] }],
  ['clients.list_notes', { id }],
  ['clients.add_note', { id, text: 'x' }],
  ['clients.delete_note', { id, note_id: randomUUID() }],
  ['clients.merge', { id, other_id: randomUUID() }],
  ['clients.export', { id }],
  ['clients.forget', { id }],
];

const ask = (who: Studio['program'], name: ActionName, input: object) => who(name, input as never);

test('a client sees nothing of all this', async () => {
  const studio = await openStudio(world);
  const { client_id } = await studio.as(1001)('people.me', {});
  for (const [name, input] of about(client_id ?? '').slice(0, 7))
    assert.equal((await refusalOf(ask(studio.as(1001), name, input))).code, 'forbidden', name);
  assert.equal((await refusalOf(studio.as(1001)('clients.list', {}))).code, 'forbidden');
});

test('a specialist knows those who have or had a booking with them, and nobody else', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const { client, id } = await studio.as(1001)('bookings.create', slotAt(studio, '10:00', '2031-03-06'));
  await studio.as(1002)('people.me', {});
  assert.deepEqual(await names(studio, {}, studio.as(SPECIALIST)), ['Person 1001']);
  await studio.as(1001)('bookings.cancel', { id });
  assert.equal((await studio.as(SPECIALIST)('clients.get', { id: client.id })).name, 'Person 1001');
  assert.deepEqual(await names(studio, {}, studio.as(SPECIALIST + 1)), []);
  for (const [name, input] of about(client.id)) {
    const { code } = await refusalOf(ask(studio.as(SPECIALIST + 1), name, input));
    assert.equal(code, name === 'clients.merge' ? 'forbidden' : 'not_found', name);
  }
  assert.equal((await refusalOf(studio.as(SPECIALIST)('clients.create', { name: 'X' }))).code, 'forbidden');
});

test('a client of another business looks exactly like one that does not exist', async () => {
  const [studio, other] = [await openStudio(world), await openStudio(world)];
  const [id = ''] = await write(studio, ['Ann', '+4930123456']);
  const unknown = about(randomUUID());
  for (const [index, [name, input]] of about(id).entries()) {
    const foreign = await refusalOf(ask(other.as(OWNER), name, input));
    assert.deepEqual(foreign, await refusalOf(ask(other.as(OWNER), name, unknown[index]?.[1] ?? {})), name);
    assert.equal(foreign.code, 'not_found', name);
  }
  assert.deepEqual(await names(other, { search: 'Ann' }), []);
  await write(other, ['Ann', '+4930123456']);
  assert.equal((await owner(studio)('clients.get', { id })).name, 'Ann');
});
