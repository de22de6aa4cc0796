import { randomUUID } from 'node:crypto';
import { backendOver } from '../booking/ours.ts';
import type { Benchmark, Options } from '../lib/benchmark.ts';

import { openDatabase } from '../lib/database.ts';
import { closedLoop } from '../lib/load.ts';
import { alternate, type Measure, type RoundPlan } from '../lib/rounds.ts';
import { type Figures, median, ratioOf, type Spread } from '../lib/stats.ts';
import { anybody, compared } from './arithmetic.ts';
import { CASES, DAYS, MONTH, ZONE } from './cases.ts';
import { readSender } from './read.ts';
import { PASTS, seed } from './seed.ts';

/** Ours may take this many times the plain loop's time. */
const FACTOR = 1.2;

// Many contenders of microseconds each: short rounds are enough.
const planOf = ({ quick }: Options): RoundPlan =>
  quick ? { rounds: 3, warm_up_ms: 200, round_ms: 150 } : { rounds: 5, warm_up_ms: 700, round_ms: 500 };

/** One caller who asks again and again: what a person waits. */
const asked =
  (send: () => Promise<void>): Measure =>
  async (ms) => {
    const { p50_ms, p99_ms } = await closedLoop(1, ms, send);
    return { p50_ms: p50_ms ?? Number.NaN, p99_ms: p99_ms ?? Number.NaN };
  };

const NAMES = ['none', 'hundred', 'thousand', 'dense'] as const;
type CaseName = (typeof NAMES)[number];
type Results = Readonly<Record<string, readonly Figures[]>>;

/** Round by round, the plain loop's time to ours. */
const ratioIn = (results: Results, name: CaseName): Spread => {
  const rounds = results[name] ?? [];
  return ratioOf(
    rounds.map((round) => ({ us: round['plain_us'] ?? Number.NaN })),
    rounds.map((round) => ({ us: round['ours_us'] ?? Number.NaN })),
    'us',
  );
};

const medianOf = (results: Results, name: string, figure: string): number =>
  median((results[name] ?? []).map((round) => round[figure] ?? Number.NaN));

const verdictOn = (results: Results, name: CaseName): string => {
  const us = medianOf(results, name, 'ours_us');
  const factor = 1 / ratioIn(results, name).median;
  const { target_us } = CASES[name];
  const reached = us <= target_us && factor <= FACTOR;
  return `${name}: ${us.toFixed(0)} µs (target ≤ ${target_us}), ${factor.toFixed(2)} times the plain loop (target ≤ ${FACTOR}): ${reached ? 'reached' : 'NOT reached'}`;
};

const growth = (results: Results, names: readonly string[], figure: string): string => {
  const first = medianOf(results, names[0] ?? '', figure);
  return names.map((name) => `${name} × ${(medianOf(results, name, figure) / first).toFixed(2)}`).join(', ');
};

/**
 * The free starts of thirty days in which the clocks change: the arithmetic alone, against the plainest loop that finds the
 * same; teams of which anybody will do; and the whole question through the one door, however long the past is.
 */
export const slots: Benchmark = async (place, options) => {
  const plan = planOf(options);
  const database = await openDatabase(place);
  const { tenant_id, service_id, specialist_ids } = await seed(database);
  const pool = database.openPool();
  const { call } = backendOver(pool);
  const door = (past: keyof typeof PASTS): Measure =>
    asked(async () => {
      await call({
        name: 'scheduling.month',
        input: { service_id, specialist_id: specialist_ids[past], month: MONTH },
        caller: { via: 'public', tenant: 'bench', language: 'en' },
        request_id: randomUUID(),
      });
    });
  const results = await alternate(
    {
      none: compared(CASES.none.taken),
      hundred: compared(CASES.hundred.taken),
      thousand: compared(CASES.thousand.taken),
      dense: compared(CASES.dense.taken),
      team_1: anybody(1),
      team_10: anybody(10),
      team_100: anybody(100),
      past_1k: door('past_1k'),
      past_10k: door('past_10k'),
      past_100k: door('past_100k'),
      bare_read: asked(readSender(pool, { tenant_id, specialist_id: specialist_ids.past_1k })),
    },
    plan,
  );
  const [worst] = NAMES.map((name) => ratioIn(results, name)).toSorted((a, b) => a.median - b.median);
  if (worst === undefined) throw new Error('there are cases');
  return {
    what: `free starts of ${DAYS} days in ${ZONE} with a clock change, step 15; busy times: none, 100, 1000, 1000 one after another`,
    rounds: plan.rounds,
    results,
    ratio: worst,
    ratio_of: 'the time of the plain loop to ours, in the case that is worst for us',
    target: Number((1 / FACTOR).toFixed(2)),
    notes: [
      ...NAMES.map((name) => verdictOn(results, name)),
      `growth with the team, starts and marks: ${growth(results, ['team_1', 'team_10', 'team_100'], 'ours_us')}`,
      `growth with the past, the month through the one door: ${growth(results, Object.keys(PASTS), 'p50_ms')}`,
    ],
  };
};
