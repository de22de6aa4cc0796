import { createHash } from 'node:crypto';
import os from 'node:os';

/** Everything the tests make on a database server begins with this; nothing else is ever dropped. */
export const prefix = 'okno_test_';

/** Who made a database: which computer, which process, when (milliseconds since 1970). */
export type Run = { readonly host: string; readonly pid: number; readonly started: number };

const longestName = 63;

/** A short tag of this computer, because several may test on one server. */
export const thisHost = (): string => createHash('sha256').update(os.hostname()).digest('hex').slice(0, 6);

/** A run as one word, for names and for the environment. */
export const formatRun = ({ host, pid, started }: Run): string => `${host}_${pid}_${started.toString(36)}`;

const runPattern = '([0-9a-f]{6})_([0-9]+)_([0-9a-z]+)';

/** The run in a word made by `formatRun`, or null. */
export const parseRun = (text: string): Run | null => {
  const [, host, pid, started] = new RegExp(`^${runPattern}$`).exec(text) ?? [];
  return host && pid && started ? { host, pid: Number(pid), started: Number.parseInt(started, 36) } : null;
};

/** Name of the `number`th database of a test process. */
export const databaseName = (run: Run, number: number): string => `${prefix}${formatRun(run)}_${number}`;

/** Name of a template: the same in every process of a run. A key that is no plain short word is replaced by its hash. */
export const templateName = (run: Run, key: string): string => {
  const name = `${prefix}${formatRun(run)}_t_`;
  const plain = /^[a-z0-9_]+$/.test(key) && name.length + key.length <= longestName - '_new'.length;
  return `${name}${plain ? key : createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
};

/** The run that made a database, or null when the name is not one of ours. */
export const runOf = (name: string): Run | null => {
  const [, run] = new RegExp(`^${prefix}([0-9a-f]{6}_[0-9]+_[0-9a-z]+)_`).exec(name) ?? [];
  return run ? parseRun(run) : null;
};

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Whether a database was left behind: made before this run began, on this computer by a process that is dead, or
 * on another (whose processes we cannot see) more than a day ago.
 */
export const isLeftover = (name: string, now: Run, isAlive: (pid: number) => boolean): boolean => {
  const run = runOf(name);
  if (!run || run.started >= now.started) return false;
  return run.host === now.host ? !isAlive(run.pid) : now.started - run.started > dayMs;
};
