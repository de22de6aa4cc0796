import { existsSync } from 'node:fs';
import {
  type Connection,
  type DueGauges,
  inspectSchema,
  inspectServer,
  inspectTimetable,
  type SchemaReport,
  type ServerReport,
} from '@okno/backend';
import { type Config, commandLine } from '../config.ts';
import { assertDataDirPossible } from '../data-dir.ts';
import { explain } from '../database.ts';
import { createLog } from '../log.ts';
import { embeddedFolder, reachDatabase } from '../reach.ts';
import { check, type Finding, fine, note, wrong, wrongIf } from './finding.ts';

const MOST_SKEW_MS = 5_000;
const MOST_LAG_MS = 60_000;
const LONGEST_TRANSACTION_S = 3_600;
/** Above this share of connections the next process may find none. */
const CROWDED = 0.85;

/** What was found, and how large the database is; 0 when nobody knows. */
export type DatabaseFindings = { readonly findings: readonly Finding[]; readonly size_bytes: number };

/** A folder that is not there yet, and whether the first start could make it. */
const lookAtFolder = async (config: Config, folder: string): Promise<Finding> => {
  const found = await check('embedded database', () => {
    assertDataDirPossible(config.DATA_DIR);
    return null;
  });
  return found.level === 'ok'
    ? fine(`embedded database: there is none yet, the first start makes it in ${folder}`)
    : found;
};

/**
 * Looks at the database, and with `further` at whatever needs it. An embedded server that does not run is started for the
 * look, and stopped.
 */
export const lookAtDatabase = async (
  config: Config,
  further: (connection: Connection) => Promise<readonly Finding[]>,
): Promise<DatabaseFindings> => {
  const embedded = config.DATABASE_URL === undefined;
  const folder = embeddedFolder(config);
  if (embedded && !existsSync(folder))
    return {
      findings: [await lookAtFolder(config, folder)],
      size_bytes: 0,
    };
  const findings: Finding[] = [];
  let size_bytes = 0;
  const opened = await check(embedded ? 'embedded database' : 'database of DATABASE_URL', async () => {
    const database = await reachDatabase(config, createLog('silent'));
    try {
      const { connection } = database;
      const schema = await inspectSchema(connection).catch((error: unknown) => {
        throw explain(error);
      });
      const server = await inspectServer(connection);
      ({ size_bytes } = server);
      findings.push(...judgeSchema(schema), ...judgeServer(server, embedded));
      if (schema.pending.length > 0) return null;
      findings.push(...judgeTimetable(await inspectTimetable(connection)), ...(await further(connection)));
    } finally {
      await database.stop();
    }
    return null;
  });
  return { findings: [opened, ...findings], size_bytes };
};

export const judgeSchema = (schema: SchemaReport, now: number = Date.now()): Finding[] => [
  fine(`PostgreSQL ${schema.server_version}`),
  wrongIf(
    'migrations',
    schema.pending.length === 0 ? null : `run \`${commandLine('migrate')}\`: ${schema.pending.join(', ')}`,
  ),
  wrongIf(
    'row security',
    schema.unprotected.length === 0
      ? null
      : `not forced on ${schema.unprotected.join(', ')}: restore the schema from a backup`,
  ),
  wrongIf(
    'clock of the database',
    Math.abs(schema.now - now) < MOST_SKEW_MS ? null : 'is more than 5 s off this machine: set up NTP on both',
  ),
];

/** The embedded server is ours alone: its login may do anything, and nobody else has it. */
export const judgeServer = (server: ServerReport, embedded: boolean): Finding[] => {
  const { used, most } = server.connections;
  const login =
    server.superuser && !embedded
      ? note('login', 'may do anything on this server: use one with the least rights (deploy/postgres/okno/login.sql)')
      : fine('login');
  const roles = wrongIf(
    'roles',
    server.unbound.length === 0
      ? null
      : `row security does not apply to ${server.unbound.join(', ')}: run \`alter role … nosuperuser nobypassrls\``,
  );
  const durable = wrongIf(
    'durability',
    server.risky.length === 0
      ? null
      : `${server.risky.join(', ')}: what was acknowledged may be lost with the power; switch it on`,
  );
  const minutes = Math.round(server.oldest_transaction_s / 60);
  const transactions =
    server.oldest_transaction_s < LONGEST_TRANSACTION_S
      ? fine('transactions')
      : wrong(
          'transactions',
          `one stands open for ${minutes} minutes, and nothing can be cleaned up: find it in pg_stat_activity and end it`,
        );
  const connections =
    used < most * CROWDED
      ? fine('connections')
      : note('connections', `${used} of ${most} are taken: raise max_connections, or stop what is not needed`);
  return [login, roles, durable, transactions, connections];
};

export const judgeTimetable = ({ lag_ms, dead, abandoned }: DueGauges): Finding[] => [
  wrongIf(
    'timetable',
    lag_ms < MOST_LAG_MS
      ? null
      : `what is due waits for ${Math.round(lag_ms / 60_000)} minutes already, ${abandoned} rows were left behind: does a process with the role worker run? (\`${commandLine('status')}\`)`,
  ),
  wrongIf(
    'given up',
    dead === 0 ? null : `${dead} rows broke sixteen times: docs/troubleshooting.md#something-was-given-up`,
  ),
];
