import { BackupError } from '@okno/backend';
import { checkBackupKey } from '../backup/file.ts';
import { listBackups } from '../backup/keep.ts';
import { backupFolder } from '../backup/make.ts';
import { createStorage } from '../backup/s3.ts';
import { type BackupState, readState } from '../backup/state.ts';
import { type Config, commandLine, isDemo } from '../config.ts';
import { OperatorError } from '../problem.ts';
import { type Finding, fine, note, wrong } from './finding.ts';

const HOUR_MS = 3_600_000;
/** A day, and some hours for what was tried again. */
const OLDEST_MS = 30 * HOUR_MS;

const WHAT = 'backups';

const hours = (ms: number): string => `${Math.round(ms / HOUR_MS)} h`;

/** Whether this process would make the daily backup. */
const isKeeper = (config: Config): boolean =>
  !isDemo(config) && config.ROLES.includes('worker') && config.BACKUP_DAILY === 'on';

/** What is known of the backups, judged; instants in Unix milliseconds. `newest`: as of when the newest file is. */
export const judgeBackups = (state: BackupState, newest: number | null, now: number): Finding => {
  const { checked, failing } = state;
  if (failing !== null)
    return wrong(
      WHAT,
      `have failed since ${new Date(failing.since).toISOString()}: ${failing.reason}; put it right, it is tried again every hour`,
    );
  if (checked === null)
    return newest === null
      ? note(
          WHAT,
          `there are none yet: the first is made a minute after the start; \`${commandLine('backup')}\` makes one now`,
        )
      : note(
          WHAT,
          `none has been brought back yet to see that it is whole; \`${commandLine('backup verify FILE')}\` does so now`,
        );
  const age = now - checked.made_at;
  return age > OLDEST_MS
    ? wrong(WHAT, `the newest sound one is ${hours(age)} old: does a process with the role worker run?`)
    : fine(`${WHAT}: the newest is ${hours(age)} old, and came back with ${checked.rows} rows`);
};

/** The daily backups, where this process would make them, and their copies. */
export const lookAtBackups = async (config: Config, now: number = Date.now()): Promise<Finding[]> => {
  if (!isKeeper(config)) return [];
  const folder = backupFolder(config);
  const files = await listBackups(folder);
  const judged = await readState(folder).then(
    (state) => judgeBackups(state, files[0]?.at ?? null, now),
    (error: unknown) => {
      if (!(error instanceof OperatorError)) throw error;
      return wrong(WHAT, error.message);
    },
  );
  return [judged, await lookAtKey(config), await lookAtStorage(config)];
};

const lookAtKey = async ({ BACKUP_KEY }: Config): Promise<Finding> => {
  const what = 'key of backups';
  if (BACKUP_KEY === undefined)
    return note(
      what,
      `BACKUP_KEY is not set: whoever has a file can read the clients; \`${commandLine('backup key')}\` makes one`,
    );
  return checkBackupKey(BACKUP_KEY).then(
    () => fine(what),
    (error: Error) => wrong(what, error.message),
  );
};

const lookAtStorage = async ({ BACKUP_S3_URL }: Config): Promise<Finding> => {
  const what = 'copies of backups';
  if (BACKUP_S3_URL === undefined)
    return note(what, 'they lie on this machine only: name storage elsewhere in BACKUP_S3_URL');
  try {
    const there = await createStorage(BACKUP_S3_URL).list();
    return fine(`${what}: ${there.length} in S3 storage`);
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    return wrong(what, `${error.message}: check BACKUP_S3_URL and what its key may do`);
  }
};
