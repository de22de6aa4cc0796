import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { atEnd, type Place, tempFolder, until } from '../e2e/support/at-end.ts';
import { freePort } from './free-port.ts';
import { findProgram, reportAbsent } from './requires.ts';
import type { ServerConnection } from './test-server.ts';

/** Where Debian keeps the programs of a server of each version; the embedded one has no tools for standbys. */
const binOf = (major: number): string => `/usr/lib/postgresql/${major}/bin`;

/** The oldest version we work with, of those that are here. */
const BIN = binOf([15, 16, 17, 18].find((major) => existsSync(binOf(major))) ?? 15);

/** A PostgreSQL of Debian's, of the test's own, on the loopback. */
export type OwnPostgres = {
  readonly connection: ServerConnection;
  /** As DATABASE_URL wants it. */
  readonly url: string;
  /** One question as the superuser. */
  readonly rows: <R = Record<string, unknown>>(text: string) => Promise<R[]>;
  /** Ends it at once, as a crash would. */
  readonly kill: () => Promise<void>;
};

export const hasOwnPostgres = (): boolean => findProgram('pg_basebackup', BIN) !== null;

/** Whether Debian's PostgreSQL is here; if not, the test is marked as skipped with a note that the summary of the run repeats. */
export const requireOwnPostgres = (t: TestContext): boolean => {
  if (hasOwnPostgres()) return true;
  reportAbsent(t, 'postgresql-15', `there is no PostgreSQL in ${BIN}`);
  return false;
};

/** Whose programs they are run as: PostgreSQL refuses to be root. */
const account = (): { readonly uid?: number; readonly gid?: number } => {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
};

const run = (program: string, words: readonly string[]) =>
  promisify(execFile)(path.join(BIN, program), [...words], { ...account(), cwd: '/' });

const newFolder = (within: string): string => {
  const folder = path.join(within, 'data');
  mkdirSync(folder, { mode: 0o700 });
  const { uid, gid } = account();
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
  return folder;
};

const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
};

/** Starts a server on a folder that is ready; gone after the test. */
const startOn = async (t: Place, folder: string, settings: readonly string[]): Promise<OwnPostgres> => {
  const port = await freePort();
  const fixed = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', ...settings];
  const words = ['-D', folder, '-p', String(port), ...fixed.flatMap((one) => ['-c', one])];
  const child = spawn(path.join(BIN, 'postgres'), words, {
    ...account(),
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  atEnd(t, () => end(child, 'SIGQUIT'));
  const connection = { host: '127.0.0.1', port, user: 'postgres', database: 'postgres' };
  const rows: OwnPostgres['rows'] = async (text) => {
    const client = new Client(connection);
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  };
  await until(
    'PostgreSQL answers',
    () => {
      if (child.exitCode !== null) throw new Error(`PostgreSQL has ended: ${said}`);
      return rows('select 1').then(
        () => true,
        () => false,
      );
    },
    30_000,
  );
  // The server's processes end with their parent, which a crash would not wait for.
  return { connection, url: `postgres://postgres@127.0.0.1:${port}/postgres`, rows, kill: () => end(child, 'SIGQUIT') };
};

/**
 * @param settings of the server, e.g. `wal_level=logical`; they go before our own, such as `fsync=off`
 * @param within the folder in which it has its own; in memory where there is room
 */
export const startOwnPostgres = async (
  t: Place,
  settings: readonly string[] = [],
  within = tempFolder(t),
): Promise<OwnPostgres> => {
  const folder = newFolder(within);
  await run('initdb', ['-D', folder, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8']);
  return startOn(t, folder, settings);
};

/** A standby that streams from `primary`. */
export const startOwnStandby = async (t: Place, { connection }: OwnPostgres): Promise<OwnPostgres> => {
  const folder = newFolder(tempFolder(t));
  const from = ['-h', '127.0.0.1', '-p', String(connection.port), '-U', 'postgres'];
  await run('pg_basebackup', [...from, '-D', folder, '-R', '-X', 'stream', '-c', 'fast', '--no-sync']);
  return startOn(t, folder, []);
};
