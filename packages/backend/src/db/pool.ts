import pg from 'pg';
import { clientFor, readHosts } from './hosts.ts';
import { checkPooler, NamelessClient } from './pooler.ts';
import { columnTypes } from './types.ts';
import { type DatabaseWatch, setWatch } from './watch.ts';

/**
 * Where a server is and how to log in; `connection_string` is a postgres:// address and stands alone. It may name several
 * servers with commas between them, of which the one that takes writes is used.
 */
export type Connection = {
  readonly connection_string?: string;
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
};

/**
 * The roles of the database: `owner` changes the schema, `app` serves one tenant, `worker` sees what is due, `backup`
 * reads everything.
 */
export const DB_ROLES = {
  owner: 'okno_owner',
  app: 'okno_app',
  worker: 'okno_worker',
  backup: 'okno_backup',
} as const;
export type DbRole = keyof typeof DB_ROLES;

/** How long is waited for a connection, a free one of a pool included. */
const CONNECT_MS = 10_000;

/** Settings for one connection of the driver. */
const clientConfig = ({ connection_string, ...rest }: Connection): pg.ClientConfig => ({
  ...(connection_string === undefined ? rest : { connectionString: readHosts(connection_string).first }),
  application_name: 'okno',
  connectionTimeoutMillis: CONNECT_MS,
  // What lies still for an hour must not be forgotten on the way.
  keepAlive: true,
  types: columnTypes,
});

/** What connects to a server: settings, and the class of clients that takes them. */
const driverFor = (connection: Connection): { config: pg.ClientConfig; Client: typeof pg.Client } => {
  const config = clientConfig(connection);
  const { hosts } = readHosts(connection.connection_string ?? '');
  return { config, Client: clientFor(config, hosts) };
};

/** A connection of its own, not open yet. */
export const createClient = (connection: Connection): pg.Client => {
  const { config, Client } = driverFor(connection);
  return new Client(config);
};

/**
 * Every question is about one tenant and has an index that begins with it. Fresh tables have no statistics yet, and
 * a plan made then would read them from end to end for as long as the connection lives; foreign keys included. For
 * the same reason no value makes another plan worth having: a statement is planned once, and making it anew for each
 * question would take longer than answering it. What is asked for lies in memory: a row found by an index costs hardly
 * more than its neighbours, or a join would rather walk through all chats of a tenant than look up two. Nothing is worth
 * being compiled: before PostgreSQL 18 a forbidden scan looks so dear that it would be.
 */
const PLANS =
  'set enable_seqscan = off; set plan_cache_mode = force_generic_plan; set random_page_cost = 1.1; set jit = off';

/**
 * The worker asks by indexes that have the order it wants, and its tables are full of rows that come and go: whatever
 * the statistics say, reading more than is asked for and sorting it is wrong. What it has found it takes row by row: to
 * hash it would mean to read all that is due for each five hundred that are claimed.
 */
const WORKER_PLANS =
  'set enable_bitmapscan = off; set enable_sort = off; set enable_hashjoin = off; set enable_mergejoin = off';

/** A statement that takes longer than this is a fault, and must not hold a connection for ever. */
const SESSION = [
  "set time zone 'UTC'",
  'set datestyle to iso',
  "set statement_timeout = '15s'",
  "set lock_timeout = '10s'",
  // A process that stands still, or whose machine was switched off, must not hold its locks for ever.
  "set idle_in_transaction_session_timeout = '20s'",
].join('; ');

/** The server itself gives up before this; no answer by now means that the server, or the way to it, is gone. */
const ANSWER_MS = 20_000;

/**
 * Connections that act as `role` and as nobody else. `onError` hears of connections that break while nobody uses
 * them, or between two statements: without a listener they would end the process.
 */
export const createPool = (options: {
  connection: Connection;
  role: DbRole;
  max: number;
  /** What this process is called in `pg_stat_activity`; 63 bytes of it are kept. */
  name?: string;
  /** Between us and the server stands a pooler of transactions (`pooler.ts`); for the role `app` only. */
  pooled?: boolean;
  /** How long to wait for an answer, and for a connection; shorter where somebody else can be asked instead. */
  answer_ms?: number;
  connect_ms?: number;
  onError: (error: Error) => void;
  /** Watches its transactions. */
  watch?: DatabaseWatch | undefined;
}): pg.Pool => {
  const { config, Client } = driverFor(options.connection);
  // Who is saying goodbye may hear the server end first: nothing is lost by that.
  const onError = (error: Error): void => {
    if (!pool.ending) options.onError(error);
  };
  const pool: pg.Pool = new pg.Pool({
    ...config,
    Client: options.pooled === true ? NamelessClient : Client,
    // A pooler would tell each connection of the server the name of whoever has it next: an exchange for nothing.
    ...(options.name !== undefined && options.pooled !== true && { application_name: options.name }),
    max: options.max,
    connectionTimeoutMillis: options.connect_ms ?? CONNECT_MS,
    pipeline: true,
    query_timeout: options.answer_ms ?? ANSWER_MS,
    onConnect: async (client: pg.ClientBase) => {
      client.on('error', onError);
      if (options.pooled === true) return checkPooler(client);
      const plans = options.role === 'worker' ? `${PLANS}; ${WORKER_PLANS}` : PLANS;
      await client.query(`${SESSION}; ${plans}; set role ${DB_ROLES[options.role]}`);
    },
  });
  pool.on('error', onError);
  if (options.watch !== undefined) setWatch(pool, options.watch);
  return pool;
};
