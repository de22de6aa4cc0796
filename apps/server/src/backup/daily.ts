import { BackupError } from '@okno/backend';
import type { Logger } from '../log.ts';
import type { BackupState } from './state.ts';

const HOUR_MS = 3_600_000;
/** When the fewest people are awake. */
const HOUR = 3;
/** A process that shares the folder has just made one; whatever is older is no reason to leave out the one of the night. */
const JUST_MS = HOUR_MS;
/** While it fails, the one that could not be checked or copied is tried again, and none is made anew every hour. */
const RETRIED_MS = 12 * HOUR_MS;
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

/** A backup in the folder: its name, and as of when it is (Unix milliseconds). */
type Made = { readonly name: string; readonly at: number };

export type DailyDeps = {
  /** Where it has to be three o'clock. */
  readonly time_zone: string;
  /** Runs this while no other process that shares the database does so: all of them begin at three o'clock. */
  readonly alone: (signal: AbortSignal, work: () => Promise<void>) => Promise<void>;
  /** Removes what backups left that were killed, so that it does not take their room; gives the paths. */
  readonly tidy: () => Promise<readonly string[]>;
  /** The newest backup, whether it was checked or not; null: there is none. */
  readonly newest: () => Promise<Made | null>;
  /** Writes one. This and what follows is broken off by the signal. */
  readonly make: (signal: AbortSignal) => Promise<Made>;
  /** Throws when it does not come back whole. */
  readonly verify: (name: string, signal: AbortSignal) => Promise<{ readonly rows: number; readonly bytes: number }>;
  /** Puts one aside that does not come back, so that nobody takes it for a backup. */
  readonly putAside: (name: string) => Promise<void>;
  /** Copies one to where a fire does not reach it, and removes old copies there. */
  readonly copy?: (name: string, signal: AbortSignal) => Promise<void>;
  /** Removes those that were kept long enough; gives their names. */
  readonly sweep: () => Promise<readonly string[]>;
  readonly readState: () => Promise<BackupState>;
  readonly writeState: (changes: Partial<BackupState>) => Promise<BackupState>;
  /** Tells the owner; false when nobody could be told. */
  readonly tell: (news: BackupNews) => Promise<boolean>;
  readonly onBackup: (outcome: 'made' | 'failed') => void;
  /** How long after the start one that was missed is made up for, in milliseconds; a minute when left out. */
  readonly settle_ms?: number;
  readonly log: Logger;
};

type Failing = BackupState['failing'];

/** What this process knows that the folder does not: a failure that could not be written down there. */
type Own = DailyDeps & { readonly unwritten: { failing: Failing } };

/** What the owner is told: that backups fail, and since when; or that they are well again. */
export type BackupNews = { readonly failing: { readonly since: number; readonly reason: string } | null };

const wasChecked = ({ checked }: BackupState, { name }: Made): boolean => checked?.name === name;

/** A turn: what breaks it off, and since when it was waited for, in Unix milliseconds. */
type Turn = { readonly signal: AbortSignal; readonly asked_at: number };

/** One backup: made, brought back, copied; only then old ones go. One that was made just now and not checked is taken up. */
const backUp = async (deps: DailyDeps, { signal, asked_at }: Turn): Promise<void> => {
  const state = await deps.readState();
  const newest = await deps.newest();
  const fresh_ms = state.failing === null ? JUST_MS : RETRIED_MS;
  const fresh = newest !== null && asked_at - newest.at < fresh_ms ? newest : null;
  const copies = deps.copy === undefined || state.copied?.name === fresh?.name;
  if (fresh !== null && wasChecked(state, fresh) && copies && state.failing === null) return;
  const made = fresh ?? (await deps.make(signal));
  const { rows, bytes } = await deps.verify(made.name, signal).catch(async (error: unknown) => {
    if (error instanceof BackupError) await deps.putAside(made.name);
    throw error;
  });
  await deps.writeState({ checked: { name: made.name, made_at: made.at, at: Date.now(), rows, bytes } });
  if (deps.copy !== undefined) {
    await deps.copy(made.name, signal);
    await deps.writeState({ copied: { name: made.name, at: Date.now() } });
  }
  const removed = await deps.sweep();
  deps.onBackup('made');
  deps.log.info({ event: 'backed_up', file: made.name, rows, removed: removed.length });
};

/** What cannot be removed keeps nobody from making a backup. */
const tidyUp = async ({ tidy, log }: DailyDeps): Promise<void> => {
  try {
    const removed = await tidy();
    if (removed.length > 0) log.info({ event: 'backup_leftovers_removed', paths: removed });
  } catch (error) {
    log.warn({ event: 'backup_leftovers_kept', err: error }, 'what a killed backup left cannot be removed');
  }
};

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What failed before, also where the folder cannot tell: then most of all the owner has to hear of it. */
const lastFailing = async ({ readState, unwritten, log }: Own): Promise<Failing> => {
  try {
    return (await readState()).failing ?? unwritten.failing;
  } catch (error) {
    log.error({ event: 'backup_state_unread', err: error }, 'the folder of the backups cannot be read');
    return unwritten.failing;
  }
};

/** Writes down that it failed; the owner is told at once, and once a day while it goes on. */
const noteFailure = async (deps: Own, error: unknown): Promise<void> => {
  deps.onBackup('failed');
  deps.log.error({ event: 'backup_failed', err: error }, 'the daily backup failed; it is tried again in an hour');
  const failing = await lastFailing(deps);
  const now = Date.now();
  const since = failing?.since ?? now;
  const reason = reasonOf(error);
  const was_told = failing?.told_at ?? null;
  const told = (was_told === null || now - was_told >= DAY_MS) && (await deps.tell({ failing: { since, reason } }));
  const note = { since, at: now, reason, told_at: told ? now : was_told };
  deps.unwritten.failing = note;
  await deps.writeState({ failing: note });
  deps.unwritten.failing = null;
};

/** Whoever was told that it fails is told when it does no more. */
const noteSuccess = async (deps: Own): Promise<void> => {
  const failing = (await deps.readState()).failing ?? deps.unwritten.failing;
  if (failing === null) return;
  await deps.writeState({ failing: null });
  deps.unwritten.failing = null;
  if (failing.told_at !== null) await deps.tell({ failing: null });
};

/** What was broken off has not failed. */
const giveUp = async (deps: Own, { signal }: Turn, error: unknown): Promise<void> => {
  const { log } = deps;
  if (signal.aborted) return log.info({ event: 'backup_broken_off' }, 'the next start makes up for it');
  // A folder that cannot be written cannot keep the note either; the owner and the log have been told.
  await noteFailure(deps, error).catch((second: unknown) => log.error({ event: 'backup_note_failed', err: second }));
};

/** A backup, and what became of it written down before anybody else has a turn; gives whether it went well. */
const takeTurn = async (deps: Own, turn: Turn): Promise<boolean> => {
  try {
    await tidyUp(deps);
    await backUp(deps, turn);
    await noteSuccess(deps);
    return true;
  } catch (error) {
    await giveUp(deps, turn, error);
    return false;
  }
};

/**
 * Makes a backup every day, brings it back to see that it is whole, and only then removes old ones. A day that was missed,
 * because the machine was off, is made up for after the start. What goes wrong is told, and tried again after an hour.
 * The returned function breaks off the backup that is being made, and waits until nothing of it runs any more; the next
 * start makes up for it.
 */
export const startDailyBackups = (given: DailyDeps): (() => Promise<void>) => {
  const deps: Own = { ...given, unwritten: { failing: null } };
  const { time_zone } = deps;
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const run = async (): Promise<void> => {
    const turn = { signal: ending.signal, asked_at: Date.now() };
    let ended_well = false;
    try {
      await deps.alone(turn.signal, async () => {
        ended_well = await takeTurn(deps, turn);
      });
    } catch (error) {
      await giveUp(deps, turn, error);
    }
    plan(ended_well ? nextRun(Date.now(), time_zone) - Date.now() : HOUR_MS);
  };
  let running: Promise<void> = Promise.resolve();
  const plan = (wait_ms: number) => {
    if (ending.signal.aborted) return;
    timer = setTimeout(() => {
      running = run();
    }, wait_ms);
    timer.unref();
  };
  const begin = async (): Promise<void> => {
    plan((await isMissed(deps)) ? (deps.settle_ms ?? SETTLE_MS) : nextRun(Date.now(), time_zone) - Date.now());
  };
  running = begin();
  return async () => {
    ending.abort();
    clearTimeout(timer);
    await running;
  };
};

/** Whether there is no sound backup of the last day, or nobody knows. */
const isMissed = async ({ readState, log }: DailyDeps): Promise<boolean> => {
  try {
    const { checked, failing } = await readState();
    return checked === null || failing !== null || Date.now() - checked.made_at > DAY_MS;
  } catch (error) {
    log.error({ event: 'backup_failed', err: error }, 'the folder of the backups cannot be read');
    return true;
  }
};
