import { join } from 'node:path';
import { stderr } from 'node:process';
import { type Connection, createPool, migrate } from '@okno/backend';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../apps/server/src/embedded/index.ts';
import type { Workplace } from './workplace.ts';

/** As many connections as the server's own pool has. */
const CONNECTIONS = 20;

export type BenchDatabase = {
  readonly connection: Connection;
  readonly dataDir: string;
  /** Connections like those of the server; ended with the workplace. */
  openPool(): pg.Pool;
  /** Runs statements as the owner of everything, outside of row security. */
  asOwner(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
};

/** The embedded server with our schema, in the workplace's folder. */
export const openDatabase = async (place: Workplace, log?: (line: string) => void): Promise<BenchDatabase> => {
  const settings = log === undefined ? {} : { log_min_duration_statement: '0' };
  const server = await startEmbeddedPostgres({
    dataDir: join(place.folder, 'postgres'),
    settings,
    log: log ?? (() => undefined),
  });
  place.atEnd(() => server.stop());
  const { connection, dataDir } = server;
  await migrate(connection);
  return {
    connection,
    dataDir,
    openPool: () => {
      let ending = false;
      const onError = (error: Error) => {
        // The server may stop before it has read our goodbyes.
        if (!ending) stderr.write(`${error.message}\n`);
      };
      const pool = createPool({ connection, role: 'app', max: CONNECTIONS, onError });
      place.atEnd(() => {
        ending = true;
        return pool.end();
      });
      return pool;
    },
    asOwner: async (sql, values) => {
      const client = new pg.Client(connection);
      await client.connect();
      try {
        return (await client.query(sql, values === undefined ? undefined : [...values])).rows;
      } finally {
        await client.end();
      }
    },
  };
};
