import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { EmbeddedPostgresError, systemCode } from './errors.ts';
import type { Machine } from './machine.ts';

/** Whether a user can walk down to a path: every existing folder on the way must let it pass. */
export const reachable = (target: string, uid: number): boolean => {
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    const info = fs.statSync(folder, { throwIfNoEntry: false });
    const pass = info?.uid === uid ? 0o100 : 0o001;
    if (info && (info.mode & pass) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
};

const sharedFolder = ({ shared_dir }: Machine): string => {
  fs.mkdirSync(shared_dir, { recursive: true });
  fs.chmodSync(shared_dir, 0o755);
  return shared_dir;
};

/** Copies the binaries to where another user can reach them, once per version; gives the folder of the copy. */
export const copyBinaries = (machine: Machine, { native, version }: Binaries): string => {
  const copy = path.join(machine.shared_dir, `postgres-${version}`);
  if (fs.existsSync(copy)) return copy;
  // under another name first: a copy that was interrupted must not look finished
  const unfinished = path.join(sharedFolder(machine), `.copy-${randomBytes(6).toString('hex')}`);
  fs.cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    fs.renameSync(unfinished, copy);
  } catch (error) {
    fs.rmSync(unfinished, { recursive: true, force: true });
    if (systemCode(error) !== 'ENOTEMPTY' && systemCode(error) !== 'EEXIST') throw error;
  }
  return copy;
};

const isEmpty = (folder: string): boolean => !fs.existsSync(folder) || fs.readdirSync(folder).length === 0;

/**
 * Makes a data folder that the server's user can reach. Where `dataDir` is closed to it (below /root), the data
 * lies in the shared place and `dataDir` becomes a link to it, so that whoever looks finds it.
 * Throws `not_writable` when there already is data that the user cannot reach.
 */
export const placeData = (dataDir: string, machine: Machine, account: Account | null): void => {
  if (!account || reachable(path.dirname(dataDir), account.uid)) return;
  const existing = fs.lstatSync(dataDir, { throwIfNoEntry: false });
  if (existing?.isSymbolicLink() && reachable(path.dirname(fs.realpathSync(dataDir)), account.uid)) return;
  if (!isEmpty(dataDir))
    throw new EmbeddedPostgresError(
      'not_writable',
      `The data in ${dataDir} lies where the user "${account.name}", whom the server runs as, cannot reach it. Move it to a folder that other users can enter and name that with DATA_DIR, or start the program as an ordinary user.`,
    );
  if (existing) fs.rmdirSync(dataDir);
  const place = path.join(sharedFolder(machine), `data-${randomBytes(6).toString('hex')}`);
  fs.mkdirSync(place, { mode: 0o700 });
  fs.chownSync(place, account.uid, account.gid);
  fs.symlinkSync(place, dataDir);
};
