import { join, resolve } from 'node:path';
import { type Connection, dumpDatabase } from '@okno/backend';
import type { Config } from '../config.ts';
import { makeDataDir } from '../data-dir.ts';
import { type WrittenFile, writeBackupFile } from './file.ts';
import { backupName } from './keep.ts';
import { sealingKeyIds } from './sealing.ts';

/** Where backups lie unless somebody says otherwise. */
export const backupFolder = (config: Config): string => resolve(config.BACKUP_DIR ?? join(config.DATA_DIR, 'backups'));

/** Backs up the whole database as of now, while everybody goes on working; `file` is made when none is named. */
export const makeBackup = async (
  config: Config,
  connection: Connection,
  { file, now, signal }: { readonly file?: string; readonly now: Date; readonly signal?: AbortSignal },
): Promise<WrittenFile> => {
  const folder = backupFolder(config);
  if (file === undefined) await makeDataDir(folder);
  const [sealed_with = ''] = await sealingKeyIds(config);
  return writeBackupFile(file ?? join(folder, backupName(now)), dumpDatabase(connection), {
    key: config.BACKUP_KEY,
    sealed_with,
    ...(signal !== undefined && { signal }),
  });
};
