import { setTimeout as sleep } from 'node:timers/promises';
import type { Place } from '../../e2e/support/at-end.ts';
import type { Findings, Torture } from '../lib/torture.ts';
import { holdSlowly } from './slow.ts';
import { openStreet, type Street } from './street.ts';
import { type Gunner, openGunner, type Volley } from './volley.ts';

/** What must hold, on a machine that has nothing else to do. */
const LEAST_GOOD = 0.8;
const WORST_P99_MS = 500;
const LEAST_QUIET = 0.95;
const RECOVERY_MS = 5_000;

/** As many a second as a quiet business asks. */
const QUIET_PER_SECOND = 20;
const SLOW_CONNECTIONS = 500;

type Run = { readonly gunner: Gunner; readonly street: Street; readonly storm: Buffer; readonly second_ms: number };

/** The most that is answered well in a second, however many ask at once. */
const findBest = async ({ gunner, storm, second_ms }: Run): Promise<number> => {
  await gunner.closed(storm, { senders: 16, ms: 3 * second_ms });
  const rates: number[] = [];
  for (const senders of [8, 16, 32, 64])
    rates.push((await gunner.closed(storm, { senders, ms: 2 * second_ms })).good_per_second);
  return Math.max(...rates);
};

const both = async ({ gunner, street, storm }: Run, per_second: number, ms: number): Promise<[Volley, Volley]> =>
  Promise.all([
    gunner.open(storm, { per_second, ms }),
    gunner.open(street.question('quiet'), { per_second: QUIET_PER_SECOND, ms }),
  ]);

/** How many of the best a second of answers is, once the burst has been over for a while. */
const recover = async ({ gunner, storm, second_ms }: Run): Promise<Volley> => {
  await sleep(RECOVERY_MS - 2 * second_ms);
  return gunner.closed(storm, { senders: 32, ms: 2 * second_ms });
};

const whole = (value: number): number => Math.round(value);
const share = (value: number): number => Math.round(value * 100) / 100;

type Finding = { readonly figures: Record<string, number>; readonly wrong: string[] };

const demand = ({ wrong }: Finding, holds: boolean, sentence: string): void => {
  if (!holds) wrong.push(sentence);
};

const judge = (found: Finding, name: string, best: number, [storm, quiet]: readonly [Volley, Volley]): void => {
  const good = share(storm.good_per_second / best);
  const served = share(quiet.good / quiet.sent);
  Object.assign(found.figures, {
    [`${name}_good_share`]: good,
    [`${name}_refused_per_good`]: share(storm.refused / storm.good),
    [`${name}_p99_ms`]: whole(storm.p99_ms),
    [`${name}_quiet_share`]: served,
    [`${name}_quiet_p99_ms`]: whole(quiet.p99_ms),
  });
  demand(found, storm.lost + quiet.lost === 0, `${name}: ${storm.lost + quiet.lost} had no answer, or a fault of ours`);
  demand(found, served >= LEAST_QUIET, `${name}: the quiet business was served ${served} and not ${LEAST_QUIET}`);
};

/** One business asks for more than can be served, then for much more; another asks now and then; then come slow ones. */
export const tortureOverload = async (t: Place, second_ms: number): Promise<Findings> => {
  const street = await openStreet(t, ['storm', 'quiet']);
  const gunner = await openGunner(street.port, street.health);
  t.after(gunner.close);
  const run: Run = { gunner, street, storm: street.question('storm'), second_ms };
  const best = await findBest(run);
  const found: Finding = { figures: { best_per_second: whole(best) }, wrong: [] };
  const twice = await both(run, 2 * best, 8 * second_ms);
  judge(found, 'twice', best, twice);
  demand(found, twice[0].good_per_second >= LEAST_GOOD * best, 'twice: less than 80 % of the best was served');
  demand(found, twice[0].p99_ms <= WORST_P99_MS, `twice: who was served waited ${whole(twice[0].p99_ms)} ms`);
  judge(found, 'five_times', best, await both(run, 5 * best, 10 * second_ms));
  const after = await recover(run);
  found.figures['recovered_share'] = share(after.good_per_second / best);
  demand(
    found,
    after.refused + after.lost === 0,
    `after the burst ${after.refused + after.lost} were still not served`,
  );
  demand(found, after.good_per_second >= LEAST_GOOD * best, 'after the burst less than 80 % of the best was served');
  const slow = await holdSlowly(street.port, SLOW_CONNECTIONS);
  const beside = await gunner.closed(run.storm, { senders: 16, ms: 4 * second_ms });
  Object.assign(found.figures, { beside_slow_p99_ms: whole(beside.p99_ms), slow_cut: await slow.countCut(15_000) });
  demand(
    found,
    beside.p99_ms <= WORST_P99_MS && beside.refused + beside.lost === 0,
    'beside slow clients others waited',
  );
  demand(found, found.figures['slow_cut'] === SLOW_CONNECTIONS, 'slow clients were not all cut');
  return { what: 'more is asked for than can be served', ...found };
};

export const overload: Torture = (t) => tortureOverload(t, 1_000);
