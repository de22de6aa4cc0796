import { randomBytes } from 'node:crypto';
import { createDueStore, createPool, createSecrets } from '@okno/backend';
import { Redis } from 'ioredis';
import { startRedis } from '../due/redis-server.ts';
import { startChild } from '../lib/child.ts';
import { type BenchDatabase, openDatabase } from '../lib/database.ts';
import { postgresCpu } from '../lib/postgres-cpu.ts';
import type { Workplace } from '../lib/workplace.ts';
import type { WorkerInput } from './worker-child.ts';

export type Size = { readonly tenants: number; readonly waiting: number };

export type Worker = {
  start(): Promise<void>;
  /** CPU milliseconds that the process has used so far, and those of the database. */
  cpu(): Promise<{ own_ms: number; postgres_ms: number }>;
  stop(): Promise<void>;
};

export type World = {
  readonly size: Size;
  readonly asOwner: BenchDatabase['asOwner'];
  readonly redis_port: number;
  /** A process that fires, connected and not begun. */
  openWorker(bare?: boolean): Promise<Worker>;
};

const tenantOf = (n: string) => `('00000000-0000-4000-9000-' || lpad(to_hex(${n} % $1::int), 12, '0'))::uuid`;
/** One assistant for each business, whose id is that of the business. */
export const TENANT = tenantOf('n');

const BUSINESSES = `
  insert into tenants (tenant_id, slug, name, time_zone, language, currency)
  select ${TENANT}, 'business-' || n, 'Business ' || n, 'Europe/Berlin', 'en', 'EUR' from generate_series(0, $1::int - 1) n`;

// Nobody acknowledges here, and what is sent again would be counted as fired: the lease outlasts the benchmark.
const ASSISTANTS = `
  insert into assistants (tenant_id, id, name, lease_seconds)
  select ${TENANT}, ${TENANT}, 'Ada', 3600 from generate_series(0, $1::int - 1) n`;

const SEALED = `
  create table public.bench_sealed as
  select tenant_id, sealed from unnest($1::uuid[], $2::text[]) as one (tenant_id, sealed)`;

const WAITING = `
  with made as (
    insert into reminders (tenant_id, assistant_id, created_by_assistant_id, user_id, type, trigger_at, timezone,
      payload_sealed, misfire, status, next_fire_at)
    select tenant_id, tenant_id, tenant_id, n, 'one_time', at, 'UTC', sealed, 'catch_up', 'pending', at
    from (select n, ${TENANT} as tenant_id, now() + interval '1 day' + random() * interval '365 days' as at
      from generate_series($2::int + 1, $3::int) n) as wanted join public.bench_sealed using (tenant_id)
    returning tenant_id, id, next_fire_at)
  insert into due (fire_at, tenant_id, kind, id) select next_fire_at, tenant_id, 'reminder', id from made`;

const CHUNK = 100_000;

/** About 100 bytes, as somebody would write it. */
const PAYLOAD = JSON.stringify({ task: 'remind', of: 'water the plants in the hall and upstairs', chat: 4_711, n: 1 });

const keepWeeks = async ({ connection }: BenchDatabase): Promise<void> => {
  const pool = createPool({
    connection,
    role: 'worker',
    max: 1,
    onError: (error) => {
      throw error;
    },
  });
  const store = createDueStore(pool, () => 0);
  while ((await store.keepWeeks()) !== 'kept');
  await pool.end();
};

/** Businesses, an assistant of each, and reminders that wait for later. */
export const openWorld = async (place: Workplace, size: Size, say: (sentence: string) => void): Promise<World> => {
  const database = await openDatabase(place);
  const redis_port = await startRedis(place);
  await keepWeeks(database);
  const key = randomBytes(32).toString('hex');
  const secrets = createSecrets([Buffer.from(key, 'hex')]);
  const { asOwner } = database;
  await asOwner(BUSINESSES, [size.tenants]);
  await asOwner(ASSISTANTS, [size.tenants]);
  const tenants = await asOwner('select tenant_id from tenants');
  const ids = tenants.map(({ tenant_id }) => String(tenant_id));
  await asOwner(SEALED, [ids, ids.map((id) => secrets.seal(id, PAYLOAD))]);
  for (let from = 0; from < size.waiting; from += CHUNK) {
    await asOwner(WAITING, [size.tenants, from, Math.min(size.waiting, from + CHUNK)]);
    say(`${Math.min(size.waiting, from + CHUNK)} reminders wait`);
  }
  await asOwner('vacuum (analyze)');
  return {
    size,
    asOwner,
    redis_port,
    openWorker: async (bare = false) => {
      const input: WorkerInput = {
        connection: database.connection,
        redis_url: `redis://127.0.0.1:${redis_port}`,
        key,
        bare,
      };
      const child = await startChild(place, new URL('./worker-child.ts', import.meta.url), { input });
      return {
        start: async () => {
          await child.ask('start');
        },
        cpu: async () => ({
          own_ms: Number(await child.ask('cpu')),
          postgres_ms: await postgresCpu(database.dataDir),
        }),
        stop: child.stop,
      };
    },
  };
};

export const connect = (world: World): Redis =>
  new Redis({ port: world.redis_port, host: '127.0.0.1', maxRetriesPerRequest: null });
