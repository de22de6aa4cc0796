import { randomBytes, randomUUID } from 'node:crypto';
import { createBackend, createSecrets } from '@okno/backend';
import { createTexts } from '@okno/contract';
import { type Benchmark, planFor } from '../lib/benchmark.ts';
import { openDatabase } from '../lib/database.ts';
import { closedLoop } from '../lib/load.ts';
import { alternate, type Measure } from '../lib/rounds.ts';
import { ratioOf } from '../lib/stats.ts';
import { bareMonth } from './bare-month.ts';
import { MONTH, monthOfOne, ZONE } from './month.ts';
import { readSender } from './read.ts';
import { seedMonth } from './seed.ts';

/** How often `work` is done in one go before the clock is read again. */
const BATCH = 50;

/** Does something over and over; `us` is microseconds for each. */
const repeated =
  (work: () => unknown): Measure =>
  async (ms) => {
    const begun = performance.now();
    let count = 0;
    let at = begun;
    for (; at < begun + ms; at = performance.now()) {
      for (let index = 0; index < BATCH; index += 1) work();
      count += BATCH;
    }
    return { us: ((at - begun) * 1000) / count };
  };

/** One caller who asks again and again: what a person waits. */
const asked =
  (send: () => Promise<void>): Measure =>
  async (ms) => {
    const { p50_ms, p99_ms } = await closedLoop(1, ms, send);
    return { p50_ms: p50_ms ?? Number.NaN, p99_ms: p99_ms ?? Number.NaN };
  };

/**
 * A month of free times of one specialist (31 days, step of 15 minutes, 150 bookings): the arithmetic alone, against
 * a loop that knows no time zones; and the whole question through the one door, against reading the same rows.
 */
export const slots: Benchmark = async (place, options) => {
  const plan = planFor(4, options);
  const database = await openDatabase(place);
  const { tenant_id, service_id, specialist_id } = await seedMonth(database);
  const pool = database.openPool();
  const { call } = createBackend({
    pool,
    clockOffset: () => 0,
    secrets: createSecrets([randomBytes(32)]),
    texts: createTexts(),
    onFault: (error) => {
      throw error;
    },
  });
  const door = async (): Promise<void> => {
    await call({
      name: 'scheduling.month',
      input: { service_id, specialist_id, month: MONTH.slice(0, 7) },
      caller: { via: 'public', tenant: 'bench', language: 'en' },
      request_id: randomUUID(),
    });
  };
  if (monthOfOne().length !== bareMonth().length) throw new Error('the two computations do not agree');
  const results = await alternate(
    {
      ours: repeated(monthOfOne),
      bare: repeated(bareMonth),
      month_call: asked(door),
      bare_read: asked(readSender(pool, { tenant_id, specialist_id })),
    },
    plan,
  );
  return {
    what: `free times of 31 days in ${ZONE}, step 15, 150 bookings; bare: without zones; calls: the month, and reading its rows`,
    rounds: plan.rounds,
    results,
    ratio: ratioOf(results.bare, results.ours, 'us'),
    ratio_of: 'the time of the arithmetic, bare to ours',
    target: null,
    notes: [`${monthOfOne().length} free starts; one caller at a time`],
  };
};
