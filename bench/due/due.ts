import { join } from 'node:path';
import { stderr } from 'node:process';
import { startEmbeddedPostgres } from '../../apps/server/src/embedded/index.ts';
import type { Benchmark } from '../lib/benchmark.ts';
import type { Check } from '../lib/report.ts';
import { type Figures, median, type Spread, spreadOf } from '../lib/stats.ts';
import type { Workplace } from '../lib/workplace.ts';
import { beginCounting, COUNTING } from './databases.ts';
import { ENGINES, type EngineName } from './engines.ts';
import { type Field, openField } from './field.ts';
import { connectRedis, startRedis } from './redis-server.ts';
import { drain, idle, lag, takeOver, tidy } from './scenarios.ts';

type Plan = {
  readonly rounds: number;
  readonly due: number;
  readonly waiting: number;
  readonly lag_seconds: number;
  readonly idle_seconds: number;
};

const USUAL: Plan = { rounds: 3, due: 50_000, waiting: 1_000_000, lag_seconds: 20, idle_seconds: 20 };
const QUICK: Plan = { rounds: 1, due: 10_000, waiting: 50_000, lag_seconds: 5, idle_seconds: 5 };
/** With `--full` so many more wait at the end, for us alone. */
const MANY = 9_000_000;

const NAMES = Object.keys(ENGINES) as EngineName[];
const RIVALS = NAMES.filter((name) => name !== 'okno');

type Numbers = Record<EngineName, number[]>;
const none = (): Numbers => ({ okno: [], pg_boss: [], graphile_worker: [], bullmq: [] });

const say = (sentence: string): void => void stderr.write(`${sentence}\n`);

const openFields = async (place: Workplace): Promise<Field[]> => {
  const server = await startEmbeddedPostgres({ dataDir: join(place.folder, 'postgres'), settings: COUNTING });
  place.atEnd(() => server.stop());
  await beginCounting({ postgres: server.connection });
  const redis_port = await startRedis(place);
  const redis = connectRedis(redis_port);
  place.atEnd(() => redis.quit());
  const fields: Field[] = [];
  for (const name of NAMES) {
    const field = await openField(place, name, { postgres: server.connection, redis_port }, redis);
    place.atEnd(() => field.planner.close());
    fields.push(field);
  }
  return fields;
};

/** All take turns, and the order turns around every round, so that nobody always comes after the same one. */
const drainInTurns = async (fields: readonly Field[], { rounds, due }: Plan): Promise<Numbers> => {
  const rates = none();
  for (let round = 0; round < rounds; round += 1)
    for (const field of round % 2 === 0 ? fields : fields.toReversed()) {
      const rate = await drain(field, due);
      say(`round ${round + 1} of ${rounds}: ${field.name} ${Math.round(rate)} a second`);
      rates[field.name].push(rate);
    }
  return rates;
};

/** Ours to the best of the others, round by round. */
const ratioToBest = (rates: Numbers): Spread =>
  spreadOf(rates.okno.map((ours, round) => ours / Math.max(...RIVALS.map((name) => rates[name][round] ?? 0))));

const atLeast = (what: string, value: number, target: number): Check => ({
  what: `${what} ≥ ${target}`,
  value,
  reached: value >= target,
});
const atMost = (what: string, value: number, target: number): Check => ({
  what: `${what} ≤ ${target}`,
  value,
  reached: value <= target,
});

/** Ten times as many wait: what it changes for us. */
const withMany = async (field: Field, plan: Plan, usual: { rate: number; p50_ms: number }): Promise<Check[]> => {
  say(`${MANY} more are planned`);
  await field.planner.flood(MANY);
  await tidy(field);
  const rates: number[] = [];
  for (let round = 0; round < plan.rounds; round += 1) rates.push(await drain(field, plan.due));
  const late = await lag(field, plan.lag_seconds);
  say(`with ten million waiting: ${rates.map(Math.round).join(', ')} a second, ${late.p50_ms} and ${late.p99_ms} ms`);
  return [
    atLeast('with 10 M waiting: drain, to that with 1 M', median(rates) / usual.rate, 0.8),
    atMost('with 10 M waiting: lag p50, ms', late.p50_ms, Math.max(10, usual.p50_ms * 1.2)),
    atMost('with 10 M waiting: lag p99, ms', late.p99_ms, 50),
  ];
};

/**
 * What happens later: the product's engine beside pg-boss, graphile-worker and BullMQ, each tuned as far as it goes, on
 * the same servers; every job is one LPUSH.
 */
export const due: Benchmark = async (place, { quick, full }) => {
  const plan = quick ? QUICK : USUAL;
  const fields = await openFields(place);
  const [ours] = fields;
  if (ours === undefined) throw new Error('nobody runs');
  const empty = await drainInTurns(fields, plan);
  for (const field of fields) {
    say(`${field.name}: ${plan.waiting} are planned for later`);
    await field.planner.flood(plan.waiting);
    await tidy(field);
  }
  const waiting = await drainInTurns(fields, plan);
  const rest: Record<string, Figures> = {};
  for (const field of fields) {
    const { p50_ms, p99_ms } = await lag(field, plan.lag_seconds);
    rest[field.name] = {
      lag_p50_ms: p50_ms,
      lag_p99_ms: p99_ms,
      idle_queries_per_s: await idle(field, plan.idle_seconds),
    };
    say(`${field.name}: ${JSON.stringify(rest[field.name])}`);
  }
  const taken = await takeOver(ours);
  const { lag_p50_ms = Number.NaN, lag_p99_ms = Number.NaN, idle_queries_per_s = Number.NaN } = rest['okno'] ?? {};
  const checks = [
    atLeast('drain of an otherwise empty store, to the best of the others', ratioToBest(empty).median, 1),
    atMost('lag p50, ms', lag_p50_ms, 10),
    atMost('lag p99, ms', lag_p99_ms, 50),
    atMost('queries a second when idle', idle_queries_per_s, 1),
    atMost('a killed process: everything fired after, ms', taken.ms, 2_000),
    ...(full ? await withMany(ours, plan, { rate: median(waiting.okno), p50_ms: lag_p50_ms }) : []),
  ];
  return {
    what: `what is due later: ${plan.due} drained from an empty store and with ${plan.waiting} waiting`,
    rounds: plan.rounds,
    results: Object.fromEntries(
      NAMES.map((name) => [
        name,
        empty[name].map((rate, round) => ({
          empty_per_s: rate,
          waiting_per_s: waiting[name][round] ?? Number.NaN,
          ...rest[name],
        })),
      ]),
    ),
    ratio: ratioToBest(waiting),
    ratio_of: `jobs a second with ${plan.waiting} waiting, ours to the best of the others`,
    target: 3,
    checks,
    notes: [
      'one worker process each; every job is one LPUSH, of as many numbers as the engine hands over at once',
      `lag: 100 a second with ${plan.waiting} waiting, planned three seconds before; by the clock of the machine`,
      'idle: the statements that the server has counted (pg_stat_statements), twenty seconds after the start',
      `killed in the middle of its work: ${taken.repeated} of 5000 were fired twice, none was lost`,
    ],
  };
};
