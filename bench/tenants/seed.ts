import { randomBytes, randomUUID } from 'node:crypto';
import { createBackend, createPool, createSecrets } from '@okno/backend';
import { AppError, type Client, createClient, createMemoryKeyValue, createTexts, localTransport } from '@okno/contract';
import type { BenchDatabase } from '../lib/database.ts';

/** A studio that has been open for a quarter: three specialists, sixty clients, two hundred visits. */
export const PEOPLE = 60;
export const VISITS = 200;
export const SLUG = 'tenant-1';

const BUSINESS = `insert into tenants (tenant_id, slug, name, time_zone, language, currency, max_future_bookings)
  values ($1, '${SLUG}', 'Studio', 'Europe/Moscow', 'ru', 'RUB', 20)`;
const STUDIO = `
  with specialist as (
    insert into specialists (tenant_id, name, time_zone, position)
    select $1::uuid, 'Specialist ' || n, 'Europe/Moscow', n from generate_series(1, 3) n returning id),
  hours as (
    insert into working_hours (tenant_id, specialist_id, weekday, from_minute, to_minute)
    select $1::uuid, id, weekday, 540, 1260 from specialist, generate_series(0, 6) weekday),
  service as (
    insert into services (tenant_id, name, position, duration_minutes, currency, horizon_days)
    select $1::uuid, 'Service ' || n, n, 60, 'RUB', 90 from generate_series(1, 5) n returning id)
  insert into service_specialists (tenant_id, service_id, specialist_id) select $1::uuid, service.id, specialist.id
  from service, specialist`;

type Backend = ReturnType<typeof createBackend>;

const openBackend = (database: BenchDatabase): Backend => {
  const pool = createPool({ connection: database.connection, role: 'app', max: 4, onError: () => {} });
  return createBackend({
    pool,
    clockOffset: () => 0,
    onFault: () => {},
    secrets: createSecrets([randomBytes(32)]),
    texts: createTexts(),
    ruleOfAddress: () => null,
    store: createMemoryKeyValue(() => performance.now()),
  });
};

type Slot = { readonly starts_at: string; readonly specialist_id: string };

/** Whether it was still to be had: the slot before may have taken it. */
const bookOne = async (ask: Client, service_id: string, client_id: string, slot: Slot): Promise<boolean> => {
  const { starts_at, specialist_id } = slot;
  try {
    await ask('bookings.create', { service_id, specialist_id, starts_at, client_id });
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'slot_taken') return false;
    throw error;
  }
};

/** Books what is free, one after another, day after day: everything that a booking leaves behind is there. */
const bookVisits = async (ask: Client): Promise<void> => {
  const services = (await ask('services.list', {})).items.map(({ id }) => id);
  const clients = await Promise.all(
    Array.from({ length: PEOPLE }, (_, n) => ask('clients.create', { name: `Client ${n}` })),
  );
  for (let booked = 0, ahead = 2; booked < VISITS; ahead += 1) {
    const date = new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
    const service_id = services[ahead % services.length] ?? '';
    const { slots } = await ask('scheduling.free_slots_day', { service_id, date });
    for (const slot of slots.filter((_, n) => n % 2 === 0))
      if (await bookOne(ask, service_id, clients[booked % PEOPLE]?.id ?? '', slot)) booked += 1;
  }
};

/** One such studio, lived in by way of the backend itself. */
export const seedFirst = async (database: BenchDatabase): Promise<string> => {
  const tenant_id = randomUUID();
  await database.asOwner(BUSINESS, [tenant_id]);
  await database.asOwner(STUDIO, [tenant_id]);
  await database.asOwner('insert into offer_versions (tenant_id) values ($1) on conflict do nothing', [tenant_id]);
  const backend = openBackend(database);
  const caller = { via: 'service', tenant: SLUG, language: 'ru' } as const;
  await bookVisits(createClient(localTransport(backend.call), caller, randomUUID()));
  await backend.writeRefusals();
  return tenant_id;
};

const TABLES = `
  select relname as name, array(select attname::text from pg_attribute where attrelid = pg_class.oid and attnum > 0
    and not attisdropped and attgenerated = '' and attname <> 'tenant_id' order by attnum) as columns
  from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
    and relname not in ('migrations', 'kv')`;

/** More of the same: all keys begin with the business, so that everything else may stay as it is. */
export const cloneTo = async (
  database: BenchDatabase,
  first: string,
  { have, want }: { have: number; want: number },
): Promise<void> => {
  const tables = (await database.asOwner(TABLES)) as { name: string; columns: string[] }[];
  const copies = tables.map(({ name, columns }) => {
    const list = columns.map((column) => `"${column}"`).join(', ');
    const values = name === 'tenants' ? list.replace('"slug"', `'tenant-' || n`) : list;
    return `insert into ${name} (tenant_id, ${list}) overriding system value
      select made.tenant_id, ${values} from made, ${name} where ${name}.tenant_id = '${first}'`;
  });
  await database.asOwner(`
    set session_replication_role = replica; set statement_timeout = 0;
    create temporary table made as select n, gen_random_uuid() as tenant_id from generate_series(${have + 1}, ${want}) n;
    ${copies.join(';\n')}`);
  await database.asOwner('vacuum analyze');
};
