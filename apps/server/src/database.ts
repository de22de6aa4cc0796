import { join, resolve } from 'node:path';
import { type Connection, MigrationError, migrate } from '@okno/backend';
import type { Config } from './config.ts';
import { EmbeddedPostgresError, startEmbeddedPostgres } from './embedded/index.ts';
import type { Logger } from './log.ts';
import { OperatorError } from './problem.ts';

/** A server that is up, with our schema in it. */
export type Database = {
  readonly connection: Connection;
  readonly embedded: boolean;
  /** Tells once when the embedded server ended by itself; the program then ends and is started anew. */
  onLost(listener: (reason: string) => void): void;
  stop(): Promise<void>;
};

/** … and which migrations that took. */
export type Migrated = Database & { readonly ran: readonly string[] };

/**
 * Starts the embedded server, or uses the one of `DATABASE_URL`, and brings its schema up to date.
 * @throws OperatorError with a sentence for the operator.
 */
export const openDatabase = async (config: Config, log: Logger): Promise<Migrated> => {
  const database = await reachDatabase(config, log);
  try {
    const ran = await migrate(database.connection);
    if (ran.length > 0) log.info({ event: 'migrated', migrations: ran }, 'the schema is up to date');
    return { ...database, ran };
  } catch (error) {
    await database.stop();
    throw explain(error);
  }
};

/** The server as it is, without looking at its schema. */
export const reachDatabase = async (config: Config, log: Logger): Promise<Database> => {
  if (config.DATABASE_URL !== undefined)
    return {
      connection: { connection_string: config.DATABASE_URL },
      embedded: false,
      onLost: () => {},
      stop: async () => {},
    };
  try {
    const server = await startEmbeddedPostgres({
      dataDir: join(resolve(config.DATA_DIR), 'postgres'),
      log: (line) => log.debug({ event: 'postgres' }, line),
    });
    const { host, port, user, database, password } = server.connection;
    return {
      connection: { host, port, user, database, ...(password !== undefined && { password }) },
      embedded: true,
      onLost: (listener) => server.onExit(({ message }) => listener(message)),
      stop: () => server.stop(),
    };
  } catch (error) {
    throw error instanceof EmbeddedPostgresError ? new OperatorError(error.message, { cause: error }) : error;
  }
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
  '53300': 'the server of DATABASE_URL has no free connections: raise max_connections or stop other programs',
};

const explain = (error: unknown): unknown => {
  if (error instanceof MigrationError) return new OperatorError(`${error.message}.`, { cause: error });
  const { code = '', message = '' } = error as { code?: string; message?: string };
  const sentence = SENTENCES[code] ?? (/timeout/.test(message) ? SENTENCES['ETIMEDOUT'] : undefined);
  return sentence === undefined
    ? error
    : new OperatorError(`The database cannot be used: ${sentence}`, { cause: error });
};
