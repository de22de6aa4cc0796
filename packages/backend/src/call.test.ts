import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { type ActionName, AppError, actions, isRead } from '@okno/contract';
import { createCall, type Handlers } from './call.ts';
import { createLookInTenant } from './db/tx.ts';
import { createTenantOf } from './directory.ts';
import { testBackend } from './test-support/backend.ts';
import { openStudio, refusalOf, SPECIALIST } from './test-support/studio.ts';

const world = await testBackend({ after });
const studio = await openStudio(world);
const { call } = world.backend;

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

const ask = (name: string, input: unknown, caller = studio.caller(1001)) =>
  call({ name, input, caller, request_id: 'request-1' });
const guest = { via: 'public', tenant: studio.slug, language: 'en' } as const;
const slot = { service_id: studio.service_id, specialist_id: studio.specialist_id, starts_at: '2031-03-04T10:00:00Z' };
const audit = () => world.rows<{ action: string }>(`select * from audit_log where outcome = 'done' order by id`);

test('what is no action is not found, whatever it is called', async () => {
  for (const name of ['bookings.destroy', '', '__proto__', 'constructor', 'toString', 'bookings'])
    assert.deepEqual(await refusalOf(ask(name, {})), { code: 'not_found', params: { what: 'action' } }, name);
});

test('nobody is found behind a bot, a slug or an installation of several businesses', async () => {
  await openStudio(world);
  for (const caller of [
    { ...studio.caller(1), bot_id: 1 },
    { ...guest, tenant: 'nobody' },
    { ...guest, tenant: null },
  ] as ReturnType<typeof studio.caller>[])
    assert.deepEqual(await refusalOf(ask('people.me', {}, caller)), { code: 'not_found', params: { what: 'tenant' } });
});

test('a guest is asked who they are, and a person without the right is told so', async () => {
  for (const name of Object.keys(actions) as ActionName[]) {
    const { roles } = actions[name] as { roles: readonly string[] };
    if (!roles.includes('guest'))
      assert.equal((await refusalOf(ask(name, {}, guest as never))).code, 'unauthenticated', name);
    if (!roles.includes('client')) assert.equal((await refusalOf(ask(name, {}))).code, 'forbidden', name);
  }
});

test('whoever asks a bot something for the first time is made a client, once, and a question changes nothing else', async () => {
  const known = async () => (await world.rows('select 1 from clients where telegram_id = 1777')).length;
  assert.equal(await known(), 0);
  const asked = await Promise.all([1, 2, 3].map(() => ask('people.me', {}, studio.caller(1777))));
  assert.equal(await known(), 1);
  assert.deepEqual(await ask('people.me', {}, studio.caller(1777)), asked[0]);
  assert.equal(await known(), 1);
});

test('a role that is taken away is gone on the next call', async () => {
  const agenda = () => ask('bookings.agenda', {}, studio.caller(SPECIALIST));
  await agenda();
  const [member] = await world.rows('delete from staff where tenant_id = $1 and telegram_id = $2 returning *', [
    studio.tenant_id,
    SPECIALIST,
  ]);
  assert.equal((await refusalOf(agenda())).code, 'forbidden');
  await world.rows('insert into staff select * from jsonb_populate_record(null::staff, $1)', [JSON.stringify(member)]);
  await agenda();
});

for (const [what, input, fields] of [
  ['a missing field', { service_id: studio.service_id }, ['starts_at']],
  [
    'wrong types',
    { service_id: 5, specialist_id: true, starts_at: 'soon' },
    ['service_id', 'specialist_id', 'starts_at'],
  ],
  ['fields nobody knows', { ...slot, price_minor: 0, tenant_id: 'x' }, ['price_minor', 'tenant_id']],
  [
    'a field nobody knows further in',
    { ...slot, client: { name: 'A', phone: '+4930123456', vip: true } },
    ['client.vip'],
  ],
  [
    '__proto__ as a field',
    JSON.parse(`{"service_id":"${studio.service_id}","starts_at":"2031-03-04T10:00:00Z","__proto__":{"a":1}}`),
    ['__proto__'],
  ],
  ['a null byte in a name', { ...slot, client: { name: 'A\u0000', phone: '+4930123456' } }, ['client.name']],
  ['a text where an object belongs', 'book me', ['']],
  ['a list where an object belongs', [slot], ['']],
  ['a year nobody lives in', { ...slot, starts_at: '9999-12-31T23:59:59Z' }, ['starts_at']],
] as const) {
  test(`${what} is refused by name`, async () => {
    const { code, params } = await refusalOf(ask('bookings.create', input));
    assert.equal(code, 'invalid_input');
    const errors = params['errors'] as { field: string; rule: string }[];
    assert.deepEqual([...new Set(errors.map(({ field }) => field))].sort(), [...fields]);
    assert.equal(params['field'], errors[0]?.field);
    for (const { rule } of errors) assert.ok(rule.length > 3);
  });
}

test('a value that cannot be stored is an input error and no fault', async () => {
  const { code } = await refusalOf(ask('people.me', {}, { ...studio.caller(77), name: 'A\u0000B' } as never));
  assert.equal(code, 'invalid_input');
});

test('a write leaves one line in the log and a read leaves none', async () => {
  const before = (await audit()).length;
  await ask('people.me', {});
  await ask('services.list', {});
  assert.equal((await audit()).length, before);
  await ask('people.set_reachable', { reachable: true });
  const booking = (await ask('bookings.create', slot)) as { id: string };
  const [, line, ...more] = (await audit()).slice(before);
  assert.deepEqual(more, []);
  const { at: _at, id: _id, ...rest } = line as Record<string, unknown>;
  assert.deepEqual(rest, {
    tenant_id: studio.tenant_id,
    request_id: 'request-1',
    via: 'telegram',
    role: 'client',
    actor: 'telegram:1001',
    action: 'bookings.create',
    subject_id: booking.id,
    outcome: 'done',
    bot_id: String(studio.bot_id),
    key_id: null,
    times: 1,
  });
});

test('a write that is refused leaves nothing but its line in the log', async () => {
  const contents = async () => {
    const names = await world.rows<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' and tablename !~ '^audit_' order by 1`,
    );
    const all: unknown[] = [];
    for (const { name } of names)
      all.push(
        await world.rows(
          `select '${name}' as name, count(*), md5(string_agg(l::text, '|' order by l::text)) from ${name} l`,
        ),
      );
    return all;
  };
  await ask('people.me', {});
  const before = await contents();
  const fields = { idempotency_key: 'k', request_id: 'r', caller: studio.caller(1001) };
  for (const input of [
    slot,
    { ...slot, starts_at: '2031-03-04T03:00:00Z' },
    { ...slot, message: { chat_id: 1, message_id: 1 }, starts_at: '2031-03-06T10:00:00Z' },
  ])
    await refusalOf(call({ name: 'bookings.create', input, ...fields }));
  await refusalOf(call({ name: 'bookings.cancel', input: { id: studio.service_id }, ...fields }));
  assert.deepEqual(await contents(), before);
});

test('a check that only the database makes is an input error that names its column, and a fault for the operator', async () => {
  const name = 'x'.repeat(101);
  const refusal = await refusalOf(ask('people.me', {}, { ...studio.caller(78), name } as never));
  assert.deepEqual(refusal, {
    code: 'invalid_input',
    params: { field: 'name', rule: 'has a value that cannot be stored' },
  });
  const [fault, ...more] = world.faults.splice(0);
  assert.deepEqual([(fault as { constraint?: string }).constraint, more], ['clients_name_check', []]);
});

/** The same door with one handler replaced. */
const doorWith = (changed: Partial<Record<ActionName, () => Promise<unknown>>>) => {
  const faults: unknown[] = [];
  const door = createCall({
    inTenant: world.backend.inTenant,
    lookInTenant: createLookInTenant(world.pool, world.clockOffset),
    lookTogether: createLookInTenant(world.pool, world.clockOffset),
    aside: null,
    tenantOf: createTenantOf(world.pool),
    handlers: changed as unknown as Handlers,
    foresights: {},
    rivalries: {},
    onFault: (error) => faults.push(error),
    onRefused: () => {},
  });
  return { faults, ask: (name: ActionName) => door({ name, input: {}, caller: guest, request_id: 'r' }) };
};

const SERVICE_PAGE = { items: [], page: 1, limit: 20, total: 0 };

test('an answer carries the fields of the contract and no others', async () => {
  const door = doorWith({ 'services.list': async () => ({ ...SERVICE_PAGE, token: 'secret' }) });
  assert.deepEqual(await door.ask('services.list'), SERVICE_PAGE);
  const services = (await ask('services.list', {})) as { items: Record<string, unknown>[] };
  assert.ok(services.items[0] !== undefined && !('total' in services.items[0]) && !('tenant_id' in services.items[0]));
});

test('what a handler throws by mistake is told as internal and shown to the operator', async () => {
  const mistake = new TypeError('x is undefined');
  const door = doorWith({
    'services.list': async () => {
      throw mistake;
    },
  });
  assert.deepEqual(await refusalOf(door.ask('services.list')), { code: 'internal', params: {} });
  assert.deepEqual(door.faults, [mistake]);
});

test('an answer that breaks the contract does not leave the house', async () => {
  const door = doorWith({ 'services.list': async () => ({ items: 'all' }) });
  assert.equal((await refusalOf(door.ask('services.list'))).code, 'internal');
  assert.equal(door.faults.length, 1);
});

test('a refusal of a handler goes out as it is', async () => {
  const door = doorWith({
    'services.list': async () => {
      throw new AppError('too_many_requests', { after_seconds: 3 });
    },
  });
  assert.deepEqual(await refusalOf(door.ask('services.list')), {
    code: 'too_many_requests',
    params: { after_seconds: 3 },
  });
  assert.deepEqual(door.faults, []);
});

test('reading is what GET does, but for what it takes, and a POST only where it is told by name', () => {
  const names = Object.keys(actions) as ActionName[];
  const isGet = (name: ActionName) => actions[name].http.startsWith('GET ');
  assert.deepEqual(
    names.filter((name) => isGet(name) && !isRead(actions[name])),
    ['notifications.pull', 'reminders.events'],
  );
  assert.deepEqual(
    names.filter((name) => !isGet(name) && isRead(actions[name])),
    [
      ...['texts.preview', 'scheduling.preview', 'scheduling.check_hours', 'scheduling.check_override'],
      ...['series.preview', 'reminders.preview', 'editing.bulk_preview'],
    ],
  );
});

test('a POST that only computes leaves no line in the audit log and remembers no key', async () => {
  const before = (await audit()).length;
  const window = { from: '2031-03-04T00:00:00Z', to: '2031-03-05T00:00:00Z' };
  const service = { duration_minutes: 60, step_minutes: 60 };
  const weekly = [{ days: [2], from: '09:00', to: '11:00' }];
  const ask = (to: string) =>
    call({
      name: 'scheduling.preview',
      input: { window, service, staff: [{ time_zone: 'UTC', weekly: [{ ...weekly[0], to }] }] },
      caller: guest,
      request_id: 'request-1',
      idempotency_key: 'one-key',
    });
  assert.deepEqual(await ask('11:00'), { starts: ['2031-03-04T09:00:00Z', '2031-03-04T10:00:00Z'] });
  assert.deepEqual(await ask('10:00'), { starts: ['2031-03-04T09:00:00Z'] });
  assert.equal((await audit()).length, before);
});
