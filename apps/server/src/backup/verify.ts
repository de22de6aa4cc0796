import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Loaded } from '@okno/backend';
import { type BackupKey, readBackupFile, until } from './file.ts';
import { TRIAL } from './leftovers.ts';
import { loadScratch } from './scratch.ts';

/**
 * Brings a backup back on a server of its own, compares every row with what the backup says of itself, and throws the
 * server away. It takes room for the whole database beside the temporary files.
 * @throws BackupError when the backup does not come back whole; the reason of `signal` when it is broken off.
 */
export const verifyBackup = async (file: string, key: BackupKey, signal?: AbortSignal): Promise<Loaded> => {
  await using backup = await readBackupFile(file, key);
  const folder = await mkdtemp(join(tmpdir(), TRIAL));
  try {
    return await loadScratch(join(folder, 'postgres'), until(signal, backup.parts));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
