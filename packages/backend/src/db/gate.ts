import { availableParallelism } from 'node:os';
import type pg from 'pg';

/**
 * So many transactions of a process are at work in the database at once, as long as it answers all the time. Each further one
 * takes another of its processes, which has to fetch all that it knows into a core's caches anew whenever its turn comes
 * (docs/decisions/few-at-once.md). Two more than there are cores, so that commits wait for the disk together.
 */
const FEW = Math.min(availableParallelism() + 2, 8);

/** A database that has answered nobody for so long is waiting itself: for a lock, a disk, or the way to us. */
const SILENCE_MS = 2;

/** Whoever has not been answered for so many silences waits for something else than a core, and is not counted. */
const ASLEEP = 10;

/** One that is in, or waits to be. */
export type Visit = {
  /** When it is there, one may begin; null: at once. */
  readonly let_in: Promise<void> | null;
  /** The database has answered. */
  hear(): void;
  leave(): void;
};

/** Lets transactions in. Nobody waits for long: whenever the database is silent, one more is let in. */
export type Gate = { enter(): Visit };

/** What has been answered while this process was busy is heard before anybody judges. */
const afterSilence = (then: () => void): void => {
  setTimeout(() => setImmediate(then), SILENCE_MS);
};

type Inside = { silences: number };

/** @param later calls back when a silence would be over */
export const createGate = (few: number = FEW, later: (then: () => void) => void = afterSilence): Gate => {
  const inside = new Set<Inside>();
  const waiting: (() => void)[] = [];
  let heard = false;
  let listening = false;
  const hasRoom = (): boolean => {
    if (inside.size < few) return true;
    let awake = 0;
    for (const { silences } of inside) if (silences < ASLEEP) awake += 1;
    return awake < few;
  };
  const letIn = (): void => waiting.shift()?.();
  const listen = (): void => {
    listening = waiting.length > 0;
    if (!listening) return;
    heard = false;
    later(judge);
  };
  const judge = (): void => {
    for (const one of inside) one.silences += 1;
    if (!heard) letIn();
    while (waiting.length > 0 && hasRoom()) letIn();
    listen();
  };
  const wait = (one: Inside): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.push(() => {
      inside.add(one);
      resolve();
    });
    if (!listening) listen();
    return promise;
  };
  return {
    enter: () => {
      const one: Inside = { silences: 0 };
      const at_once = waiting.length === 0 && hasRoom();
      if (at_once) inside.add(one);
      return {
        let_in: at_once ? null : wait(one),
        hear: () => {
          heard = true;
          one.silences = 0;
        },
        leave: () => {
          inside.delete(one);
          if (waiting.length > 0 && hasRoom()) letIn();
        },
      };
    },
  };
};

const gates = new WeakMap<pg.Pool, Gate>();

/** Whoever uses a pool for one business at a time goes through the same gate. */
export const gateOf = (pool: pg.Pool): Gate => {
  const known = gates.get(pool) ?? createGate();
  gates.set(pool, known);
  return known;
};
