import type { Findings } from './report.ts';
import type { RoundPlan } from './rounds.ts';
import type { Workplace } from './workplace.ts';

export type Options = {
  /** A shorter run that still compares; for a first look. */
  readonly quick: boolean;
  /** A longer one, where there is more to be seen. */
  readonly full: boolean;
  /** Folder for CPU profiles of our server. */
  readonly profile: string | undefined;
};

export type Benchmark = (place: Workplace, options: Options) => Promise<Findings>;

/** How long and how often `contenders` are measured: within a minute, or a quarter of one. */
export const planFor = (contenders: number, { quick }: Options): RoundPlan => {
  const rounds = quick ? 2 : 5;
  const budget_ms = quick ? 8_000 : 40_000;
  const warm_up_ms = quick ? 700 : 2_000;
  return { rounds, warm_up_ms, round_ms: (budget_ms / contenders - warm_up_ms) / rounds };
};
