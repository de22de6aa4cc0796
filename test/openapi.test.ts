import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { type ActionName, AppError, actions, type Caller, type Role } from '@okno/contract';
import { openApi } from '../apps/server/src/http/openapi.ts';
import { EXAMPLE_ID, exampleOf } from '../apps/server/src/http/openapi-examples.ts';
import { restActions } from '../apps/server/src/http/rest.ts';
import { openAssistant } from '../packages/backend/src/test-support/assistants.ts';
import { testBackend } from '../packages/backend/src/test-support/backend.ts';
import { OWNER, openStudio } from '../packages/backend/src/test-support/studio.ts';

type Described = {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
};

const document = openApi('0') as {
  readonly tags: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
};

test('every operation and every part of the API says what it is for, and under a name of its own', () => {
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  assert.ok(operations.length > 100);
  const silent = operations.filter(({ summary, description }) => !summary || !description || description.length < 30);
  assert.deepEqual(silent, []);
  assert.equal(new Set(operations.map(({ operationId }) => operationId)).size, operations.length);
  assert.deepEqual(
    document.tags.filter(({ description }) => !description),
    [],
  );
});

const inputOf = (name: ActionName): Readonly<Record<string, unknown>> =>
  exampleOf(name, actions[name].input.toJSONSchema({ io: 'input', unrepresentable: 'any' }));

test('the example of every operation is what its schema allows', () => {
  const wrong = restActions().flatMap(([name, { input }]) => {
    const parsed = input.safeParse(inputOf(name));
    return parsed.success ? [] : [`${name}: ${parsed.error.message}`];
  });
  assert.deepEqual(wrong, []);
});

/** Of which table an id in an example is, by its field or by the module. */
const TABLES: Readonly<Record<string, string>> = {
  ...{ service_id: 'services', specialist_id: 'specialists', client_id: 'clients', room_id: 'rooms' },
  ...{ specialists: 'specialists', services: 'services', scheduling: 'specialists', bookings: 'bookings' },
  ...{ clients: 'clients', rooms: 'rooms', series: 'series', reminders: 'reminders', assistant_id: 'assistants' },
  ...{ assistants: 'assistants', reviews: 'bookings', waitlist: 'waitlist_entries' },
};

const WHO: readonly Role[] = ['bot', 'assistant', 'guest', 'super_admin', 'client'];

/** There is no such thing in this business, or it is not the moment for it: what was asked for was understood. */
const isNotNow = ({ status, code }: AppError): boolean => status === 404 || status === 409 || code === 'wrong_code';
const CLIENT = 5_000_777;

test('the examples are understood by a business that has such things, and most of them are done', async (t) => {
  const world = await testBackend(t);
  await world.setClock('2026-05-01T08:00:00Z');
  const studio = await openStudio(world);
  const assistant = await openAssistant(world, studio);
  const owner = studio.as(OWNER);
  await owner('rooms.create', { name: 'Room' });
  const slot = { service_id: studio.service_id, specialist_id: studio.specialist_id };
  const booking = await studio.program('bookings.create', {
    ...slot,
    starts_at: '2026-05-04T14:00:00Z',
    client: { name: 'Emma', phone: '+4930999999' },
  });
  const reminder = await assistant.ask('reminders.create', {
    user_id: 42,
    type: 'one_time',
    trigger_at: '2026-05-09T10:00:00Z',
    payload: '{}',
  });
  const [room] = await world.rows<{ id: string }>('select id from rooms where tenant_id = $1', [studio.tenant_id]);
  const known: Readonly<Record<string, string | undefined>> = {
    ...{ services: studio.service_id, specialists: studio.specialist_id, bookings: booking.id, rooms: room?.id },
    ...{ clients: booking.client.id, reminders: reminder.id, assistants: assistant.id },
  };
  const program = { tenant: studio.slug, language: 'en' } as const;
  const { tenant_id } = studio;
  const callers: Readonly<Partial<Record<Role, Caller>>> = {
    bot: { via: 'service', ...program },
    guest: { via: 'public', ...program },
    super_admin: studio.caller(OWNER),
    client: studio.caller(CLIENT),
    assistant: { via: 'assistant', tenant_id, assistant_id: assistant.id, key_id: assistant.key_id, language: 'en' },
  };
  const withIds = (name: string) =>
    JSON.parse(JSON.stringify(inputOf(name as ActionName)), (field, value: unknown) => {
      const [module = ''] = name.split('.');
      return value === EXAMPLE_ID ? (known[TABLES[field] ?? TABLES[module] ?? ''] ?? randomUUID()) : value;
    });
  const outcomes = new Map<string, string>();
  // What takes things away comes last, or there would be nothing left for the others.
  const order = (name: string) => (/archive|delete|remove|cancel|revoke|forget|merge|move/.test(name) ? 1 : 0);
  const wanted = restActions().toSorted(([a], [b]) => order(a) - order(b));
  for (const [name, { roles }] of wanted) {
    const role = WHO.find((one) => roles.includes(one)) ?? 'guest';
    const caller = callers[role] ?? assert.fail(role);
    const answer = await world.backend.call({ name, input: withIds(name), caller, request_id: randomUUID() }).then(
      () => 'done',
      (error: unknown) => (error instanceof AppError && isNotNow(error) ? 'not now' : JSON.stringify(error)),
    );
    outcomes.set(name, answer);
  }
  assert.deepEqual(world.faults, []);
  assert.deepEqual(
    [...outcomes].filter(([, answer]) => answer !== 'done' && answer !== 'not now'),
    [],
  );
  const done = [...outcomes.values()].filter((answer) => answer === 'done').length;
  assert.ok(done > outcomes.size / 2, `only ${done} of ${outcomes.size} were done`);
});
