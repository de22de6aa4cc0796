import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { listProcesses } from '@okno/backend';
import type { Config } from './config.ts';
import { isAlive } from './embedded/processes.ts';
import type { Logger } from './log.ts';
import { OperatorError } from './problem.ts';
import { readProcessName } from './process-name.ts';
import { type Database, reachDatabase } from './reach.ts';

/** So long another program may take: a command to end, a process to stop or to say where it answers. */
const PATIENCE_MS = 15_000;
const AGAIN_MS = 200;
/** After this long without a word people believe that nothing happens. */
const SILENT_MS = 1_000;

/** How another program is waited for. */
export type Waiting = {
  /** Milliseconds that only ever go on. */
  readonly now: () => number;
  /** Rejects when nobody waits any longer. */
  readonly pause: (ms: number) => Promise<unknown>;
  /** Once, when it takes longer than people wait without a word. */
  readonly tell?: (words: string) => void;
};

/** Waits by the clock of this machine, until `signal` says that it is no longer wanted. */
export const waitUntil = (signal?: AbortSignal): Waiting => ({
  now: () => performance.now(),
  pause: (ms) => pause(ms, undefined, signal === undefined ? {} : { signal }),
});

/**
 * The database for a process that serves. The embedded server is the one of the process that serves with it and ends with
 * it, so a data folder is served by one process (docs/processes.md#one-data-folder); commands may join at any time.
 * @throws OperatorError that names the process that serves here already, and what to do; whatever `pause` rejects with.
 */
export const reachToServe = async (
  config: Config,
  log: Logger,
  { now, pause, tell = () => {} }: Waiting,
): Promise<Database> => {
  const began = now();
  const deadline = began + PATIENCE_MS;
  let isTold = false;
  for (let looks = 0; ; looks += 1) {
    const database = await reachDatabase(config, log);
    if (!database.joined) {
      // Whoever left a note here is gone, and in a container the next process has the same number.
      if (database.embedded) await removeNote(config, log);
      return database;
    }
    const serving = await findServing(config, database);
    await database.stop();
    refuseWhere(config, serving, now() > deadline);
    if (looks === 0) log.info({ event: 'waiting_for_database', pid: serving?.pid }, 'another program is using it');
    if (!isTold && now() - began >= SILENT_MS) {
      isTold = true;
      tell(waitsFor(config, serving));
    }
    await pause(AGAIN_MS);
  }
};

/** One that says nowhere that it answers is stopping, or has only just been started: it is waited for, like a command. */
const refuseWhere = (config: Config, serving: Serving | undefined, isLate: boolean): void => {
  if (serving !== undefined && (serving.url !== undefined || isLate))
    throw new OperatorError(alreadyRuns(config, serving));
  if (isLate)
    throw new OperatorError(
      `Another program of Okno is using the database in ${resolve(config.DATA_DIR)}, a backup perhaps: wait until it has ended, and start again.`,
    );
};

/** A process that serves; `url` is unknown while it is starting or stopping. */
type Serving = { readonly pid: number; readonly url: string | undefined };

const findServing = async (config: Config, { connection }: Database): Promise<Serving | undefined> => {
  // A server that is just ending answers nobody: then nobody serves with it.
  const connected = await listProcesses(connection).catch(() => []);
  // One that was killed is connected until the server notices.
  const [pid] = connected.flatMap(({ name }) => readProcessName(name)?.pid ?? []).filter(isAlive);
  if (pid === undefined) return undefined;
  const noted = await readNote(config);
  return { pid, url: noted?.pid === pid ? noted.url : undefined };
};

const alreadyRuns = ({ DATA_DIR }: Config, { pid, url }: Serving): string =>
  [
    `Okno is already running here: ${url ?? 'it is just starting or stopping'} (process ${pid}, data in ${resolve(DATA_DIR)}).`,
    'Use that one, or stop it first; for another Okno beside it set DATA_DIR to another folder.',
    'Several processes of one Okno share a PostgreSQL of their own by DATABASE_URL: docs/processes.md.',
  ].join('\n');

const waitsFor = ({ DATA_DIR }: Config, serving: Serving | undefined): string => {
  const who = serving === undefined ? 'Another program of Okno' : `Okno (process ${serving.pid})`;
  return `${who} is still using the data in ${resolve(DATA_DIR)}: waiting for it to end, ${PATIENCE_MS / 1000} seconds at most…`;
};

const noteFile = ({ DATA_DIR }: Config): string => join(resolve(DATA_DIR), 'serving.json');

const readNote = async (config: Config): Promise<{ pid: number; url: string } | undefined> => {
  const text = await readFile(noteFile(config), 'utf8').catch(() => '');
  const [, pid, url] = /^\{"pid":(\d+),"url":"([^"]+)"\}$/.exec(text) ?? [];
  return pid === undefined || url === undefined ? undefined : { pid: Number(pid), url };
};

const removeNote = (config: Config, log: Logger): Promise<void> =>
  rm(noteFile(config), { force: true }).catch((err: unknown) =>
    log.warn({ event: 'serving_note_failed', err }, 'the note of where Okno answers cannot be removed'),
  );

/**
 * Notes where this process answers, for whoever tries to start a second one; the returned function takes the note away. A note
 * that stays behind says nothing: it counts only while a process with its number is connected. Without a note, because the disk
 * is full for instance, all goes on, and the second one is told no address.
 */
export const noteServing = async (config: Config, url: string, log: Logger): Promise<() => Promise<void>> => {
  try {
    await writeFile(noteFile(config), JSON.stringify({ pid: process.pid, url }));
  } catch (err) {
    log.warn({ event: 'serving_note_failed', err }, 'where Okno answers cannot be noted in DATA_DIR');
  }
  return () => removeNote(config, log);
};
