import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { createClock, createEmulator, type Emulator } from '@okno/telegram';
import { readConfig } from '../../../apps/server/src/config.ts';
import { atEnd, type Place, tempFolder } from '../../e2e/support/at-end.ts';
import { withCore } from '../../e2e/support/core.ts';
import { addressOf, askIn, type Rows } from '../../e2e/support/database.ts';
import { SERVICE_KEY } from '../../e2e/support/studio.ts';
import { startReadyPostgres } from '../../support/ready-data.ts';

export type TownPlan = {
  readonly tenants: number;
  readonly bots_each: number;
  /** Of all businesses together; each has opened a chat with one bot. */
  readonly clients: number;
  /** Telegram bears everything: everybody may be greeted at the same moment. */
  readonly hurried?: boolean;
};

export type TownBusiness = {
  readonly slug: string;
  readonly service_id: string;
  readonly specialist_ids: readonly string[];
};

export type TownClient = {
  readonly id: string;
  readonly telegram_id: number;
  readonly bot_id: number;
  readonly business: TownBusiness;
};

/** Businesses with bots on an emulator that is as strict as Telegram, and a database that outlives every process. */
export type Town = {
  readonly emulator: Emulator;
  readonly rows: Rows;
  /** In no particular order; businesses and bots take turns. */
  readonly clients: readonly TownClient[];
  readonly settings: Readonly<Record<string, string>>;
};

const SPECIALISTS = 10;
const FIRST_BOT = 7_400_001;
const FIRST_PERSON = 5_000_001;

/** What Telegram bears, to the number; and all calls are kept. */
const LIMITS = { bot_messages_per_second: 30, bot_burst: 30, logged_calls: 100_000 };

const NO_RATE = { bot_messages_per_second: 1e6, bot_burst: 1e6 };

const FILL = `
  insert into specialists (id, name, time_zone, position)
    select gen_random_uuid(), 'Specialist ' || n, 'UTC', n from generate_series(1, ${SPECIALISTS}) n;
  insert into working_hours (specialist_id, weekday, from_minute, to_minute)
    select id, weekday, 480, 1200 from specialists, generate_series(0, 6) weekday;
  update tenants set reminder_minutes = '{}' where tenant_id = current_setting('app.tenant_id')::uuid;
  with made as (
    insert into services (name, position, duration_minutes, step_minutes, currency, horizon_days)
    values ('Visit', 1, 15, 15, 'EUR', 60) returning id)
  insert into service_specialists (service_id, specialist_id) select made.id, specialists.id from made, specialists`;

const addClients = (people: readonly { telegram_id: number; bot_id: number }[]) => {
  const values = people.map(({ telegram_id, bot_id }) => `(${telegram_id}, ${bot_id})`).join(', ');
  return `
  create temporary table people (telegram_id bigint, bot_id bigint) on commit drop;
  insert into people values ${values};
  insert into clients (name, telegram_id) select 'Client ' || telegram_id, telegram_id from people;
  insert into chats (bot_id, telegram_id, language) select bot_id, telegram_id, 'en' from people`;
};

/** A server, and its rows as the superuser sees them. */
export type TownDatabase = { readonly url: string; readonly rows: Rows };

const startDatabase = async (t: Place): Promise<TownDatabase> => {
  // Room for several processes, and for the sessions of those that were killed (docs/scaling.md#pgbouncer).
  const server = await startReadyPostgres(t, { max_connections: '300' });
  return { url: addressOf(server.connection), rows: askIn(t, server.connection) };
};

/** @param database where it is; left out: on a server of its own */
export const openTown = async (t: Place, plan: TownPlan, database?: TownDatabase): Promise<Town> => {
  const emulator = createEmulator({
    clock: createClock(),
    local: true,
    limits: { ...LIMITS, ...(plan.hurried && NO_RATE) },
  });
  atEnd(t, () => emulator.close());
  const { url: api_root } = await emulator.listen();
  const { url, rows } = database ?? (await startDatabase(t));
  const settings = {
    DATABASE_URL: url,
    DATA_DIR: path.join(tempFolder(t), 'data'),
    HOST: '127.0.0.1',
    PUBLIC_URL: 'http://127.0.0.1:9',
    TELEGRAM_API_ROOT: api_root,
    TELEGRAM_BOT_API_KEY: SERVICE_KEY,
    ENCRYPTION_KEY: randomBytes(32).toString('hex'),
  };
  const clients: TownClient[] = [];
  await withCore(readConfig(settings), async ({ operator }) => {
    for (let tenant = 0; tenant < plan.tenants; tenant += 1) {
      const slug = `town-${tenant}`;
      const business = { slug, name: slug, time_zone: 'UTC', language: 'en', currency: 'EUR' } as const;
      const tenant_id = await operator.createTenant(business);
      const bots = Array.from({ length: plan.bots_each }, (_, index) => FIRST_BOT + tenant * plan.bots_each + index);
      for (const bot_id of bots) {
        const bot = { token: `${bot_id}:token-of-the-town`, username: `town_${bot_id}_bot`, first_name: slug };
        emulator.addBot(bot);
        await operator.saveBot(tenant_id, { bot_id, token: bot.token, username: bot.username, name: slug });
      }
      const inTenant = (text: string) =>
        rows(
          `begin; set local role okno_app; select set_config('app.tenant_id', '${tenant_id}', true); ${text}; commit`,
        );
      const people = Array.from({ length: Math.ceil(plan.clients / plan.tenants) }, (_, index) => ({
        telegram_id: FIRST_PERSON + index * plan.tenants + tenant,
        bot_id: bots[index % bots.length] ?? 0,
      }));
      await inTenant(`${FILL}; ${addClients(people)}`);
      for (const { telegram_id, bot_id } of people) {
        emulator.addPerson({ id: telegram_id, first_name: `P${telegram_id}`, language_code: 'en' });
        await emulator.as(telegram_id, bot_id).type('/start');
      }
      const ids = <R extends object>(text: string) => rows<R>(text, [tenant_id]);
      const [service] = await ids<{ id: string }>('select id from services where tenant_id = $1');
      const specialists = await ids<{ id: string }>(
        'select id from specialists where tenant_id = $1 order by position',
      );
      const found = await ids<{ id: string; telegram_id: string }>(
        'select id, telegram_id from clients where tenant_id = $1',
      );
      const here = { slug, service_id: service?.id ?? '', specialist_ids: specialists.map(({ id }) => id) };
      const botOf = new Map(people.map(({ telegram_id, bot_id }) => [telegram_id, bot_id]));
      clients.push(
        ...found.map(({ id, telegram_id: text }) => {
          const telegram_id = Number(text);
          return { id, telegram_id, bot_id: botOf.get(telegram_id) ?? 0, business: here };
        }),
      );
    }
  });
  return { emulator, rows, clients: clients.toSorted((a, b) => a.telegram_id - b.telegram_id), settings };
};
