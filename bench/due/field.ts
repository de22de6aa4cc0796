import type { Redis } from 'ioredis';
import { type Child, startChild } from '../lib/child.ts';
import type { Workplace } from '../lib/workplace.ts';
import type { Places, Planner } from './engine.ts';
import { ENGINES, type EngineName } from './engines.ts';
import type { WorkerInput } from './worker-child.ts';

/** One contender with its jobs, on the servers that all share. */
export type Field = {
  readonly name: EngineName;
  readonly places: Places;
  readonly redis: Redis;
  readonly planner: Planner;
  /** A process that works, connected and not begun. */
  openWorker(options?: { hold_ms: number }): Promise<Worker>;
  /** Numbers for new jobs. */
  numbers(count: number): number[];
};

export type Worker = Pick<Child, 'pid' | 'stop'> & { start(): Promise<void> };

export const openField = async (place: Workplace, name: EngineName, places: Places, redis: Redis): Promise<Field> => {
  const planner = await ENGINES[name].openPlanner(places);
  let next = 0;
  return {
    name,
    places,
    redis,
    planner,
    openWorker: async ({ hold_ms } = { hold_ms: 0 }) => {
      const input: WorkerInput = { engine: name, places, hold_ms };
      const child = await startChild(place, new URL('./worker-child.ts', import.meta.url), { input });
      return {
        pid: child.pid,
        stop: child.stop,
        start: async () => {
          await child.ask('start');
        },
      };
    },
    numbers: (count) => {
      next += count;
      return Array.from({ length: count }, (_, index) => next - count + index + 1);
    },
  };
};
