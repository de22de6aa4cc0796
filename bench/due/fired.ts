import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { percentile } from '../lib/stats.ts';
import type { Job } from './engine.ts';
import { FIRED } from './redis-server.ts';

/** One push: which job, when (Unix milliseconds), by which process. */
export type Shot = { readonly i: number; readonly at: number; readonly pid: number };

const toShot = (line: string): Shot => {
  const [i = Number.NaN, at = Number.NaN, pid = Number.NaN] = line.split('|').map(Number);
  return { i, at, pid };
};

export const forget = (redis: Redis): Promise<number> => redis.del(FIRED);
export const countShots = (redis: Redis): Promise<number> => redis.llen(FIRED);
export const listShots = async (redis: Redis): Promise<Shot[]> => (await redis.lrange(FIRED, 0, -1)).map(toShot);

/** Waits until so many shots are there; throws when they are not within `ms`. */
export const waitForShots = async (redis: Redis, count: number, ms: number): Promise<void> => {
  for (const deadline = performance.now() + ms; (await countShots(redis)) < count; await pause(10))
    if (performance.now() > deadline) throw new Error(`${await countShots(redis)} of ${count} were fired in ${ms} ms`);
};

/** Each of the jobs was fired, and once; anything else is no result. */
export const checkShots = (shots: readonly Shot[], jobs: readonly Job[]): void => {
  const fired = new Set(shots.map(({ i }) => i));
  const missing = jobs.filter(({ i }) => !fired.has(i)).length;
  if (missing > 0 || shots.length !== jobs.length)
    throw new Error(`${missing} of ${jobs.length} jobs are lost, ${shots.length - fired.size} were fired twice`);
};

/** How late they were, in milliseconds. */
export const lagOf = (shots: readonly Shot[], jobs: readonly Job[]): { p50_ms: number; p99_ms: number } => {
  const due = new Map(jobs.map(({ i, at }) => [i, at]));
  const late = shots.map(({ i, at }) => at - (due.get(i) ?? Number.NaN));
  return { p50_ms: percentile(late, 0.5), p99_ms: percentile(late, 0.99) };
};
