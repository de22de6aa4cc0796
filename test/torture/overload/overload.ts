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
/** Of how long who is served waits at worst, beside them. */
const MOST_BESIDE_SLOW = 2;
/** What docs/limits.md#slowness gives them, and some seconds. */
const HEADERS_CUT_MS = 15_000;
const BODIES_CUT_MS = 35_000;

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
const tenths = (value: number): number => Math.round(value * 10) / 10;
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

/** Others hold hundreds of connections by sending a letter a second: nobody notices, and all of them are cut. */
const besideSlow = async ({ gunner, street, storm, second_ms }: Run, found: Finding): Promise<void> => {
  const ask = () => gunner.closed(storm, { senders: 16, ms: 4 * second_ms });
  const alone = await ask();
  const [headers, bodies] = await Promise.all([
    holdSlowly(street.port, SLOW_CONNECTIONS / 2, 'headers'),
    holdSlowly(street.port, SLOW_CONNECTIONS / 2, 'body'),
  ]);
  const beside = await ask();
  const cut = await Promise.all([headers.countCut(HEADERS_CUT_MS), bodies.countCut(BODIES_CUT_MS)]);
  const slow_cut = cut[0] + cut[1];
  Object.assign(found.figures, {
    alone_p99_ms: tenths(alone.p99_ms),
    beside_slow_p99_ms: tenths(beside.p99_ms),
    slow_cut,
  });
  demand(
    found,
    alone.refused + alone.lost + beside.refused + beside.lost === 0,
    'beside slow clients others were refused',
  );
  demand(found, beside.p99_ms <= MOST_BESIDE_SLOW * alone.p99_ms, 'beside slow clients others waited twice as long');
  demand(found, slow_cut === SLOW_CONNECTIONS, 'slow clients were not all cut');
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
  await besideSlow(run, found);
  return { what: 'more is asked for than can be served', ...found };
};

export const overload: Torture = (t) => tortureOverload(t, 1_000);
