import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../../apps/server/src/embedded/index.ts';
import { roomyTempFolder } from './temp-folder.ts';

export type ServerConnection = {
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly database: string;
};

const projectFolder = path.resolve(import.meta.dirname, '../..');

/** A URL as the parts that `pg` takes. Throws a sentence for one that is no PostgreSQL address. */
export const parseDatabaseUrl = (text: string): ServerConnection => {
  const url = URL.parse(text);
  if (!url || !['postgres:', 'postgresql:'].includes(url.protocol))
    throw new Error('TEST_DATABASE_URL is no PostgreSQL address such as postgres://user:password@host:5432/postgres');
  // a socket folder stands in the query, because it does not fit where a host stands
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname);
  return {
    ...(host ? { host } : {}),
    ...(url.port ? { port: Number(url.port) } : {}),
    ...(url.username ? { user: decodeURIComponent(url.username) } : {}),
    ...(url.password ? { password: decodeURIComponent(url.password) } : {}),
    database: decodeURIComponent(url.pathname.slice(1)) || 'postgres',
  };
};

/** Folder of the servers that test files start for themselves: one per person and copy of the project, kept for the next time. */
const ownFolder = (): string => {
  const key = createHash('sha256').update(projectFolder).digest('hex').slice(0, 8);
  const folder = path.join(roomyTempFolder(), `okno-test-${os.userInfo().username.replace(/\W/g, '_')}-${key}`);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
};

/**
 * A server for this process alone, gone with it. Test files that run side by side take different folders: a shared
 * server would end under the others with the file that had started it.
 */
const startOwnServer = async (): Promise<ServerConnection> => {
  for (let slot = 1; ; slot += 1) {
    const server = await startEmbeddedPostgres({ dataDir: path.join(ownFolder(), String(slot)) });
    if (!server.attached) return server.connection;
    await server.stop();
  }
};

/** The server a person named with TEST_DATABASE_URL, or null. */
export const namedServer = (): ServerConnection | null => {
  const url = process.env['TEST_DATABASE_URL'];
  return url ? parseDatabaseUrl(url) : null;
};

let server: Promise<ServerConnection> | null = null;

const findServer = async (): Promise<ServerConnection> => {
  const named = namedServer();
  if (named) return named;
  const shared = process.env['OKNO_TEST_PG'];
  return shared ? JSON.parse(shared) : startOwnServer();
};

/**
 * The server of the tests, with the rights of a superuser: TEST_DATABASE_URL, or the one the launcher started for
 * the whole run (OKNO_TEST_PG), or one of this process's own.
 */
export const testServer = (): Promise<ServerConnection> => {
  server ??= findServer();
  return server;
};
