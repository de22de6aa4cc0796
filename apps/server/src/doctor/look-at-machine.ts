import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { backupFolder } from '../backup/make.ts';
import type { Config } from '../config.ts';
import { type Finding, fine, wrong } from './finding.ts';

const MIB = 2 ** 20;
/** A full disk stops everything, and PostgreSQL needs some room to say so. */
const LEAST_ROOM = 512 * MIB;

/** The folder itself, or the nearest one above that is there. */
const nearest = (folder: string): string => {
  for (let one = resolve(folder); ; one = dirname(one)) if (existsSync(one) || one === dirname(one)) return one;
};

/** How many bytes we may still write there. */
export const roomIn = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(nearest(folder));
  return bavail * bsize;
};

const text = (bytes: number): string => `${Math.floor(bytes / MIB)} MiB`;

/**
 * Room for the data, for backups, and for bringing one back to check it, which takes as much as the database.
 * @param database_bytes 0 when it is not known
 * @param measure tells the free bytes of a folder
 */
export const lookAtRoom = async (
  config: Config,
  database_bytes: number,
  measure: (folder: string) => Promise<number> = roomIn,
): Promise<Finding[]> => {
  const places = [
    { what: 'room for data', folder: config.DATA_DIR, needed: LEAST_ROOM, setting: 'DATA_DIR' },
    {
      what: 'room for backups',
      folder: backupFolder(config),
      needed: LEAST_ROOM + database_bytes / 2,
      setting: 'BACKUP_DIR',
    },
    { what: 'room to check backups', folder: tmpdir(), needed: LEAST_ROOM + database_bytes, setting: 'TMPDIR' },
  ];
  return Promise.all(
    places.map(async ({ what, folder, needed, setting }) => {
      const free = await measure(folder);
      const advice = `${text(free)} left where ${text(needed)} are needed, in ${resolve(folder)}: make room, or name another folder in ${setting}`;
      return free >= needed ? fine(`${what}: ${text(free)}`) : wrong(what, advice);
    }),
  );
};
