import { loadavg } from 'node:os';
import { stderr } from 'node:process';
import type { Benchmark } from '../lib/benchmark.ts';
import type { Check } from '../lib/report.ts';
import { median, ratioOf } from '../lib/stats.ts';
import { type Drained, drain, lag } from './scenes.ts';
import { openWorld } from './world.ts';

type Plan = {
  readonly rounds: number;
  readonly tenants: number;
  readonly waiting: number;
  readonly due: number;
  readonly lag_seconds: number;
};

const USUAL: Plan = { rounds: 3, tenants: 1_000, waiting: 1_000_000, due: 20_000, lag_seconds: 30 };
const QUICK: Plan = { rounds: 1, tenants: 100, waiting: 50_000, due: 5_000, lag_seconds: 8 };
const RATES = [200, 1_000] as const;

const say = (sentence: string): void => void stderr.write(`${sentence}\n`);
const busy = (): string => (loadavg()[0] ?? Number.NaN).toFixed(1);

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

/** Reminders from their time to the queue of their assistants, by the product's own jobs, beside the bare engine. */
export const reminders: Benchmark = async (place, { quick }) => {
  const plan = quick ? QUICK : USUAL;
  const world = await openWorld(place, plan, say);
  const rates: Record<'ours' | 'bare', Drained[]> = { ours: [], bare: [] };
  const loads = [busy()];
  for (let round = 0; round < plan.rounds; round += 1)
    for (const who of round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)) {
      const drained = await drain(world, plan.due, who === 'bare');
      say(`round ${round + 1} of ${plan.rounds}: ${who} ${Math.round(drained.drain_per_s)} a second, load ${busy()}`);
      rates[who].push(drained);
    }
  const late: Record<string, number> = {};
  const checks: Check[] = [];
  for (const rate of RATES) {
    loads.push(busy());
    const { fired, p50_ms, p99_ms, worst_ms } = await lag(world, rate, plan.lag_seconds);
    say(
      `${rate} a second: ${fired} fired, lag p50 ${p50_ms} ms, p99 ${p99_ms} ms, worst ${worst_ms} ms, load ${busy()}`,
    );
    late[`lag_p50_ms_at_${rate}`] = p50_ms;
    late[`lag_p99_ms_at_${rate}`] = p99_ms;
    late[`lag_worst_ms_at_${rate}`] = worst_ms;
    checks.push(atMost(`lag p99 at ${rate} a second, ms`, p99_ms, 50));
  }
  loads.push(busy());
  return {
    what: `reminders of ${plan.tenants} businesses, ${plan.waiting} waiting: ${plan.due} overdue ones to the queue`,
    rounds: plan.rounds,
    results: { ours: rates.ours.map((one) => ({ ...one, ...late })), bare: rates.bare },
    ratio: ratioOf(rates.ours, rates.bare, 'drain_per_s'),
    ratio_of: 'reminders a second, to the engine alone, which pushes what it has claimed',
    target: null,
    checks: [
      atLeast('drain, reminders a second', median(rates.ours.map(({ drain_per_s }) => drain_per_s)), 5_000),
      ...checks,
    ],
    notes: [
      'one process; payloads sealed and opened; from trigger_at to the arrival at a client that blocks on the queue',
      `lag: one in ten by a cron expression, on the whole second; ${plan.lag_seconds} s each; nobody acknowledges`,
      `load average at the beginning, before each lag and at the end: ${loads.join(', ')}`,
    ],
  };
};
