import { deepEqual } from 'node:assert/strict';
import type { Slot, Taken } from '../../packages/backend/src/modules/scheduling/rules.ts';
import { offerDays } from '../../packages/backend/src/modules/scheduling/rules-offer.ts';
import { freeSlots } from '../../packages/backend/src/modules/scheduling/rules-slots.ts';
import { workingWindows } from '../../packages/backend/src/modules/scheduling/rules-windows.ts';
import type { Measure } from '../lib/rounds.ts';
import { median } from '../lib/stats.ts';
import { FIRST_DAY, FROM, LAST_DAY, NOW, SERVICE, TO, team, WEEKLY, ZONE } from './cases.ts';
import { plainStarts } from './plain.ts';

const RANGE = { from_day: FIRST_DAY, to_day: LAST_DAY };

/** The product's arithmetic, from weekly hours to free starts. */
const ourStarts = (taken: readonly Taken[]): Slot[] => {
  const windows = workingWindows({ zone: ZONE, weekly: WEEKLY, overrides: [], ...RANGE });
  return freeSlots({ zone: ZONE, windows, taken, service: SERVICE, now: NOW, from: FROM, to: TO });
};

const theirStarts = (taken: readonly Taken[]): Slot[] =>
  plainStarts({ zone: ZONE, weekly: WEEKLY, taken, service: SERVICE, now: NOW, ...RANGE });

/** Microseconds for each of `count`, as the clock sees them. */
const timed = (count: number, work: () => unknown): number => {
  const begun = performance.now();
  for (let index = 0; index < count; index += 1) work();
  return ((performance.now() - begun) * 1000) / count;
};

/** Does each over and over, a few of one and a few of the other; the figures are the medians of these few. */
const inTurns =
  <N extends string>(contenders: Readonly<Record<N, () => unknown>>, few: number): Measure =>
  async (ms) => {
    const entries = Object.entries(contenders) as [N, () => unknown][];
    const times = entries.map((): number[] => []);
    const until = performance.now() + ms;
    do for (const [index, [, work]] of entries.entries()) times[index]?.push(timed(few, work));
    while (performance.now() < until);
    return Object.fromEntries(entries.map(([name], index) => [name, median(times[index] ?? [])]));
  };

/** The free starts of one specialist: ours, and the plainest loop that finds the same. Throws where it does not. */
export const compared = (taken: readonly Taken[]): Measure => {
  deepEqual(ourStarts(taken), theirStarts(taken));
  return inTurns({ ours_us: () => ourStarts(taken), plain_us: () => theirStarts(taken) }, 5);
};

/** The free starts with the days' marks, of a team of which anybody will do. */
export const anybody = (count: number): Measure => {
  const staff = team(count);
  return inTurns({ ours_us: () => offerDays(staff, { zone: ZONE, ...RANGE }, NOW) }, 1);
};
