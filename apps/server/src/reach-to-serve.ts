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

/** So long another program may take to end that has started the embedded server: a command, or a process that is stopping. */
const PATIENCE_MS = 15_000;
const AGAIN_MS = 200;

/**
 * The database for a process that serves. The embedded server is the one of the process that serves with it and ends with
 * it, so a data folder is served by one process (docs/processes.md#one-data-folder); commands may join at any time.
 * @throws OperatorError that names the process that serves here already, and what to do.
 */
export const reachToServe = async (config: Config, log: Logger): Promise<Database> => {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const database = await reachDatabase(config, log);
    if (!database.joined) return database;
    const serving = await findServing(config, database);
    await database.stop();
    if (serving !== undefined) throw new OperatorError(alreadyRuns(config, serving));
    if (performance.now() > deadline)
      throw new OperatorError(
        `Another program of Okno is using the database in ${resolve(config.DATA_DIR)}, a backup perhaps: wait until it has ended, and start again.`,
      );
    await pause(AGAIN_MS);
  }
};

/** A process that serves; `url` is unknown while it is still starting. */
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
    `Okno is already running here: ${url ?? 'it is just starting'} (process ${pid}, data in ${resolve(DATA_DIR)}).`,
    'Use that one, or stop it first; for another Okno beside it set DATA_DIR to another folder.',
    'Several processes of one Okno share a PostgreSQL of their own by DATABASE_URL: docs/processes.md.',
  ].join('\n');

const noteFile = ({ DATA_DIR }: Config): string => join(resolve(DATA_DIR), 'serving.json');

const readNote = async (config: Config): Promise<{ pid: number; url: string } | undefined> => {
  const text = await readFile(noteFile(config), 'utf8').catch(() => '');
  const [, pid, url] = /^\{"pid":(\d+),"url":"([^"]+)"\}$/.exec(text) ?? [];
  return pid === undefined || url === undefined ? undefined : { pid: Number(pid), url };
};

/**
 * Notes where this process answers, for whoever tries to start a second one. A note that stays behind says nothing: it
 * counts only while a process with its number is connected.
 */
export const noteServing = async (config: Config, url: string): Promise<() => Promise<void>> => {
  const file = noteFile(config);
  await writeFile(file, JSON.stringify({ pid: process.pid, url }));
  return () => rm(file, { force: true });
};
