import { realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Connection } from '@okno/backend';
import { refuseInterrupted } from './backup/interrupted.ts';
import type { Config } from './config.ts';
import { systemCode } from './embedded/errors.ts';
import { EmbeddedPostgresError, startEmbeddedPostgres } from './embedded/index.ts';
import { readPostmasterFile } from './embedded/postmaster-file.ts';
import { isServerOf } from './embedded/processes.ts';
import type { Logger } from './log.ts';
import { OperatorError } from './problem.ts';

/** A server that is up. */
export type Database = {
  readonly connection: Connection;
  readonly embedded: boolean;
  /** Whether the embedded server was started by another program of ours, and ends with that one. */
  readonly joined: boolean;
  /** Tells once when the embedded server ended by itself; the program then ends and is started anew. */
  onLost(listener: (reason: string) => void): void;
  stop(): Promise<void>;
};

/** Where the embedded server keeps its data. */
export const embeddedFolder = (config: Config): string => join(resolve(config.DATA_DIR), 'postgres');

/** Whether the embedded server of this data folder runs at this moment, started by whichever program of this user. */
export const isEmbeddedRunning = (config: Config): boolean => {
  if (config.DATABASE_URL !== undefined) return false;
  try {
    // A server started by root is known by where its data really is.
    const folder = realpathSync(embeddedFolder(config));
    const file = readPostmasterFile(folder);
    return file !== null && isServerOf(file.pid, folder);
  } catch (error) {
    // Nothing is there yet, or it is somebody else's: whoever opens it says so.
    if (NOT_OURS.includes(systemCode(error))) return false;
    throw error;
  }
};

const NOT_OURS = ['ENOENT', 'ENOTDIR', 'EACCES'];

/** The server as it is, without looking at its schema. */
export const reachDatabase = async (config: Config, log: Logger): Promise<Database> => {
  if (config.BACKEND_URL !== undefined)
    throw new OperatorError(
      'This machine has no database: run this command on the machine of BACKEND_URL, or leave BACKEND_URL out.',
    );
  if (config.DATABASE_URL !== undefined)
    return {
      connection: { connection_string: config.DATABASE_URL },
      embedded: false,
      joined: false,
      onLost: () => {},
      stop: async () => {},
    };
  refuseInterrupted(embeddedFolder(config));
  try {
    const server = await startEmbeddedPostgres({
      dataDir: embeddedFolder(config),
      log: (line) => log.debug({ event: 'postgres' }, line),
    });
    const { host, port, user, database, password } = server.connection;
    return {
      connection: { host, port, user, database, ...(password !== undefined && { password }) },
      embedded: true,
      joined: server.attached,
      onLost: (listener) => server.onExit(({ message }) => listener(message)),
      stop: () => server.stop(),
    };
  } catch (error) {
    throw error instanceof EmbeddedPostgresError ? new OperatorError(error.message, { cause: error }) : error;
  }
};
