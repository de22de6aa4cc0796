import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import {
  type Action,
  type ActionName,
  AppError,
  actions,
  type Call,
  type Caller,
  type Client,
  type Role,
  type Transport,
} from '@okno/contract';
import { openAssistant } from './test-support/assistants.ts';
import { testBackend } from './test-support/backend.ts';
import { slotAt } from './test-support/bookings.ts';
import { inputsOf } from './test-support/inputs.ts';
import { weekly } from './test-support/series.ts';
import { signIn } from './test-support/sign-in.ts';
import { OWNER, openStudio, SPECIALIST, type Studio } from './test-support/studio.ts';
import { completedVisit } from './test-support/visits.ts';

const world = await testBackend({ after }, { connections: 4 });
const MODERATOR = 4001;

type Shop = Studio & { readonly callers: ReadonlyMap<Role, Caller>; readonly ids: ReadonlyMap<string, string> };

/** A business with one of everything that has an id. */
const furnish = async (): Promise<Shop> => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  await owner('rooms.create', { name: 'Room' });
  const visit = await completedVisit(world, studio);
  await studio.as(1001)('reviews.create', { id: visit.id, stars: 5 });
  await owner('clients.update', { id: visit.client.id, email: 'client@example.org' });
  const hook = { name: 'CRM', url: 'https://crm.example/hook', events: ['client.created' as const] };
  const { id: webhook_id } = await owner('webhooks.create', hook);
  await owner('webhooks.test', { id: webhook_id });
  const tags = { add_tags: ['guest'] };
  await owner('editing.bulk_start', { entity: 'client', selection: { ids: [visit.client.id] }, change: tags });
  await studio.as(1001)('bookings.create', slotAt(studio, '12:00', '2031-03-06'));
  await owner('clients.add_note', { id: visit.client.id, text: 'A note' });
  await owner(
    'series.create',
    weekly(studio, { starts_at_local: '2031-03-11T15:00:00', rrule: 'FREQ=WEEKLY;COUNT=2' }),
  );
  const closed = { id: studio.specialist_id, date: '2031-03-20', intervals: [] };
  await owner('scheduling.set_override', closed);
  await owner('scheduling.add_time_off', { id: studio.specialist_id, first_day: '2031-03-25' });
  const { service_id, specialist_id } = studio;
  const day = { from_day: '2031-03-20', to_day: '2031-03-20' };
  await studio.as(1001)('waitlist.join', { service_id, specialist_id, ...day });
  await studio.as(1001)('calendars.feed_create', {});
  const url = 'https://calendar.example/me.ics';
  await owner('calendars.import_create', { specialist_id: studio.specialist_id, url });
  await owner('service_keys.create', { name: 'Website', scopes: ['all'] });
  await signIn(world, studio, 1001);
  const assistant = await openAssistant(world, studio);
  const trigger_at = '2031-03-09T10:00:00Z';
  await assistant.ask('reminders.create', { user_id: 1, type: 'one_time', trigger_at, payload: '{}' });
  await world.rows(`insert into staff (tenant_id, telegram_id, name, role) values ($1, $2, 'Moderator', 'moderator')`, [
    studio.tenant_id,
    MODERATOR,
  ]);
  const { tenant_id, slug } = studio;
  const program = { tenant: slug, language: 'en' } as const;
  const key = { tenant_id, assistant_id: assistant.id, key_id: assistant.key_id, language: 'en' } as const;
  const callers = new Map<Role, Caller>([
    ['guest', { via: 'public', ...program }],
    ['client', studio.caller(1001)],
    ['specialist', studio.caller(SPECIALIST)],
    ['moderator', studio.caller(MODERATOR)],
    ['super_admin', studio.caller(OWNER)],
    ['bot', { via: 'service', ...program }],
    ['assistant', { via: 'assistant', ...key }],
  ]);
  return { ...studio, callers, ids: await readIds(tenant_id) };
};

/** An id of every table that has ids, by the name of the table. */
const readIds = async (tenant_id: string): Promise<Map<string, string>> => {
  const tables = await world.rows<{ name: string }>(`
    select c.table_name as name from information_schema.columns c join pg_tables on tablename = c.table_name
    where c.table_schema = 'public' and column_name = 'id' and data_type = 'uuid' and tablename !~ '^due'
    order by 1`);
  const ids = new Map<string, string>();
  for (const { name } of tables) {
    const [row] = await world.rows<{ id: string }>(`select id from ${name} where tenant_id = $1 order by id limit 1`, [
      tenant_id,
    ]);
    if (row !== undefined) ids.set(name, row.id);
  }
  return ids;
};

/** Where the `id` of an action is not that of its module. */
const BY_NAME: Readonly<Record<string, string>> = {
  ...{ 'assistants.revoke_key': 'assistant_keys', 'editing.undo': 'field_changes', 'editing.bulk_get': 'bulk_edits' },
  ...{ 'editing.bulk_items': 'bulk_edits', 'editing.bulk_undo': 'bulk_edits' },
  ...{ 'webhooks.resend': 'webhook_deliveries' },
};

/** Of which table the ids are that a field of an action names. */
const tableOf = (name: string, field: string): string => {
  const [module = '', verb = ''] = name.split('.');
  const named: Readonly<Record<string, string>> = {
    ...{ service_id: 'services', specialist_id: 'specialists', client_id: 'clients', room_id: 'rooms' },
    ...{ room_ids: 'rooms', booking_id: 'bookings', note_id: 'client_notes', time_off_id: 'reservations' },
    ...{ assistant_id: 'assistants', reminder_id: 'reminders', other_id: 'clients', event_id: 'reminder_events' },
    ...{ webhook_id: 'webhooks' },
  };
  if (field in named) return named[field] ?? '';
  if (module === 'reviews') return ['create', 'update'].includes(verb) ? 'bookings' : 'reviews';
  if (module === 'calendars') return verb.startsWith('feed') ? 'calendar_feeds' : 'calendar_imports';
  if (module === 'service_keys') return 'service_keys';
  if (name in BY_NAME) return BY_NAME[name] ?? '';
  const tables: Readonly<Record<string, string>> = {
    ...{ scheduling: 'specialists', waitlist: 'waitlist_entries', editing: 'clients' },
  };
  return tables[module] ?? module;
};

let [here, there]: [Shop, Shop] = [{}, {}] as [Shop, Shop];
before(async () => {
  [here, there] = [await furnish(), await furnish()];
});

/** How a call ended, as whoever asked sees it; times of this very moment and new ids are told alike. */
const outcomeOf = async (
  call: Transport,
  { name, input, caller }: Pick<Call, 'name' | 'input' | 'caller'>,
  planted: string,
): Promise<string> => {
  const ask = () =>
    call({ name, input, caller, request_id: 'request-of-the-test' }).then(
      (answer) => ({ answer }),
      (error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        return { status: error.status, ...error.toJSON() };
      },
    );
  let ended = await ask();
  // A machine that has no time for its database says nothing about ids.
  for (let again = 0; again < 5 && 'code' in ended && ended.code === 'unavailable'; again += 1) ended = await ask();
  return JSON.stringify(ended)
    .replaceAll(planted, 'PLANTED')
    .replace(/"(request_id|created_at|updated_at|archived_at|revoked_at|ends_at|last_sync_at)":"[^"]*"/g, '"$1":"…"');
};

type Attempt = { readonly name: ActionName; readonly role: Role; readonly path: string; readonly table: string };

/** Besides the ids that belong to a place, those of so many other tables are tried there, in turn. */
const OTHERS = 3;

/** Every action, every place for an id, everybody who may ask; for one of them the ids of other tables as well. */
const attempts = (): Attempt[] => {
  const known = [...there.ids.keys()];
  let turn = 0;
  const othersThan = (own: string): string[] => {
    turn += OTHERS;
    const others = known.filter((table) => table !== own);
    return Array.from({ length: OTHERS }, (_, step) => others[(turn + step) % others.length] ?? own);
  };
  return (
    (Object.entries(actions) as [ActionName, Action][])
      // The log tells of these very attempts, so it is asked before there are any.
      .toSorted(([a], [b]) => Number(b.startsWith('audit.')) - Number(a.startsWith('audit.')))
      .flatMap(([name, action]) => {
        const roles = action.roles.filter((role) => here.callers.has(role));
        const strongest = ['super_admin', 'bot', 'assistant', 'client'].find((role) => roles.includes(role as Role));
        return inputsOf(action, () => randomUUID()).paths.flatMap((path) =>
          roles.flatMap((role) => {
            const own = tableOf(name, path.split('.').findLast((step) => step !== '0') ?? '');
            const tables = role === strongest ? [own, ...othersThan(own)] : [own];
            return tables.map((table) => ({ name, role, path, table }));
          }),
        );
      })
  );
};

/** The attempts at which an id of another business was answered in another way than one that nobody has. */
const findLeaks = async (call: Transport, tried: readonly Attempt[]): Promise<string[]> => {
  const foreign = new Set(there.ids.values());
  const leaks: string[] = [];
  for (const { name, role, path, table } of tried) {
    const idOf = (field: string) => here.ids.get(tableOf(name, field)) ?? randomUUID();
    const { withId } = inputsOf(actions[name], idOf);
    const caller = here.callers.get(role) ?? assert.fail(role);
    const id = there.ids.get(table);
    if (id === undefined) continue;
    const nobody = randomUUID();
    const expected = await outcomeOf(call, { name, input: withId(path, nobody), caller }, nobody);
    const found = await outcomeOf(call, { name, input: withId(path, id), caller }, id);
    const told = [...foreign].filter((one) => found.includes(one));
    if (found !== expected || told.length > 0)
      leaks.push(
        `${name} as ${role} with ${path} of ${table}: ${found.slice(0, 300)} instead of ${expected.slice(0, 300)}`,
      );
  }
  return leaks;
};

const contentsOf = async (tenant_id: string): Promise<unknown[]> => {
  const tables = await world.rows<{ name: string }>(
    `select table_name as name from information_schema.columns join pg_tables on tablename = table_name
      where column_name = 'tenant_id' and table_schema = 'public' order by 1`,
  );
  const all: unknown[] = [];
  for (const { name } of tables)
    all.push(
      ...(await world.rows(
        `select '${name}' as name, count(*)::int, md5(string_agg(l::text, '|' order by l::text)) from ${name} l where tenant_id = $1`,
        [tenant_id],
      )),
    );
  return all;
};

test('every action answers about the ids of another business as about ids that do not exist, whoever asks', async () => {
  const tables = ['assistants', 'bookings', 'calendar_feeds', 'calendar_imports', 'client_notes', 'clients'];
  for (const table of [
    ...tables,
    'service_keys',
    'sessions',
    'bulk_edits',
    'webhooks',
    'webhook_deliveries',
    'field_changes',
    'reminders',
    'reservations',
    'reviews',
    'rooms',
    'series',
    'waitlist_entries',
  ])
    assert.ok(there.ids.has(table), `the other business has ${table}`);
  const before = await contentsOf(there.tenant_id);
  const tried = attempts();
  assert.ok(tried.length > 500, `${tried.length} attempts`);
  assert.deepEqual(await findLeaks(world.backend.call, tried), []);
  assert.deepEqual(await contentsOf(there.tenant_id), before, 'and nothing of the other business was changed');
});

test('control: an action that tells the two apart is found', async () => {
  const foreign = new Set(there.ids.values());
  const leaking: Transport = async (call) => {
    const named = Object.values(call.input as Record<string, string>).some((value) => foreign.has(value));
    if (call.name === 'services.get' && named) throw new AppError('forbidden');
    return world.backend.call(call);
  };
  const tried = attempts().filter(({ name }) => name === 'services.get' || name === 'bookings.get');
  const leaks = await findLeaks(leaking, tried);
  assert.ok(leaks.length > 0 && leaks.every((leak) => leak.startsWith('services.get')), leaks.join('\n'));
});

/** Whatever is asked with: nothing, what the action wants, and an id of the other business. */
const questionsOf = (action: Action): unknown[] => {
  const { plain, paths, withId } = inputsOf(action, () => randomUUID());
  return [plain, {}, ...paths.slice(0, 1).map((path) => withId(path, there.ids.get('bookings') ?? ''))];
};

test('whoever may not ask is refused alike, whatever they name', async () => {
  const refused = (Object.entries(actions) as [ActionName, Action][]).flatMap(([name, action]) =>
    [...here.callers]
      .filter(([role]) => !action.roles.includes(role))
      .flatMap(([role, caller]) => questionsOf(action).map((input) => ({ role, call: { name, input, caller } }))),
  );
  assert.ok(refused.length > 500, `${refused.length} calls`);
  for (const { role, call } of refused) {
    const { code } = JSON.parse(await outcomeOf(world.backend.call, call, 'nothing'));
    assert.equal(code, role === 'guest' ? 'unauthenticated' : 'forbidden', `${call.name} as ${role}`);
  }
});

const ASKED: readonly ((ask: Client) => Promise<unknown>)[] = [
  (ask) => ask('people.me', {}),
  (ask) => ask('services.list', {}),
  (ask) => ask('bookings.list', {}),
  (ask) => ask('people.update_me', { language: 'en' }),
];

/** Asks for both businesses in turn over few connections; answers how often one was told of the other. */
const countBleeding = async (times: number, faces: (shop: Shop) => Client): Promise<number> => {
  const shops = [here, there];
  const own = shops.map(({ tenant_id, slug, ids }) => [tenant_id, slug, ...ids.values()]);
  let bled = 0;
  const ask = async (index: number): Promise<void> => {
    const side = index % 2;
    const question = ASKED[Math.floor(index / 2) % ASKED.length];
    const answer = JSON.stringify(await question?.(faces(shops[side] ?? assert.fail())));
    if (own[1 - side]?.some((secret) => answer.includes(secret))) bled += 1;
  };
  for (let index = 0; index < times; index += 50)
    await Promise.all(Array.from({ length: 50 }, (_, step) => ask(index + step)));
  return bled;
};

test('a thousand questions of two businesses that take turns on four connections never bleed into each other', async () => {
  assert.equal(await countBleeding(1000, (shop) => shop.as(1001)), 0);
});

test('control: a connection that has the wrong business now and then is noticed', async () => {
  let count = 0;
  const bled = await countBleeding(50, (shop) => {
    count += 1;
    return (count % 10 === 0 ? (shop === here ? there : here) : shop).as(1001);
  });
  assert.ok(bled > 0);
});
