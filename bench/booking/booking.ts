import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cpuUsage } from 'node:process';
import { type Benchmark, planFor } from '../lib/benchmark.ts';
import { openDatabase } from '../lib/database.ts';
import { closedLoop, type Send } from '../lib/load.ts';
import { postgresCpu } from '../lib/postgres-cpu.ts';
import { openProfile, type Profile } from '../lib/profile.ts';
import { alternate, type Measure } from '../lib/rounds.ts';
import { createStatementTimes } from '../lib/statement-times.ts';
import { ratioOf } from '../lib/stats.ts';
import { insertSender } from './bare.ts';
import { type Counted, countPerSend, watchPool } from './count-statements.ts';
import { backendOver, bookingSender, createOrder } from './ours.ts';
import { RACERS, racing } from './race.ts';
import { seed } from './seed.ts';

const CALLERS = 16;

const measured =
  (dataDir: string, send: Send): Measure =>
  async (ms) => {
    const postgres = await postgresCpu(dataDir);
    const own = cpuUsage();
    const figures = await closedLoop(CALLERS, ms, send);
    const { user, system } = cpuUsage(own);
    const count = figures['count'] ?? 0;
    return {
      ...figures,
      cpu_ms_per_booking: (user + system) / 1000 / count,
      postgres_cpu_ms_per_booking: ((await postgresCpu(dataDir)) - postgres) / count,
    };
  };

type Watch = { readonly profile: Profile; readonly times: ReturnType<typeof createStatementTimes> | undefined };

const profiled =
  ({ profile, times }: Watch, measure: Measure): Measure =>
  async (ms) => {
    times?.go();
    await profile.go();
    const figures = await measure(ms);
    await profile.pause();
    times?.pause();
    return figures;
  };

const describe = ({ statements, exchanges }: Counted): string =>
  `${statements} statements in ${exchanges} exchanges with the database`;

/**
 * A full booking through the backend's one door (who asks, idempotency, what is free, the race, history, audit,
 * notifications and reminders) against the single insert that takes the time.
 */
export const booking: Benchmark = async (place, options) => {
  const plan = planFor(3, options);
  const times = options.profile === undefined ? undefined : createStatementTimes();
  const database = await openDatabase(place, times?.note);
  const seeded = await seed(database);
  const pool = database.openPool();
  const order = createOrder(seeded);
  const backend = backendOver(pool);
  const book = bookingSender(backend, seeded, order);
  const insert = insertSender(pool, seeded);
  const profile = await openProfile(options.profile, 'booking');
  const results = await alternate(
    {
      ours: profiled({ profile, times }, measured(database.dataDir, book)),
      bare: measured(database.dataDir, insert),
      race: racing(backend, seeded, order),
    },
    plan,
  );
  await profile.save();
  if (options.profile !== undefined) {
    await mkdir(options.profile, { recursive: true });
    await times?.save(join(options.profile, 'booking-statements.tsv'));
  }
  const watched = database.openPool();
  const counted = watchPool(watched);
  const full = await countPerSend(counted, bookingSender(backendOver(watched), seeded, order));
  return {
    what: 'a full booking through the one door; bare: one insert of the taken time',
    rounds: plan.rounds,
    results,
    ratio: ratioOf(results.ours, results.bare, 'per_second'),
    ratio_of: 'bookings a second, ours to the bare insert',
    target: 0.2,
    notes: [
      `closed loop, ${CALLERS} callers, one pool of connections, nobody wants the same slot`,
      `race: ${RACERS} callers want one slot at once, each is answered with the booking or the nearest free times; target p50 ≤ 60 ms`,
      `one booking: ${describe(full)}; the bare insert: 4 statements in 1 exchange`,
    ],
  };
};
