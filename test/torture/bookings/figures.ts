import { percentile } from '../../../bench/lib/stats.ts';
import type { Findings } from '../lib/torture.ts';
import type { Facts } from './facts.ts';
import type { FaultName } from './faults.ts';
import type { Blow, Storm } from './storm.ts';

/** After a blow the program may be away for so long; at any other time "not now" is wrong. */
const AWAY_MS = 5_000;

const countCauseless = ({ notes, blows }: Storm): number =>
  notes.unavailable_at.filter(
    (at) => !blows.some(({ began, back_ms }) => at >= began && at <= began + (back_ms ?? 0) + AWAY_MS),
  ).length;

const worst = (blows: readonly Blow[], name: FaultName): number =>
  Math.round(
    Math.max(
      0,
      ...blows.filter((blow) => blow.name === name).map(({ back_ms }) => back_ms ?? Number.POSITIVE_INFINITY),
    ),
  );

/** What was done and what it took, by name. */
export const figuresOf = (facts: Facts, { notes, blows, keeper, seconds }: Storm): Findings['figures'] => {
  const { count, latencies_ms } = notes;
  const done = (deed: string) => notes.writes.filter((write) => write.deed === deed && write.ending === 'done').length;
  return {
    seconds: Math.round(seconds),
    operations: count.answered,
    operations_per_second: Math.round(count.answered / seconds),
    writes: count.writes,
    created: done('create'),
    held: done('hold'),
    confirmed: done('confirm'),
    moved: done('move'),
    cancelled: done('cancel'),
    refused: notes.writes.filter(({ ending }) => ending === 'refused').length,
    never_answered: notes.writes.filter(({ ending }) => ending === 'unknown').length,
    lost_answers: count.lost,
    unavailable: count.unavailable,
    unavailable_without_a_blow: countCauseless({ notes, blows, keeper, seconds }),
    p50_ms: Math.round(percentile(latencies_ms, 0.5)),
    p99_ms: Math.round(percentile(latencies_ms, 0.99)),
    faults: blows.length,
    ...Object.fromEntries(
      [...Map.groupBy(blows, ({ name }) => name)].map(([name, list]) => [`faults: ${name}`, list.length]),
    ),
    starts: keeper.starts(),
    ...Object.fromEntries(
      (['server killed', 'PostgreSQL killed'] as const).map((name) => [
        `first booking after ${name}, worst_ms`,
        worst(blows, name),
      ]),
    ),
    rows_bookings: facts.bookings.length,
    rows_history: facts.history.length,
    rows_notifications: facts.notifications.length,
  };
};

/** What the program logged as faults, each kind once with its number; databases that were away are among them. */
export const tellFaults = ({ keeper }: Storm, tell: (sentence: string) => void): void => {
  for (const [fault, { length }] of Map.groupBy(keeper.faults(), (one) => one))
    tell(`logged ${length} times: ${fault}`);
};
