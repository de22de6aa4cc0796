import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BackupError, type Loaded, loadDatabase } from '@okno/backend';
import type { Config } from '../config.ts';
import { readPostmasterFile } from '../embedded/postmaster-file.ts';
import { isServerOf } from '../embedded/processes.ts';
import { OperatorError } from '../problem.ts';
import { embeddedFolder } from '../reach.ts';
import { syncFolder } from '../sync-folder.ts';
import { type OpenBackup, readBackupFile } from './file.ts';
import { beforeOf, restoringOf } from './interrupted.ts';
import { loadScratch } from './scratch.ts';
import { sealingKeyIds } from './sealing.ts';

/** What was brought back, and where the data lies that was there before. */
export type Restored = Loaded & { readonly before: string | null };

type Wish = {
  readonly file: string;
  readonly config: Config;
  /** Whether data that is there may be put aside. */
  readonly mayReplace: () => Promise<boolean>;
  /** Whether secrets that nobody can read are better than nothing. */
  readonly without_key: boolean;
  readonly now: Date;
};

/**
 * Brings a backup back. Nothing that is there is touched before everything has come back whole: the embedded database
 * is made beside it and takes its place, and one of `DATABASE_URL` has to be empty.
 * @throws OperatorError with a sentence for the operator.
 */
export const restoreBackup = async ({ file, config, mayReplace, without_key, now }: Wish): Promise<Restored> => {
  try {
    await using backup = await readBackupFile(file, config.BACKUP_KEY);
    if (!without_key) await refuseStrangeKey(config, backup);
    return config.DATABASE_URL === undefined
      ? await restoreEmbedded(embeddedFolder(config), backup, { mayReplace, now })
      : { ...(await loadDatabase({ connection_string: config.DATABASE_URL }, backup.parts)), before: null };
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    const more = /not empty/.test(error.message)
      ? 'make a new one (createdb), name it in DATABASE_URL and restore into that; the old one stays as it is'
      : 'nothing was changed';
    throw new OperatorError(`The backup was not restored: ${error.message}; ${more}.`, { cause: error });
  }
};

/** Tokens of bots and payloads of reminders are sealed; without their key they are of no use. */
const refuseStrangeKey = async (config: Config, { head }: OpenBackup): Promise<void> => {
  if ((await sealingKeyIds(config)).includes(head.sealed_with)) return;
  throw new OperatorError(
    'The secrets in this backup (tokens of bots, payloads of reminders) are sealed with another ENCRYPTION_KEY: set the one of that time, or bring DATA_DIR/encryption.key back; or add --without-key and enter the tokens anew.',
  );
};

const refuseRunning = (folder: string): void => {
  const postmaster = existsSync(folder) ? readPostmasterFile(folder) : null;
  if (postmaster !== null && isServerOf(postmaster.pid, folder))
    throw new OperatorError('Okno is running on this data: stop it before you restore a backup.');
};

const restoreEmbedded = async (
  folder: string,
  { parts }: OpenBackup,
  { mayReplace, now }: Pick<Wish, 'mayReplace' | 'now'>,
): Promise<Restored> => {
  refuseRunning(folder);
  if (existsSync(folder) && !(await mayReplace()))
    throw new OperatorError('There is a database already: add --replace to put it aside. Nothing was changed.');
  const made = restoringOf(folder);
  await removeMade(made);
  try {
    const loaded = await loadScratch(made, parts);
    // It took a while: somebody may have started the program since.
    refuseRunning(folder);
    const before = existsSync(folder) ? beforeOf(folder, now) : null;
    if (before !== null) await rename(folder, before);
    await rename(made, folder);
    syncFolder(dirname(folder));
    return { ...loaded, before };
  } finally {
    await removeMade(made);
  }
};

/** The server of a restore that was killed ends a moment after it, and writes until then. */
const removeMade = (made: string): Promise<void> =>
  rm(made, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
