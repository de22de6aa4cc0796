import { readFileSync } from 'node:fs';

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // the process has ended meanwhile, or this system does not tell
  }
};

/** The processes another one has started; on systems without /proc none are known. */
export const childrenOf = (pid: number): number[] =>
  read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);

/** A process and all that it and those have started. */
export const treeOf = (pid: number): number[] => [pid, ...childrenOf(pid).flatMap(treeOf)];

/** Whether it is a session of PostgreSQL, and none of its own helpers. */
export const isSession = (pid: number): boolean => /^postgres: .*\[local\]/.test(read(`/proc/${pid}/cmdline`));

/** Sends a signal to a process that may have ended meanwhile; says whether it was there. */
export const signal = (pid: number, name: NodeJS.Signals): boolean => {
  try {
    return pid > 0 && process.kill(pid, name);
  } catch {
    return false;
  }
};
