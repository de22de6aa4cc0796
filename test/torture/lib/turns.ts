import { threadCpuUsage } from 'node:process';

/** Looks at how long the thread is kept busy by one turn of its loop, during which nothing else can be done. */
export type Turns = {
  /** What is being done from now on, to be told beside the worst turn. */
  readonly name: (what: string) => void;
  /** Does what is none of the program's business, in a turn that does not count. */
  readonly leaveOut: <T>(work: () => T) => T;
  /** The worst so far, in milliseconds of the thread's time. */
  readonly worst: () => { readonly ms: number; readonly during: string };
  readonly stop: () => void;
};

const busyMs = (): number => {
  const { user, system } = threadCpuUsage();
  return (user + system) / 1000;
};

/**
 * A timer fires once in a turn when it is due, and it is nearly always: what the thread has used between two firings is one
 * turn, and a millisecond of others. It is the thread's own time and not that of the clock on the wall, because other programs
 * on the machine may keep it from working and are none of our business.
 */
export const watchTurns = (): Turns => {
  let before = busyMs();
  let during = '';
  let worst = { ms: 0, during };
  const look = (): void => {
    const now = busyMs();
    if (now - before > worst.ms) worst = { ms: now - before, during };
    before = now;
  };
  const timer = setInterval(look, 1);
  return {
    name: (what) => {
      during = what;
    },
    leaveOut: (work) => {
      look();
      const result = work();
      before = busyMs();
      return result;
    },
    worst: () => {
      look();
      return worst;
    },
    stop: () => clearInterval(timer),
  };
};
