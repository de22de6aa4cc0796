import { resolve } from 'node:path';
import { BackupError } from '@okno/backend';
import { generateX25519Identity } from 'age-encryption';
import { withBackup } from '../backup/fetched.ts';
import { listBackups } from '../backup/keep.ts';
import { backupFolder, makeBackup } from '../backup/make.ts';
import { noteVerified } from '../backup/note-verified.ts';
import { createStorage } from '../backup/s3.ts';
import { verifyBackup } from '../backup/verify.ts';
import { commandLine, readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { OperatorError } from '../problem.ts';
import { reachDatabase } from '../reach.ts';

const [KIB, MIB] = [2 ** 10, 2 ** 20];

const sizeOf = (bytes: number): string =>
  bytes < MIB ? `${Math.ceil(bytes / KIB)} KiB` : `${(bytes / MIB).toFixed(1)} MiB`;

/** `okno backup`: writes one now. */
export const backup = async ({ to }: { to?: string }): Promise<void> => {
  const config = readConfig();
  const database = await reachDatabase(config, createLog('silent'));
  try {
    const began = performance.now();
    const made = await makeBackup(config, database.connection, {
      ...(to !== undefined && { file: resolve(to) }),
      now: new Date(),
    }).catch(explainBackup);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    process.stdout.write(
      `${made.file}\n${made.rows} rows, ${sizeOf(made.bytes)}, ${seconds} s${config.BACKUP_KEY === undefined ? `; not locked: set BACKUP_KEY (${commandLine('backup key')})` : ', locked'}\n`,
    );
  } finally {
    await database.stop();
  }
};

const explainBackup = (error: unknown): never => {
  if (!(error instanceof BackupError)) throw error;
  throw new OperatorError(`The backup was not made: ${error.message}.`, { cause: error });
};

/** `okno backup verify`: brings it back on a server of its own and compares. */
export const verify = async (file: string): Promise<void> => {
  const config = readConfig();
  const { at, rows, tables } = await withBackup(config, file, (there) => verifyBackup(there, config.BACKUP_KEY)).catch(
    explainVerified,
  );
  process.stdout.write(`The backup is whole: ${rows} rows in ${tables} tables, as of ${at}.\n`);
  const warn = (line: string) => process.stderr.write(line);
  await noteVerified({ folder: backupFolder(config), file: resolve(file), rows, warn });
};

const explainVerified = (error: unknown): never => {
  if (!(error instanceof BackupError)) throw error;
  throw new OperatorError(`This backup does not come back: ${error.message}.`, { cause: error });
};

/** `okno backup list`: what there is, the newest first; copies as `verify` and `restore` want them named. */
export const list = async (): Promise<void> => {
  const config = readConfig();
  const folder = backupFolder(config);
  const files = await listBackups(folder);
  process.stdout.write(
    files.length === 0
      ? `There are no backups in ${folder}.\n`
      : `${folder}\n${files.map(({ name }) => `  ${name}\n`).join('')}`,
  );
  if (config.BACKUP_S3_URL === undefined) return;
  const copies = await createStorage(config.BACKUP_S3_URL).list().catch(explainStorage);
  process.stdout.write(
    `Copies in S3 storage: ${copies.length}\n${copies.map(({ name }) => `  s3:${name}\n`).join('')}`,
  );
};

const explainStorage = (error: unknown): never => {
  if (!(error instanceof BackupError)) throw error;
  throw new OperatorError(`${error.message}: check BACKUP_S3_URL.`, { cause: error });
};

/** `okno backup key`: a new key, to be kept where the backups are not. */
export const key = async (): Promise<void> => {
  process.stdout.write(`${await generateX25519Identity()}\n`);
};
