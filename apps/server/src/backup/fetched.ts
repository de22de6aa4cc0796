import { mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BackupError } from '@okno/backend';
import { type Config, commandLine } from '../config.ts';
import { makeDataDir } from '../data-dir.ts';
import { OperatorError } from '../problem.ts';
import { readName } from './keep.ts';
import { FETCHED } from './leftovers.ts';
import { backupFolder } from './make.ts';
import { createStorage } from './s3.ts';

/** `s3:okno-2026-11-21T030000Z.backup` is a copy in the storage of `BACKUP_S3_URL`. */
const COPY = 's3:';

/**
 * Runs `work` with the file that was named: one that is there, or a copy that is brought here for the time being.
 * @throws OperatorError for a copy that cannot be brought: without storage, or with a name that no backup has
 */
export const withBackup = async <T>(config: Config, named: string, work: (file: string) => Promise<T>): Promise<T> => {
  if (!named.startsWith(COPY)) return work(resolve(named));
  const name = named.slice(COPY.length);
  if (config.BACKUP_S3_URL === undefined)
    throw new OperatorError('There is no storage to bring a copy from: set BACKUP_S3_URL.');
  if (readName(name) === undefined)
    throw new OperatorError(
      `"${name}" is not the name of a backup: \`${commandLine('backup list')}\` tells those that there are.`,
    );
  const folder = backupFolder(config);
  await makeDataDir(folder);
  const place = await mkdtemp(join(folder, FETCHED));
  try {
    const file = join(place, name);
    await createStorage(config.BACKUP_S3_URL).get(name, file).catch(explainFetch);
    return await work(file);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
};

const explainFetch = (error: unknown): never => {
  if (!(error instanceof BackupError)) throw error;
  throw new OperatorError(`The copy cannot be brought: ${error.message}. Nothing was changed.`, { cause: error });
};
