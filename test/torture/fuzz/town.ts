import { randomUUID } from 'node:crypto';
import { createTexts, type Role, type Transport } from '@okno/contract';
import fc from 'fast-check';
import { createApp } from '../../../apps/server/src/http/app.ts';
import { createRecogniseAssistant } from '../../../apps/server/src/http/assistants.ts';
import { createWakes } from '../../../apps/server/src/http/waiting.ts';
import { createLog } from '../../../apps/server/src/log.ts';
import { openAssistant } from '../../../packages/backend/src/test-support/assistants.ts';
import { type TestBackend, testBackend } from '../../../packages/backend/src/test-support/backend.ts';
import { slotAt } from '../../../packages/backend/src/test-support/bookings.ts';
import { weekly } from '../../../packages/backend/src/test-support/series.ts';
import { OWNER, openStudio, SPECIALIST, type Studio } from '../../../packages/backend/src/test-support/studio.ts';
import { completedVisit } from '../../../packages/backend/src/test-support/visits.ts';
import type { Place } from '../../e2e/support/at-end.ts';
import type { Faces } from './requests.ts';
import type { Ids } from './schema.ts';
import { watchTables } from './watch.ts';

const KEY = 'a-service-key-of-the-tests';
const CLIENT = 1001;
const MODERATOR = 4001;

export const ROLES: readonly Role[] = ['guest', 'client', 'specialist', 'moderator', 'super_admin', 'bot', 'assistant'];

const PEOPLE: Readonly<Partial<Record<Role, number>>> = {
  ...{ client: CLIENT, specialist: SPECIALIST, moderator: MODERATOR, super_admin: OWNER },
};

/** Two businesses with one of nearly everything, and the HTTP side of the server over them. */
export type Town = {
  readonly world: TestBackend;
  readonly app: Awaited<ReturnType<typeof createApp>>;
  readonly faces: Faces;
  /** Ids to ask an operation with. */
  readonly ids: (operation: string) => Ids;
  /** The tables in which something was changed for good since the last time this was asked. */
  readonly changes: () => Promise<string[]>;
};

const furnish = async (world: TestBackend): Promise<{ studio: Studio; secret: string }> => {
  const studio = await openStudio(world, { specialists: 2 });
  const owner = studio.as(OWNER);
  await owner('rooms.create', { name: 'Room' });
  const visit = await completedVisit(world, studio);
  await studio.as(CLIENT)('reviews.create', { id: visit.id, stars: 5 });
  await studio.as(CLIENT)('bookings.create', slotAt(studio, '12:00', '2031-03-06'));
  await owner('clients.add_note', { id: visit.client.id, text: 'A note' });
  await owner(
    'series.create',
    weekly(studio, { starts_at_local: '2031-03-11T15:00:00', rrule: 'FREQ=WEEKLY;COUNT=2' }),
  );
  const assistant = await openAssistant(world, studio);
  await assistant.ask('reminders.create', {
    user_id: 1,
    type: 'one_time',
    trigger_at: '2031-03-09T10:00:00Z',
    payload: '{}',
  });
  await world.rows(`insert into staff (tenant_id, telegram_id, name, role) values ($1, $2, 'Moderator', 'moderator')`, [
    studio.tenant_id,
    MODERATOR,
  ]);
  return { studio, secret: assistant.secret };
};

/** Ids of every table, of both businesses, by the name of the table. */
const idsOf = async (world: TestBackend): Promise<Map<string, string[]>> => {
  const tables = await world.rows<{ name: string }>(`
    select c.table_name as name from information_schema.columns c join pg_tables on tablename = c.table_name
    where c.table_schema = 'public' and column_name = 'id' and data_type = 'uuid' and tablename !~ '^due' order by 1`);
  const ids = new Map<string, string[]>();
  for (const { name } of tables) {
    const rows = await world.rows<{ id: string }>(`select id from ${name} order by id limit 8`);
    ids.set(
      name,
      rows.map(({ id }) => id),
    );
  }
  return ids;
};

const TABLES: Readonly<Record<string, string>> = {
  ...{
    service_id: 'services',
    specialist_id: 'specialists',
    client_id: 'clients',
    room_id: 'rooms',
    room_ids: 'rooms',
  },
  ...{ booking_id: 'bookings', note_id: 'client_notes', time_off_id: 'reservations', assistant_id: 'assistants' },
  ...{ reminder_id: 'reminders', other_id: 'clients', specialist_ids: 'specialists', service_ids: 'services' },
  ...{ scheduling: 'specialists', waitlist: 'waitlist_entries', calendars: 'calendar_imports', reviews: 'reviews' },
};

/** Four of five ids are of the kind that belongs there; the others are any, or nobody's. */
const idsFor =
  (known: ReadonlyMap<string, string[]>) =>
  (operation: string) =>
  (field: string): fc.Arbitrary<string> => {
    const [module = ''] = operation.split('.');
    const own = known.get(TABLES[field] ?? TABLES[module] ?? module) ?? [];
    const any = fc.constantFrom(randomUUID(), ...[...known.values()].flat());
    return own.length === 0
      ? any
      : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...own) }, { weight: 1, arbitrary: any });
  };

const facesOf = ({ slug, caller }: Studio, secret: string): Faces => ({
  headers: (role) => {
    if (role === 'assistant') return { 'x-api-key': secret };
    return { 'x-tenant': slug, ...(role !== 'guest' && { 'x-service-key': KEY }) };
  },
  envelope: (role, name, input) => ({
    name,
    input,
    caller: caller(PEOPLE[role] ?? 0),
    request_id: 'request-of-the-fuzz',
  }),
});

/** @param spoil a backend with a fault that is to be found */
export const openTown = async (
  t: Place,
  spoil: (call: Transport, world: TestBackend) => Transport = (call) => call,
): Promise<Town> => {
  const world = await testBackend(t);
  const { studio, secret } = await furnish(world);
  await furnish(world);
  await world.backend.writeRefusals();
  const ids = idsFor(await idsOf(world));
  const changes = await watchTables(world.rows);
  const app = await createApp({
    call: spoil(world.backend.call, world),
    readFeed: world.backend.readFeed,
    keys: [KEY],
    findProgram: world.backend.findProgram,
    findSession: world.backend.findSession,
    readMiniApp: world.backend.readMiniApp,
    site: { origin: null, secure: false, friends: [] },
    recogniseAssistant: createRecogniseAssistant(world.backend.assistantKeys, () => Date.now() + world.clockOffset()),
    onWrongKey: world.backend.noteWrongKey,
    wakes: createWakes(),
    texts: createTexts(),
    log: createLog('silent'),
    health: { isConnected: async () => true, isReady: () => true },
    version: '0',
    operator: world.operator,
    limitAddress: null,
    trustedProxies: [],
    serveApi: true,
  });
  t.after(() => app.close());
  return { world, app, faces: facesOf(studio, secret), ids, changes };
};
