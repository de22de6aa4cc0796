import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { EmbeddedPostgresError, systemCode } from './errors.ts';
import type { Machine } from './machine.ts';
import { isServerOf } from './processes.ts';
import type { RunAs } from './run-as.ts';
import { reachable } from './shared-place.ts';

// sun_path holds 108 bytes with its closing zero on Linux, 104 on macOS
const longestSocketPath = 103;

const isPrivate = (folder: string, uids: readonly number[]): boolean => {
  const info = fs.lstatSync(folder);
  return info.isDirectory() && uids.includes(info.uid) && (info.mode & 0o077) === 0;
};

/** A folder with a known name, unless a stranger was there first: then one that nobody can guess. */
const makePrivateFolder = (base: string, name: string, uids: readonly number[]): string => {
  const folder = path.join(base, name);
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
    return folder;
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
  return isPrivate(folder, uids) ? folder : fs.mkdtempSync(path.join(base, 'okno-pg-'));
};

/**
 * Makes the folder of the server's socket: short, whatever the data folder's path is, closed to other users
 * (whoever can open the socket is the database's superuser), and the same for the same data folder, so that
 * connections survive a restart.
 */
export const prepareSocketFolder = (dataDir: string, machine: Machine, runAs: RunAs): string => {
  const name = `okno-pg-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;
  const fits = (base: string): boolean =>
    Buffer.byteLength(path.join(base, name, '.s.PGSQL.65535')) <= longestSocketPath &&
    fs.existsSync(base) &&
    (!runAs.account || reachable(base, runAs.account.uid));
  const base = machine.temp_dirs.find(fits);
  if (!base)
    throw new EmbeddedPostgresError(
      'not_writable',
      `No folder for temporary files is short enough for the database's socket (looked at ${machine.temp_dirs.join(', ')}). Set TMPDIR to a short path such as /tmp.`,
    );
  const uids = [machine.uid ?? 0, ...(runAs.account ? [runAs.account.uid] : [])];
  const folder = makePrivateFolder(base, name, uids);
  runAs.own(folder);
  return folder;
};

/**
 * Removes the lock beside the socket when it is a dead server's. PostgreSQL would do it too, but not while another
 * program has the dead one's number, or while its body waits to be collected.
 */
export const clearStaleSocket = (folder: string, port: number, dataDir: string): void => {
  const lock = path.join(folder, `.s.PGSQL.${port}.lock`);
  if (!fs.existsSync(lock)) return;
  // a server that another start has brought up this moment is alive and keeps its lock
  const pid = Number(fs.readFileSync(lock, 'utf8').split('\n')[0]);
  if (pid > 0 && !isServerOf(pid, dataDir)) fs.rmSync(lock, { force: true });
};

/** Removes a socket folder that nothing uses any more; one that is in use stays. */
export const removeSocketFolder = (folder: string): void => {
  try {
    fs.rmdirSync(folder);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(systemCode(error))) throw error;
  }
};
