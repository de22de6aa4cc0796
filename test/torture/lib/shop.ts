import path from 'node:path';
import { readConfig } from '../../../apps/server/src/config.ts';
import { startEmbeddedPostgres } from '../../../apps/server/src/embedded/index.ts';
import { type Place, tempFolder } from '../../e2e/support/at-end.ts';
import { withCore } from '../../e2e/support/core.ts';
import { askIn, type Rows } from '../../e2e/support/database.ts';
import { askDemo } from '../../e2e/support/demo.ts';
import { SERVICE_KEY } from '../../e2e/support/studio.ts';

/** Minutes; what decides how long a booking keeps its specialist busy. */
export type ShopService = {
  readonly name: string;
  readonly duration_minutes: number;
  readonly step_minutes: number;
  readonly buffer_before_minutes: number;
  readonly buffer_after_minutes: number;
  readonly capacity: number;
  /** How many of the specialists give it, the first ones. */
  readonly givers: number;
};

export type ShopPlan = {
  readonly specialists: number;
  readonly clients: number;
  /** How many of the clients, the first ones, have a chat and are therefore written to. */
  readonly chats: number;
  readonly limit: number;
  readonly services: readonly ShopService[];
};

/** A business on data of its own, for a server that is not running yet. */
export type Shop = {
  readonly plan: ShopPlan;
  readonly slug: string;
  readonly tenant_id: string;
  /** In the order of the plan. */
  readonly service_ids: readonly string[];
  readonly specialist_ids: readonly string[];
  readonly client_ids: readonly string[];
  /** How the program is started on it. */
  readonly settings: Readonly<Record<string, string>>;
  /** The database of a running server, as its superuser. */
  readonly ask: () => Promise<Rows>;
  /** The database by itself, after the server has ended; until the end. */
  readonly open: () => Promise<Rows>;
};

const SLUG = 'torture';
const BOT_ID = 7_300_001;

// A bot nobody serves any more: what is to be sent waits, and no time is spent on sending.
const PEOPLE = `
  insert into specialists (id, name, time_zone, position)
    select gen_random_uuid(), 'Specialist ' || n, 'UTC', n from generate_series(1, $1::int) n;
  insert into working_hours (specialist_id, weekday, from_minute, to_minute)
    select id, weekday, 480, 1200 from specialists, generate_series(0, 6) weekday;
  insert into clients (name, telegram_id) select 'Client ' || n, 5000000 + n from generate_series(1, $2::int) n;
  insert into chats (bot_id, telegram_id, language)
    select ${BOT_ID}, 5000000 + n, 'en' from generate_series(1, $3::int) n;
  update tenants set max_future_bookings = $4::int, hold_minutes = 1 where tenant_id = current_setting('app.tenant_id')::uuid`;

const SERVICE = `
  with made as (
    insert into services (name, position, duration_minutes, step_minutes, buffer_before_minutes, buffer_after_minutes,
      capacity, currency, horizon_days)
    values ($1, $2, $3, $4, $5, $6, $7, 'EUR', 60) returning id)
  insert into service_specialists (service_id, specialist_id)
    select made.id, specialists.id from made, specialists where specialists.position <= $8`;

/** Puts the people and services of a plan into a business that has none yet. */
export const fillShop = async (rows: Rows, tenant_id: string, plan: ShopPlan): Promise<void> => {
  const numbers = [plan.specialists, plan.clients, plan.chats, plan.limit];
  // Every statement for itself: each runs where the tenant is set, on whichever connection.
  const inTenant = (text: string, values: readonly unknown[]) => {
    const literal = (value: unknown) => (typeof value === 'number' ? String(value) : `'${String(value)}'`);
    const filled = text.replace(/\$(\d+)/g, (_, place: string) => literal(values[Number(place) - 1]));
    return rows(
      `begin; set local role okno_app; select set_config('app.tenant_id', '${tenant_id}', true); ${filled}; commit`,
    );
  };
  await inTenant(PEOPLE, numbers);
  for (const [position, one] of plan.services.entries()) {
    const minutes = [one.duration_minutes, one.step_minutes, one.buffer_before_minutes, one.buffer_after_minutes];
    await inTenant(SERVICE, [one.name, position, ...minutes, one.capacity, one.givers]);
  }
};

const idsOf = async (rows: Rows, table: string, order: string): Promise<string[]> =>
  (await rows<{ id: string }>(`select id from ${table} order by ${order}`)).map(({ id }) => id);

/**
 * Makes the database and the business in it; `prepare` may change the database before any server sees it.
 * @param data_dir where it lies; left out: in a folder of its own that is gone at the end
 */
export const openShop = async (
  t: Place,
  plan: ShopPlan,
  prepare?: (rows: Rows) => Promise<unknown>,
  data_dir: string = path.join(tempFolder(t), 'data'),
): Promise<Shop> => {
  const settings = {
    DATA_DIR: data_dir,
    HOST: '127.0.0.1',
    // With a public address and no token there is neither an emulator nor a bot: REST and the worker alone.
    PUBLIC_URL: 'http://127.0.0.1:9',
    TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
    TELEGRAM_BOT_API_KEY: SERVICE_KEY,
  };
  const ask = () => askDemo(t, data_dir);
  return withCore(readConfig(settings), async ({ operator }) => {
    const business = { slug: SLUG, name: SLUG, time_zone: 'UTC', language: 'en', currency: 'EUR' } as const;
    const tenant_id = await operator.createTenant(business);
    await operator.saveBot(tenant_id, {
      bot_id: BOT_ID,
      username: 'torture_bot',
      name: SLUG,
      token: `${BOT_ID}:token`,
    });
    await operator.revokeBot(tenant_id, BOT_ID);
    const rows = await ask();
    await fillShop(rows, tenant_id, plan);
    await prepare?.(rows);
    const open = async () => {
      const server = await startEmbeddedPostgres({ dataDir: path.join(data_dir, 'postgres') });
      t.after(() => server.stop());
      return askIn(t, server.connection);
    };
    return {
      plan,
      slug: SLUG,
      tenant_id,
      service_ids: await idsOf(rows, 'services', 'position'),
      specialist_ids: await idsOf(rows, 'specialists', 'position'),
      client_ids: await idsOf(rows, 'clients', 'telegram_id'),
      settings,
      ask,
      open,
    };
  });
};
