import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;

/** `okno-2026-11-21T030000Z.backup`, by the instant whose state it is. */
const NAME = /^okno-(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})Z\.backup$/;

export const backupName = (at: Date): string =>
  `okno-${at
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '')}.backup`;

export type KeptFile = { readonly name: string; readonly at: number };

/** A file that has the name of a backup. */
export const readName = (name: string): KeptFile | undefined => {
  const [, day, hour, minute, second] = NAME.exec(name) ?? [];
  return day === undefined ? undefined : { name, at: Date.parse(`${day}T${hour}:${minute}:${second}Z`) };
};

/** The backups in a folder, the newest first; none when there is no such folder. */
export const listBackups = async (folder: string): Promise<KeptFile[]> => {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.flatMap((name) => readName(name) ?? []).sort((a, b) => b.at - a.at);
};

/** How long backups are kept: every one for some days, the first of a week for some weeks. */
export type Keeping = { readonly days: number; readonly weeks: number };

/**
 * Which of the backups may go, `now` being Unix milliseconds. The newest always stays: when backups have failed for a
 * month, it is all there is.
 */
export const outdated = (files: readonly KeptFile[], { days, weeks }: Keeping, now: number): KeptFile[] => {
  const [, ...older] = files.toSorted((a, b) => b.at - a.at);
  const firstOfWeek = new Map<number, KeptFile>();
  for (const file of [...older].reverse()) {
    const week = Math.floor(file.at / (WEEK_DAYS * DAY_MS));
    if (!firstOfWeek.has(week)) firstOfWeek.set(week, file);
  }
  const weekly = new Set(firstOfWeek.values());
  return older.filter((file) => {
    const age = now - file.at;
    return age > days * DAY_MS && !(weekly.has(file) && age <= weeks * WEEK_DAYS * DAY_MS);
  });
};

/** Removes what has been kept long enough; gives the names. */
export const sweepBackups = async (folder: string, keeping: Keeping, now: number): Promise<string[]> => {
  const gone = outdated(await listBackups(folder), keeping, now);
  for (const { name } of gone) await rm(join(folder, name), { force: true });
  return gone.map(({ name }) => name);
};
