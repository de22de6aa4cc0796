import { realpathSync } from 'node:fs';
import { lstat, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPostmasterFile } from '../embedded/postmaster-file.ts';
import { isServerOf } from '../embedded/processes.ts';

/** Nothing of ours takes that long; it was killed on the way. */
const OLD_MS = 86_400_000;

/** The folder of the trial server in which a backup is brought back; in the temporary files. */
export const TRIAL = 'okno-verify-';
/** The folder of a copy that was brought here; among the backups. */
export const FETCHED = 'fetched-';
/** Behind the name of a file that is not whole yet. */
export const DRAFT = '.part';

/**
 * Removes what backups left that were killed: trial servers, copies that were brought here, and files that never became
 * whole. `now` is in Unix milliseconds; what is younger than a day, is in use or belongs to somebody else stays.
 * Gives the paths.
 */
export const sweepLeftovers = async (folder: string, now: number): Promise<string[]> => {
  const left = [
    ...(await listNames(tmpdir(), (name) => name.startsWith(TRIAL))),
    ...(await listNames(folder, (name) => name.startsWith(FETCHED) || name.endsWith(`.backup${DRAFT}`))),
  ];
  const gone: string[] = [];
  for (const path of left) {
    if (!(await isLeft(path, now))) continue;
    await rm(path, { recursive: true, force: true });
    gone.push(path);
  }
  return gone;
};

/** No such folder holds nothing. */
const listNames = async (folder: string, isOurs: (name: string) => boolean): Promise<string[]> => {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter(isOurs).map((name) => join(folder, name));
};

/** Temporary files are shared: what lies there under our name may be another user's, or have gone since. */
const isLeft = async (path: string, now: number): Promise<boolean> => {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found === null || now - found.mtimeMs < OLD_MS) return false;
  if (process.getuid !== undefined && found.uid !== process.getuid()) return false;
  return !(found.isDirectory() && isRunning(join(path, 'postgres')));
};

const isRunning = (data: string): boolean => {
  const postmaster = readPostmasterFile(data);
  // The system names its folder without links; others name it as it was given.
  return postmaster !== null && [data, realpathSync(data)].some((name) => isServerOf(postmaster.pid, name));
};
