import { MigrationError, migrate } from '@okno/backend';
import type { Config } from './config.ts';
import type { Logger } from './log.ts';
import { OperatorError } from './problem.ts';
import { type Database, reachDatabase } from './reach.ts';

/** A server with our schema in it, and the migrations that took. */
export type Migrated = Database & { readonly ran: readonly string[] };

/**
 * Starts the embedded server, or uses the one of `DATABASE_URL`, and brings its schema up to date. `reached`: the
 * server, when it is being started already.
 * @throws OperatorError with a sentence for the operator.
 */
export const openDatabase = async (
  config: Config,
  log: Logger,
  reached: Promise<Database> = reachDatabase(config, log),
): Promise<Migrated> => {
  const database = await reached;
  try {
    const ran = await migrate(database.connection);
    tellMigrated(log, ran);
    return { ...database, ran };
  } catch (error) {
    await database.stop();
    throw explain(error);
  }
};

/** A first start runs all there are: how many, and the last; by name only to whoever wants to know everything. */
export const tellMigrated = (log: Logger, ran: readonly string[]): void => {
  if (ran.length === 0) return;
  log.debug({ event: 'migrations', migrations: ran });
  log.info({ event: 'migrated', count: ran.length, last: ran.at(-1) }, 'the schema is up to date');
};

/** What PostgreSQL and the network say, as a sentence with a way on. */
const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody answers at DATABASE_URL: is the server running, and are host and port right?',
  ENOTFOUND: 'the host of DATABASE_URL is not known: check its spelling',
  EAI_AGAIN: 'the host of DATABASE_URL cannot be looked up: check its spelling and the network',
  ETIMEDOUT: 'the server of DATABASE_URL does not answer: check the address and the firewall',
  '28P01': 'the server of DATABASE_URL refuses the password: check user and password',
  '28000': 'the server of DATABASE_URL refuses this user: check the user name and pg_hba.conf',
  '3D000': 'the database of DATABASE_URL does not exist: create it, e.g. with createdb',
  '25006': 'no server of DATABASE_URL takes writes: promote a standby, or name the primary as well',
  '53300': 'the server of DATABASE_URL has no free connections: raise max_connections or stop other programs',
};

/** Always a sentence: what nobody has foreseen is told in the words of the driver or the server. */
export const explain = (error: unknown): OperatorError => {
  if (error instanceof MigrationError) return new OperatorError(`${error.message}.`, { cause: error });
  const { code = '', message = '' } = error as { code?: string; message?: string };
  const sentence = SENTENCES[code] ?? (/timeout/.test(message) ? SENTENCES['ETIMEDOUT'] : undefined);
  const words = sentence ?? (`${code} ${message}`.trim().replaceAll('\n', ' ') || String(error));
  return new OperatorError(`The database cannot be used: ${words}`, { cause: error });
};
