import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { askDatabase, countStatements } from './databases.ts';
import type { Job } from './engine.ts';
import { ENGINES } from './engines.ts';
import type { Field } from './field.ts';
import { checkShots, countShots, forget, lagOf, listShots, waitForShots } from './fired.ts';

/** Longer than anybody has ever taken; who needs more has stopped. */
const DRAIN_MS = 300_000;
const SETTLE_MS = 120_000;
const OVERDUE_MS = 600_000;

/** Every store gets the statistics and the order that it would have after a quiet hour. */
export const tidy = async ({ name, places }: Field): Promise<void> => {
  const { database } = ENGINES[name];
  if (database !== null) await askDatabase(places, database, 'vacuum (analyze)');
};

const waitUntilSettled = async ({ planner }: Field): Promise<void> => {
  for (const deadline = performance.now() + SETTLE_MS; !(await planner.isSettled()); await pause(20))
    if (performance.now() > deadline) throw new Error('what was fired is never settled');
};

/** How fast one process fires what has become due over the last ten minutes: from its start to its last push. */
export const drain = async (field: Field, count: number): Promise<number> => {
  const first = Date.now() - OVERDUE_MS - 1_000;
  const jobs = field.numbers(count).map((i, place) => ({ i, at: Math.floor(first + (place * OVERDUE_MS) / count) }));
  await forget(field.redis);
  await field.planner.plan(jobs);
  await tidy(field);
  const worker = await field.openWorker();
  const begun = Date.now();
  await worker.start();
  await waitForShots(field.redis, count, DRAIN_MS);
  // Some write down only later what they have done; the next round must not pay for it.
  await waitUntilSettled(field);
  await worker.stop();
  const shots = await listShots(field.redis);
  checkShots(shots, jobs);
  const last = shots.reduce((latest, { at }) => Math.max(latest, at), 0);
  return count / ((last - begun) / 1000);
};

const AHEAD_MS = 3_000;
const PER_SECOND = 100;

/** How late things are that become due at a steady pace while one process waits for them; planned seconds before. */
export const lag = async (field: Field, seconds: number): Promise<{ p50_ms: number; p99_ms: number }> => {
  const worker = await field.openWorker();
  await worker.start();
  await forget(field.redis);
  const first = Date.now() + AHEAD_MS;
  const jobs: Job[] = field
    .numbers(PER_SECOND * seconds)
    .map((i, place) => ({ i, at: Math.floor(first + (place * 1000) / PER_SECOND) }));
  await field.planner.plan(jobs);
  await waitForShots(field.redis, jobs.length, AHEAD_MS + seconds * 1000 + SETTLE_MS);
  await worker.stop();
  const shots = await listShots(field.redis);
  checkShots(shots, jobs);
  return lagOf(shots, jobs);
};

/** What is done once after the start is no idling. */
const START_MS = 20_000;

/**
 * Statements a second of a process that has nothing to do, as the server has counted them (`countStatements`); NaN for a
 * store that is no database.
 */
export const idle = async (field: Field, seconds: number): Promise<number> => {
  const { database } = ENGINES[field.name];
  if (database === null) return Number.NaN;
  const worker = await field.openWorker();
  await worker.start();
  await pause(START_MS);
  const before = await countStatements(field.places, database);
  const begun = performance.now();
  await pause(seconds * 1000);
  const count = (await countStatements(field.places, database)) - before;
  const perSecond = (count * 1000) / (performance.now() - begun);
  await worker.stop();
  return perSecond;
};

const TAKEN_OVER = 5_000;
const HOLD_MS = 100;

/** One of two processes is killed at a quarter: how long it takes until everything has been fired, in milliseconds. */
export const takeOver = async (field: Field): Promise<{ ms: number; repeated: number }> => {
  const at = Date.now() - 1_000;
  const jobs = field.numbers(TAKEN_OVER).map((i) => ({ i, at }));
  await forget(field.redis);
  await field.planner.plan(jobs);
  const [dies, lives] = await Promise.all([
    field.openWorker({ hold_ms: HOLD_MS }),
    field.openWorker({ hold_ms: HOLD_MS }),
  ]);
  await Promise.all([dies.start(), lives.start()]);
  while ((await countShots(field.redis)) < TAKEN_OVER / 4) await pause(2);
  // Into the middle of its next batch.
  await pause(HOLD_MS / 2);
  process.kill(dies.pid, 'SIGKILL');
  const killed = Date.now();
  await waitUntilSettled(field);
  await lives.stop();
  const shots = await listShots(field.redis);
  const fired = new Set(shots.map(({ i }) => i));
  if (fired.size !== TAKEN_OVER) throw new Error(`${TAKEN_OVER - fired.size} were lost with a killed process`);
  const last = shots.reduce((latest, one) => Math.max(latest, one.at), 0);
  return { ms: Math.max(0, last - killed), repeated: shots.length - fired.size };
};
