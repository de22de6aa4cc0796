import { stderr } from 'node:process';
import type { Figures } from './stats.ts';

/** Runs one contender for `ms` milliseconds and says what was measured. */
export type Measure = (ms: number) => Promise<Figures>;

export type RoundPlan = { readonly rounds: number; readonly round_ms: number; readonly warm_up_ms: number };

/**
 * Lets the contenders take turns (ours, bare, ours, bare …), after a warm-up of each that does not count. The order
 * turns around every round, so that nobody always comes after the same one.
 */
export const alternate = async <N extends string>(
  contenders: Readonly<Record<N, Measure>>,
  plan: RoundPlan,
): Promise<Record<N, Figures[]>> => {
  const entries = Object.entries(contenders) as [N, Measure][];
  const results = Object.fromEntries(entries.map(([name]) => [name, [] as Figures[]])) as Record<N, Figures[]>;
  for (const [, measure] of entries) await measure(plan.warm_up_ms);
  for (let round = 0; round < plan.rounds; round += 1) {
    stderr.write(`round ${round + 1} of ${plan.rounds}\n`);
    for (const [name, measure] of round % 2 === 0 ? entries : entries.toReversed())
      results[name].push(await measure(plan.round_ms));
  }
  return results;
};
