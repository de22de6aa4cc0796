import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

const NOBODY = '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b';
const URL = 'https://calendar.example/private-b1946ac92492d234/basic.ics';

const add = ({ as, specialist_id }: Studio, who = SPECIALIST, url = URL) =>
  as(who)('calendars.import_create', { specialist_id, url });

const dueOf = (id: string) =>
  world.rows<{ fire_at: Date }>(`select fire_at from due where kind = 'calendar' and id = $1`, [id]);

test('a new import waits to be read at once, and tells of its address no more than the host', async () => {
  const studio = await openStudio(world);
  const made = await add(studio);
  assert.deepEqual(
    [made.host, made.state, made.error, made.synced_at, made.conflict_count],
    ['calendar.example', 'waiting', null, null, 0],
  );
  const due = await dueOf(made.id);
  assert.deepEqual(
    due.map(({ fire_at }) => fire_at.toISOString()),
    [new Date(made.next_sync_at).toISOString()],
  );
  const list = await studio.as(SPECIALIST)('calendars.import_list', { specialist_id: studio.specialist_id });
  assert.deepEqual(list.items, [made]);
  assert.ok(!JSON.stringify(list).includes('b1946ac92492d234'));
});

test('the address, which is a secret, lies sealed in the database and nowhere in clear', async () => {
  const studio = await openStudio(world);
  const { specialist_id } = studio;
  const key = { idempotency_key: 'add' };
  const { id } = await studio.as(SPECIALIST)('calendars.import_create', { specialist_id, url: URL }, key);
  const [row] = await world.rows<{ url_sealed: string }>('select url_sealed from calendar_imports where id = $1', [id]);
  assert.equal(world.secrets.open(studio.tenant_id, row?.url_sealed ?? ''), URL);
  for (const table of ['calendar_imports', 'idempotency_keys', 'audit_log', 'due']) {
    const rows = await world.rows<{ text: string }>(`select row_to_json(${table})::text as text from ${table}`);
    assert.ok(!rows.some(({ text }) => text.includes('b1946ac92492d234')), table);
  }
});

test('what is no address of a calendar is refused with the field and the rule', async () => {
  const studio = await openStudio(world);
  for (const url of [
    '',
    'calendar.example/me.ics',
    'ftp://calendar.example/me.ics',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://user:secret@calendar.example/me.ics',
    'https://user@calendar.example/me.ics',
    'https:\\\\user:secret@calendar.example/me.ics',
    'https:/user:secret@calendar.example/me.ics',
    'webcal:/user:secret@calendar.example/me.ics',
    'https://:secret@calendar.example/me.ics',
    `https://calendar.example/${'x'.repeat(2000)}`,
    'https://near.example/me.ics',
  ]) {
    const { code, params } = await refusalOf(add(studio, SPECIALIST, url));
    assert.equal(code, 'invalid_input', url);
    assert.equal(params['field'], 'url', url);
  }
  assert.equal((await add(studio, SPECIALIST, 'webcal://calendar.example/a@b.ics')).host, 'calendar.example');
});

test('one person has at most ten imports, also when they are added at once', async () => {
  const studio = await openStudio(world);
  const outcomes = await Promise.allSettled(Array.from({ length: 14 }, () => add(studio)));
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 10);
  assert.deepEqual(await refusalOf(add(studio)), { code: 'calendar_limit_reached', params: { limit: 10 } });
});

test('specialists import for themselves, administrators and programs for anybody, clients not at all', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const colleague = studio.specialist_ids[1] ?? '';
  const refused = async (call: Promise<unknown>) => (await refusalOf(call)).code;
  const create = (who: number, specialist_id: string) =>
    studio.as(who)('calendars.import_create', { specialist_id, url: URL });
  const list = (who: number, specialist_id: string) => studio.as(who)('calendars.import_list', { specialist_id });
  for (const specialist_id of [colleague, NOBODY]) {
    assert.equal(await refused(create(SPECIALIST, specialist_id)), 'not_found');
    assert.equal(await refused(list(SPECIALIST, specialist_id)), 'not_found');
  }
  assert.equal(await refused(create(1001, studio.specialist_id)), 'forbidden');
  assert.equal(await refused(create(OWNER, NOBODY)), 'not_found');
  const { id } = await create(OWNER, colleague);
  await studio.program('calendars.import_create', { specialist_id: colleague, url: URL });
  assert.equal((await list(OWNER, colleague)).total, 2);
  for (const wanted of [id, NOBODY]) {
    assert.equal(await refused(studio.as(SPECIALIST)('calendars.import_sync', { id: wanted })), 'not_found');
    assert.equal(await refused(studio.as(SPECIALIST)('calendars.import_delete', { id: wanted })), 'not_found');
  }
  assert.deepEqual(await studio.as(SPECIALIST + 1)('calendars.import_delete', { id }), { id });
});

test('an import that is deleted stands in the timetable no more', async () => {
  const studio = await openStudio(world);
  const { id } = await add(studio);
  await studio.as(SPECIALIST)('calendars.import_delete', { id });
  assert.deepEqual(await dueOf(id), []);
  assert.equal((await refusalOf(studio.as(SPECIALIST)('calendars.import_sync', { id }))).code, 'not_found');
});

test('nothing crosses from one business to another', async () => {
  const [one, other] = [await openStudio(world), await openStudio(world)];
  const { id } = await add(one);
  const { specialist_id } = one;
  const owner = other.as(OWNER);
  for (const call of [
    () => owner('calendars.import_create', { specialist_id, url: URL }),
    () => owner('calendars.import_list', { specialist_id }),
    () => owner('calendars.import_sync', { id }),
    () => owner('calendars.import_delete', { id }),
  ])
    assert.equal((await refusalOf(call())).code, 'not_found');
  assert.equal((await one.as(OWNER)('calendars.import_list', { specialist_id })).total, 1);
});

test('a booking may be made where an import is still waiting to be read', async () => {
  const studio = await openStudio(world);
  await add(studio);
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  assert.equal(booking.status, 'confirmed');
});
