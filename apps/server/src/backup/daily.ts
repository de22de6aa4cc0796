import type { Logger } from '../log.ts';

const HOUR_MS = 3_600_000;
/** When the fewest people are awake. */
const HOUR = 3;
/** A process that shares the folder has just made one. */
const JUST_MS = 12 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;
/** Not while everybody else is starting as well. */
const SETTLE_MS = 60_000;

/** The next time it is three o'clock there; instants in Unix milliseconds. */
export const nextRun = (now: number, time_zone: string): number => {
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(time_zone);
  const today = local.startOfDay().with({ hour: HOUR });
  const next = today.epochMilliseconds > now ? today : today.add({ days: 1 });
  return next.epochMilliseconds;
};

type Deps = {
  /** Where it has to be three o'clock. */
  readonly time_zone: string;
  /** When the newest backup was made, in Unix milliseconds; null: there is none. */
  readonly newest: () => Promise<number | null>;
  /** Writes one; gives its file. */
  readonly make: () => Promise<string>;
  /** Throws when it does not come back whole. */
  readonly verify: (file: string) => Promise<{ readonly rows: number }>;
  /** Removes those that were kept long enough; gives their names. */
  readonly sweep: () => Promise<readonly string[]>;
  readonly log: Logger;
};

/**
 * Makes a backup every day, brings it back to see that it is whole, and only then removes old ones. A day that was missed,
 * because the machine was off, is made up for after the start. What goes wrong is told, and tried again after an hour.
 * The returned function ends it, after the backup that is being made.
 */
export const startDailyBackups = ({ time_zone, newest, make, verify, sweep, log }: Deps): (() => Promise<void>) => {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const backUp = async (): Promise<void> => {
    const last = await newest();
    if (last !== null && Date.now() - last < JUST_MS) return;
    const file = await make();
    const { rows } = await verify(file);
    const removed = await sweep();
    log.info({ event: 'backed_up', file, rows, removed: removed.length });
  };
  const run = async (): Promise<void> => {
    try {
      await backUp();
      plan(nextRun(Date.now(), time_zone) - Date.now());
    } catch (error) {
      log.error({ event: 'backup_failed', err: error }, 'the daily backup failed; it is tried again in an hour');
      plan(HOUR_MS);
    }
  };
  let running: Promise<void> = Promise.resolve();
  const plan = (wait_ms: number) => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = run();
    }, wait_ms);
    timer.unref();
  };
  const begin = async (): Promise<void> => {
    const last = await newest().catch((error: unknown) => {
      log.error({ event: 'backup_failed', err: error }, 'the folder of the backups cannot be read');
      return null;
    });
    const missed = last === null || Date.now() - last > DAY_MS;
    plan(missed ? SETTLE_MS : nextRun(Date.now(), time_zone) - Date.now());
  };
  running = begin();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
};
