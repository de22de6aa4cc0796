import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Actions, Input } from '@okno/contract';
import { openAssistant } from '../../test-support/assistants.ts';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { createPostman, startEngine } from '../../test-support/post.ts';
import { OWNER, openStudio, refusalOf } from '../../test-support/studio.ts';
import { until } from '../../test-support/until.ts';

const world = await testBackend({ after });
const studio = await openStudio(world);
const ada = await openAssistant(world, studio);

type Wish = Input<Actions['reminders.create']>;

const ONCE: Wish = { user_id: 7, type: 'one_time', trigger_at: '2031-03-03T09:00:00Z', payload: '{"topic":"tea"}' };
const DAILY: Wish = {
  user_id: 7,
  type: 'recurring',
  cron_expression: '0 9 * * *',
  timezone: 'Europe/Berlin',
  payload: '{"topic":"tea"}',
};

const NOBODYS_ID = '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b';

test('a reminder is told with all its fields, and stands in the timetable', async () => {
  const made = await ada.ask('reminders.create', { ...ONCE, trigger_at: '2031-03-03T11:00:00+02:00' });
  assert.deepEqual(made, {
    id: made.id,
    user_id: 7,
    assistant_id: ada.id,
    created_by_assistant_id: ada.id,
    type: 'one_time',
    trigger_at: '2031-03-03T09:00:00Z',
    cron_expression: null,
    timezone: 'UTC',
    payload: '{"topic":"tea"}',
    misfire: 'catch_up',
    status: 'pending',
    next_trigger_at: '2031-03-03T09:00:00Z',
    last_triggered_at: null,
    created_at: made.created_at,
    updated_at: made.updated_at,
  });
  assert.ok(Math.abs(Date.parse(made.created_at) - Date.parse(MONDAY)) < 120_000);
  assert.deepEqual(await ada.ask('reminders.get', { id: made.id }), made);
  assert.deepEqual(await world.rows('select kind, fire_at from due where id = $1', [made.id]), [
    { kind: 'reminder', fire_at: new Date('2031-03-03T09:00:00Z') },
  ]);
});

test('a recurring one follows the wall clock of its time zone', async () => {
  const made = await ada.ask('reminders.create', DAILY);
  assert.deepEqual([made.status, made.next_trigger_at], ['active', '2031-03-04T08:00:00Z']);
});

test('payloads are sealed where they are kept, and bound to their business', async () => {
  const { id } = await ada.ask('reminders.create', { ...ONCE, payload: '{"secret":"blue tulips"}' });
  const [row] = await world.rows<{ payload_sealed: string }>('select payload_sealed from reminders where id = $1', [
    id,
  ]);
  assert.ok(row !== undefined && !row.payload_sealed.includes('tulips'));
  assert.equal(world.secrets.open(studio.tenant_id, row.payload_sealed), '{"secret":"blue tulips"}');
  assert.throws(() => world.secrets.open(NOBODYS_ID, row.payload_sealed));
});

const BAD: readonly (readonly [what: string, wish: object, code: string, field: string])[] = [
  ['no payload', { ...ONCE, payload: undefined }, 'invalid_input', 'payload'],
  ['a payload that is no JSON', { ...ONCE, payload: '{topic: tea}' }, 'invalid_input', 'payload'],
  ['a payload that is no text', { ...ONCE, payload: { topic: 'tea' } }, 'invalid_input', 'payload'],
  ['a payload of more than 16 KiB', { ...ONCE, payload: JSON.stringify('ы'.repeat(8192)) }, 'invalid_input', 'payload'],
  ['a payload without bottom', { ...ONCE, payload: '['.repeat(101) + ']'.repeat(101) }, 'invalid_input', 'payload'],
  ['no user', { ...ONCE, user_id: undefined }, 'invalid_input', 'user_id'],
  ['half a user', { ...ONCE, user_id: 1.5 }, 'invalid_input', 'user_id'],
  ['a user in words', { ...ONCE, user_id: '7' }, 'invalid_input', 'user_id'],
  ['a type of its own', { ...ONCE, type: 'sometimes' }, 'invalid_input', 'type'],
  ['no time', { ...ONCE, trigger_at: undefined }, 'invalid_input', 'trigger_at'],
  ['a time that is over', { ...ONCE, trigger_at: '2031-03-03T07:59:59Z' }, 'invalid_input', 'trigger_at'],
  ['a time without a zone', { ...ONCE, trigger_at: '2031-03-03T09:00:00' }, 'invalid_input', 'trigger_at'],
  ['a day that does not exist', { ...ONCE, trigger_at: '2031-02-30T09:00:00Z' }, 'invalid_input', 'trigger_at'],
  ['a time and a cron', { ...ONCE, cron_expression: '0 9 * * *' }, 'invalid_input', 'cron_expression'],
  ['a cron and a time', { ...DAILY, trigger_at: ONCE.trigger_at }, 'invalid_input', 'trigger_at'],
  ['no cron', { ...DAILY, cron_expression: undefined }, 'invalid_input', 'cron_expression'],
  ['a cron of four fields', { ...DAILY, cron_expression: '0 9 * *' }, 'invalid_input', 'cron_expression'],
  ['a cron of words', { ...DAILY, cron_expression: 'every day at noon ok' }, 'invalid_input', 'cron_expression'],
  ['a minute too many', { ...DAILY, cron_expression: '60 9 * * *' }, 'invalid_input', 'cron_expression'],
  ['a cron that never comes', { ...DAILY, cron_expression: '0 9 30 2 *' }, 'invalid_input', 'cron_expression'],
  ['a zone that does not exist', { ...DAILY, timezone: 'Europe/Atlantis' }, 'invalid_input', 'timezone'],
  ['an offset for a zone', { ...DAILY, timezone: '+03:00' }, 'invalid_input', 'timezone'],
  ['a misfire of its own', { ...ONCE, misfire: 'panic' }, 'invalid_input', 'misfire'],
  ['a status of its own', { ...ONCE, status: 'active' }, 'invalid_input', 'status'],
  ['an unknown field', { ...ONCE, colour: 'red' }, 'invalid_input', 'colour'],
  ['another assistant', { ...ONCE, assistant_id: NOBODYS_ID }, 'forbidden', 'assistant_id'],
];

for (const [what, wish, code, field] of BAD)
  test(`${what} is refused by name, and nothing is stored`, async () => {
    const count = () =>
      world.rows('select (select count(*) from reminders) as reminders, (select count(*) from due) as due');
    const before = await count();
    const refusal = await refusalOf(ada.ask('reminders.create', wish as Wish));
    assert.deepEqual([refusal.code, refusal.params['field']], [code, field], JSON.stringify(refusal));
    assert.deepEqual(await count(), before);
    assert.deepEqual(world.faults, []);
  });

test('several seconds of a minute need a key that may', async () => {
  const modest = await openAssistant(world, studio, { scopes: ['reminders'] });
  const wish = { ...DAILY, cron_expression: '*/10 * * * * *' };
  const refusal = await refusalOf(modest.ask('reminders.create', wish));
  assert.deepEqual([refusal.code, refusal.params['scope']], ['forbidden', 'every_second']);
  await modest.ask('reminders.create', { ...DAILY, cron_expression: '30 0 9 * * *' });
  assert.equal((await ada.ask('reminders.create', wish)).next_trigger_at?.endsWith('0Z'), true);
});

test('an assistant does what its key is for, and no more', async () => {
  const shy = await openAssistant(world, studio, { scopes: ['slots'] });
  assert.equal((await refusalOf(shy.ask('reminders.create', ONCE))).code, 'forbidden');
  assert.equal((await refusalOf(shy.ask('bookings.list', {}))).code, 'forbidden');
  assert.equal((await shy.ask('services.list', {})).total, 1);
  assert.equal((await refusalOf(ada.ask('assistants.list', {}))).code, 'forbidden');
  assert.equal((await refusalOf(studio.as(1001)('reminders.get', { id: NOBODYS_ID }))).code, 'forbidden');
  assert.equal((await refusalOf(studio.guest('reminders.get', { id: NOBODYS_ID }))).code, 'unauthenticated');
});

test("somebody else's reminder is one that does not exist, whatever is asked", async () => {
  const elsewhere = await openStudio(world);
  const strangers = [await openAssistant(world, studio), await openAssistant(world, elsewhere)];
  const { id } = await ada.ask('reminders.create', ONCE);
  const before = await world.rows('select * from reminders where id = $1', [id]);
  for (const { ask } of strangers)
    for (const attempt of [
      (one: string) => ask('reminders.get', { id: one }),
      (one: string) => ask('reminders.update', { id: one, status: 'paused' }),
      (one: string) => ask('reminders.delete', { id: one }),
      (one: string) => ask('reminders.ack', { id: one }),
      (one: string) => ask('reminders.resend', { id: one }),
    ])
      assert.deepEqual(await refusalOf(attempt(id)), await refusalOf(attempt(NOBODYS_ID)));
  for (const { ask } of strangers) {
    assert.equal((await ask('reminders.list', { user_id: 7 })).total, 0);
    assert.equal((await ask('reminders.scheduled', {})).total, 0);
  }
  assert.equal((await elsewhere.program('reminders.list', { user_id: 7 })).total, 0);
  assert.ok((await studio.program('reminders.list', { user_id: 7 })).total > 0);
  assert.deepEqual(await world.rows('select * from reminders where id = $1', [id]), before);
});

test('reminders of a person are listed by status and type, and what comes next by its time', async () => {
  const eve = await openAssistant(world, studio);
  const once = await eve.ask('reminders.create', { ...ONCE, user_id: 40 });
  const daily = await eve.ask('reminders.create', { ...DAILY, user_id: 40 });
  await eve.ask('reminders.create', { ...ONCE, user_id: 41, trigger_at: '2032-01-01T00:00:00Z' });
  await eve.ask('reminders.update', { id: daily.id, status: 'paused' });
  const ids = async (wish: object) =>
    (await eve.ask('reminders.list', { user_id: 40, ...wish })).items.map(({ id }) => id).sort();
  assert.deepEqual(await ids({}), [once.id, daily.id].sort());
  assert.deepEqual(await ids({ status: 'paused' }), [daily.id]);
  assert.deepEqual(await ids({ type: 'one_time' }), [once.id]);
  const page = await eve.ask('reminders.list', { user_id: 40, page: 2, limit: 1 });
  assert.deepEqual([page.items.length, page.page, page.limit, page.total], [1, 2, 1, 2]);
  const scheduled = await eve.ask('reminders.scheduled', {});
  assert.deepEqual(
    scheduled.items.map(({ user_id }) => user_id),
    [40, 41],
  );
});

test('a paused reminder stands in no timetable, and goes on from now when it is resumed', async () => {
  const { id } = await ada.ask('reminders.create', DAILY);
  const due = () => world.rows<{ fire_at: Date }>('select fire_at from due where id = $1', [id]);
  const paused = await ada.ask('reminders.update', { id, status: 'paused' });
  assert.deepEqual([paused.status, paused.next_trigger_at, (await due()).length], ['paused', null, 0]);
  const resumed = await ada.ask('reminders.update', { id, status: 'active', cron_expression: '0 12 * * *' });
  assert.deepEqual([resumed.status, resumed.next_trigger_at], ['active', '2031-03-03T11:00:00Z']);
  assert.deepEqual(
    (await due()).map(({ fire_at }) => fire_at.toISOString()),
    ['2031-03-03T11:00:00.000Z'],
  );
  const said = await ada.ask('reminders.update', { id, payload: '"other"' });
  assert.deepEqual([said.payload, said.next_trigger_at], ['"other"', '2031-03-03T11:00:00Z']);
  const cancelled = await ada.ask('reminders.update', { id, status: 'cancelled' });
  assert.deepEqual([cancelled.status, (await due()).length], ['cancelled', 0]);
  assert.equal((await refusalOf(ada.ask('reminders.update', { id, status: 'active' }))).code, 'reminder_over');
});

test('a change is looked at like a new reminder', async () => {
  const { id } = await ada.ask('reminders.create', ONCE);
  const fieldOf = async (wish: object) =>
    (await refusalOf(ada.ask('reminders.update', { id, ...wish }))).params['field'];
  assert.equal(await fieldOf({}), '');
  assert.equal(await fieldOf({ trigger_at: '2031-03-03T07:00:00Z' }), 'trigger_at');
  assert.equal(await fieldOf({ cron_expression: '0 9 * * *' }), 'cron_expression');
  assert.equal(await fieldOf({ timezone: 'Mars/Phobos' }), 'timezone');
  assert.equal(await fieldOf({ status: 'paused', trigger_at: '2031-03-03T07:00:00Z' }), 'trigger_at');
  assert.equal(await fieldOf({ status: 'completed' }), 'status');
  assert.equal((await ada.ask('reminders.get', { id })).next_trigger_at, '2031-03-03T09:00:00Z');
});

test('a deleted reminder is gone, and so is its place in the timetable', async () => {
  const { id } = await ada.ask('reminders.create', DAILY);
  await ada.ask('reminders.delete', { id });
  assert.equal((await refusalOf(ada.ask('reminders.get', { id }))).code, 'not_found');
  assert.deepEqual(await world.rows('select id from due where id = $1', [id]), []);
});

test('a preview tells when an expression fires, on the wall clock of its zone', async () => {
  const { next } = await studio.guest('reminders.preview', {
    cron_expression: '30 2 * * *',
    timezone: 'Europe/Berlin',
    from: '2026-03-28T00:00:00Z',
    count: 3,
  });
  assert.deepEqual(next, ['2026-03-28T01:30:00Z', '2026-03-29T01:00:00Z', '2026-03-30T00:30:00Z']);
  const { code } = await refusalOf(studio.guest('reminders.preview', { cron_expression: '0 0 30 2 *' }));
  assert.equal(code, 'invalid_input');
});

test('every change is audited with the assistant that made it', async () => {
  const { id } = await ada.ask('reminders.create', ONCE);
  await ada.ask('reminders.update', { id, status: 'paused' });
  await ada.ask('reminders.delete', { id });
  const lines = await world.rows('select action, role, actor from audit_log where subject_id = $1 order by id', [id]);
  assert.deepEqual(
    lines,
    ['create', 'update', 'delete'].map((verb) => ({
      action: `reminders.${verb}`,
      role: 'assistant',
      actor: `assistant:${ada.id}`,
    })),
  );
});

test('a key that was revoked, and an assistant that was archived, are refused at once', async () => {
  const gone = await openAssistant(world, studio);
  await studio.as(OWNER)('assistants.revoke_key', { assistant_id: gone.id, id: gone.key_id });
  assert.equal((await refusalOf(gone.ask('reminders.list', { user_id: 7 }))).code, 'forbidden');
  const archived = await openAssistant(world, studio);
  await studio.program('assistants.archive', { id: archived.id });
  assert.equal((await refusalOf(archived.ask('reminders.create', ONCE))).code, 'forbidden');
});

test('a reminder fires, waits to be taken, and is acknowledged', async (t) => {
  const own = await testBackend(t);
  const bob = await openAssistant(own, await openStudio(own));
  const engine = await startEngine(own, createPostman());
  const once = await bob.ask('reminders.create', { ...ONCE, payload: '{"n":[1,2]}' });
  assert.deepEqual((await bob.ask('reminders.events', {})).items, []);
  await own.setClock('2031-03-03T09:00:00.500Z');
  engine.wake();
  const taken: unknown[] = [];
  await until('the event waits', async () => {
    taken.push(...(await bob.ask('reminders.events', {})).items);
    return taken.length > 0;
  });
  const [event] = taken as Awaited<ReturnType<typeof bob.ask<'reminders.events'>>>['items'];
  assert.deepEqual(event, {
    assistant_id: bob.id,
    event: 'reminder_triggered',
    payload: {
      reminder_id: once.id,
      user_id: 7,
      reminder_type: 'one_time',
      payload: { n: [1, 2] },
      triggered_at: '2031-03-03T09:00:00Z',
      created_at: once.created_at,
    },
    event_id: event?.event_id,
    attempt: 1,
    leased_until: event?.leased_until,
  });
  assert.deepEqual((await bob.ask('reminders.events', {})).items, [], 'it is leased');
  const after = await bob.ask('reminders.ack', { id: once.id, status: 'done', result: '{"ok":true}' });
  assert.deepEqual([after.acknowledged, after.status], [1, 'completed']);
  assert.match(after.last_triggered_at ?? '', /^2031-03-03T09:00:0/);
  await own.setClock('2031-03-03T12:00:00Z');
  assert.deepEqual((await bob.ask('reminders.events', {})).items, []);
  assert.deepEqual([engine.errors, own.faults], [[], []]);
});
