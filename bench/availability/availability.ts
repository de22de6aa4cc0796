import { cpuUsage } from 'node:process';
import { backendOver } from '../booking/ours.ts';
import { type Benchmark, planFor } from '../lib/benchmark.ts';
import { openDatabase } from '../lib/database.ts';
import { closedLoop, openLoop, type Send } from '../lib/load.ts';
import { postgresCpu } from '../lib/postgres-cpu.ts';
import { openProfile } from '../lib/profile.ts';
import { alternate, type Measure } from '../lib/rounds.ts';
import { ratioOf } from '../lib/stats.ts';
import { readSender } from './bare.ts';
import { createChoose } from './choose.ts';
import { daySender, everyTimetable } from './ours.ts';
import { RESERVATIONS, seed, TENANTS } from './seed.ts';

const CALLERS = 16;
const PER_SECOND = 200;

const closed =
  (dataDir: string, send: Send): Measure =>
  async (ms) => {
    const postgres = await postgresCpu(dataDir);
    const own = cpuUsage();
    const figures = await closedLoop(CALLERS, ms, send);
    const { user, system } = cpuUsage(own);
    const count = figures['count'] ?? 0;
    return {
      ...figures,
      cpu_ms_per_question: (user + system) / 1000 / count,
      postgres_cpu_ms_per_question: ((await postgresCpu(dataDir)) - postgres) / count,
    };
  };

/**
 * "A date is tapped": the free starts of one day from the database through the one door, among a million reservations
 * of a thousand businesses; as fast as it goes against a bare select, and at a fixed rate.
 */
export const availability: Benchmark = async (place, options) => {
  const plan = planFor(3, options);
  const database = await openDatabase(place);
  const seeded = await seed(database);
  const pool = database.openPool();
  const { call } = backendOver(pool);
  const ask = daySender({ call }, createChoose(seeded));
  const read = readSender(pool, createChoose(seeded));
  await everyTimetable({ call }, seeded);
  const profile = await openProfile(options.profile, 'availability');
  const results = await alternate(
    {
      ours: async (ms) => {
        await profile.go();
        const figures = await closed(database.dataDir, ask)(ms);
        await profile.pause();
        return figures;
      },
      bare: closed(database.dataDir, read),
      ours_at_200: (ms) => openLoop(PER_SECOND, ms, ask),
    },
    plan,
  );
  await profile.save();
  return {
    what: `free starts of a day through the one door, ${RESERVATIONS} reservations of ${TENANTS} businesses; bare: one select`,
    rounds: plan.rounds,
    results,
    ratio: ratioOf(results.ours, results.bare, 'per_second'),
    ratio_of: 'answers a second, ours to the bare select',
    target: 0.5,
    notes: [
      `ours and bare: closed loop, ${CALLERS} callers, the same pool; another business each time, half of the questions name a specialist`,
      'a process that has been running: every timetable has been asked for once',
      `ours_at_${PER_SECOND}: open loop, latency from the intended start; target p95 ≤ 25 ms`,
    ],
  };
};
