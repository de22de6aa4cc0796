import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { serverAccount } from '../../../apps/server/src/embedded/account.ts';
import { atEnd, type Place } from '../../e2e/support/at-end.ts';
import { addressOf, askIn, type Rows } from '../../e2e/support/database.ts';
import { freePort } from '../../e2e/support/studio.ts';

const run = promisify(execFile);

/** Where Debian and those after it keep the programs of each version. */
const programsOf = (major: number): string => `/usr/lib/postgresql/${major}/bin`;

/** The oldest version we work with, of the versions that this machine has; null when it has none. */
export const findServer = (): number | null => [15, 16, 17, 18].find((major) => existsSync(programsOf(major))) ?? null;

export type OwnServer = {
  /** Makes an empty database; gives its address, and asks it as the superuser. */
  readonly create: (name: string) => Promise<{ readonly url: string; readonly rows: Rows }>;
};

/** A PostgreSQL of the system's, with a cluster of its own that is gone at the end. */
export const startServer = async (t: Place, major: number): Promise<OwnServer> => {
  // PostgreSQL refuses to run as root.
  const account = process.getuid?.() === 0 ? serverAccount() : null;
  const as = account === null ? {} : { uid: account.uid, gid: account.gid };
  const folder = mkdtempSync(path.join(tmpdir(), 'okno-own-server-'));
  chmodSync(folder, 0o777);
  atEnd(t, () => rmSync(folder, { recursive: true, force: true }));
  const data = path.join(folder, 'data');
  const port = await freePort();
  const program = (name: string, args: readonly string[]) =>
    run(path.join(programsOf(major), name), [...args], { ...as, cwd: folder, env: { LC_ALL: 'C.UTF-8', TZ: 'UTC' } });
  await program('initdb', ['-D', data, '-U', 'okno', '-A', 'trust', '-E', 'UTF8']);
  const options = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=${folder}`;
  await program('pg_ctl', ['-D', data, '-w', '-l', path.join(folder, 'log'), '-o', options, 'start']);
  atEnd(t, () => program('pg_ctl', ['-D', data, '-w', '-m', 'immediate', 'stop']));
  const connection = { host: '127.0.0.1', port, user: 'okno', database: 'postgres' };
  const admin = askIn(t, connection);
  return {
    create: async (name) => {
      await admin(`create database ${name}`);
      return { url: addressOf({ ...connection, database: name }), rows: askIn(t, { ...connection, database: name }) };
    },
  };
};
