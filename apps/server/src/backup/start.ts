import { rename, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Connection, oneBackupAtATime } from '@okno/backend';
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { watchBackups } from '../metrics/watch-backups.ts';
import { type BackupNews, startDailyBackups } from './daily.ts';
import { listBackups, outdated, readName, sweepBackups } from './keep.ts';
import { sweepLeftovers } from './leftovers.ts';
import { backupFolder, makeBackup } from './make.ts';
import { createStorage } from './s3.ts';
import { readState, writeState } from './state.ts';
import { verifyBackup } from './verify.ts';

type Deps = {
  readonly config: Config;
  readonly connection: Connection;
  readonly metrics: Pick<Metrics, 'instruments' | 'onBackup'>;
  /** Tells those who run this installation. */
  readonly tell: (news: BackupNews) => Promise<boolean>;
  readonly log: Logger;
  /** For tests: how long after the start the first one is made. */
  readonly settle_ms?: number;
};

/** A file that does not come back is looked into, and is no backup; the next one takes its place. */
const BROKEN = 'broken.backup';

/** The daily backups of this process, with the folder, the storage and the numbers of the settings. The returned function ends them. */
export const startBackups = ({ config, connection, metrics, tell, log, settle_ms }: Deps): (() => Promise<void>) => {
  const folder = backupFolder(config);
  const keeping = { days: config.BACKUP_KEEP_DAYS, weeks: config.BACKUP_KEEP_WEEKS };
  const onError = (error: unknown) => log.warn({ event: 'backup_state_unread', err: error });
  const onLost = (error: Error) => log.warn({ event: 'backup_turn_lost', err: error });
  watchBackups(metrics.instruments, () => readState(folder), onError);
  return startDailyBackups({
    time_zone: config.BACKUP_TIME_ZONE,
    alone: (signal, work) => oneBackupAtATime(connection, { signal, onLost }, work),
    tidy: () => sweepLeftovers(folder, Date.now()),
    newest: async () => (await listBackups(folder))[0] ?? null,
    make: async (signal) => {
      const now = new Date();
      const { file } = await makeBackup(config, connection, { now, signal });
      return readName(basename(file)) ?? { name: basename(file), at: now.getTime() };
    },
    verify: async (name, signal) => {
      const file = join(folder, name);
      const { rows } = await verifyBackup(file, config.BACKUP_KEY, signal);
      return { rows, bytes: (await stat(file)).size };
    },
    putAside: (name) => rename(join(folder, name), join(folder, BROKEN)),
    ...(config.BACKUP_S3_URL !== undefined && { copy: createCopy(config.BACKUP_S3_URL, folder, keeping) }),
    sweep: () => sweepBackups(folder, keeping, Date.now()),
    readState: () => readState(folder),
    writeState: (changes) => writeState(folder, changes),
    tell,
    onBackup: metrics.onBackup,
    ...(settle_ms !== undefined && { settle_ms }),
    log,
  });
};

/** Copies are kept by the same rules as the files here. */
const createCopy = (address: string, folder: string, keeping: Parameters<typeof outdated>[1]) => {
  return async (name: string, signal: AbortSignal): Promise<void> => {
    const storage = createStorage(address, { signal });
    await storage.put(join(folder, name));
    for (const old of outdated(await storage.list(), keeping, Date.now())) await storage.remove(old.name);
  };
};
