/** A look at the program: bytes that are held after clearing away, and what else could pile up. */
export type Sample = {
  /** Seconds since the load began. */
  readonly at: number;
  readonly heap: number;
  readonly rss: number;
  /** Of the process: files, sockets, pipes. */
  readonly descriptors: number;
  /** Sessions of PostgreSQL that are ours. */
  readonly connections: number;
  /** How long the oldest thing that is due has waited, in seconds. */
  readonly lag: number;
};

/** Memories fill up to their size first, statements are compiled, pools open their connections. */
const WARM_SHARE = 0.3;
const LONGEST_WARM = 1_200;
const MOST_GROWTH = 0.1;
/** Whoever looks holds one or two as well. */
const SPARE = 3;
const SPARE_LAG = 1;
const MIB = 2 ** 20;

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/** By how much it grows in a second, by least squares over all that was seen. */
const slope = (points: readonly (readonly [at: number, value: number])[]): number => {
  const mean = (pick: 0 | 1) => points.reduce((sum, point) => sum + point[pick], 0) / points.length;
  const [at, value] = [mean(0), mean(1)];
  const along = points.reduce((sum, point) => sum + (point[0] - at) ** 2, 0);
  return points.reduce((sum, point) => sum + (point[0] - at) * (point[1] - value), 0) / along;
};

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/**
 * What has grown: the middle of the last third beside that of the first, after the warming up. Medians, because a look may
 * fall on a busy moment; thirds, because what leaks is more at the end, however slowly.
 */
export const judge = (samples: readonly Sample[]): { figures: Record<string, number>; wrong: string[] } => {
  const end = samples.at(-1)?.at ?? 0;
  const warm = samples.filter(({ at }) => at >= Math.min(WARM_SHARE * end, LONGEST_WARM));
  const third = Math.floor(warm.length / 3);
  if (third < 3) return { figures: { samples: warm.length }, wrong: ['there are too few looks to say anything'] };
  const [first, last] = [warm.slice(0, third), warm.slice(-third)];
  const middle = (of: readonly Sample[], what: keyof Sample) => median(of.map((one) => one[what]));
  const growth = (what: 'heap' | 'rss') => middle(last, what) / middle(first, what) - 1;
  const more = (what: 'descriptors' | 'connections' | 'lag') => middle(last, what) - middle(first, what);
  const figures = {
    samples: warm.length,
    ...Object.fromEntries(
      (['heap', 'rss'] as const).flatMap((what) => [
        [`${what}_first_mib`, round(middle(first, what) / MIB, 1)],
        [`${what}_last_mib`, round(middle(last, what) / MIB, 1)],
        [`${what}_growth_percent`, round(100 * growth(what), 1)],
        [`${what}_mib_per_hour`, round((slope(warm.map((one) => [one.at, one[what]])) * 3600) / MIB, 1)],
      ]),
    ),
    descriptors_first: middle(first, 'descriptors'),
    descriptors_last: middle(last, 'descriptors'),
    connections_first: middle(first, 'connections'),
    connections_last: middle(last, 'connections'),
    lag_first_s: round(middle(first, 'lag'), 2),
    lag_last_s: round(middle(last, 'lag'), 2),
    worst_lag_s: round(Math.max(...warm.map(({ lag }) => lag)), 2),
  };
  const wrong = [
    ...(['heap', 'rss'] as const)
      .filter((what) => growth(what) > MOST_GROWTH)
      .map((what) => `the ${what} has grown by ${round(100 * growth(what), 1)} %`),
    ...(['descriptors', 'connections'] as const)
      .filter((what) => more(what) > SPARE)
      .map((what) => `there are ${more(what)} more ${what} at the end`),
    ...(more('lag') > SPARE_LAG ? [`what is due waits ${round(more('lag'), 1)} s longer at the end`] : []),
  ];
  return { figures, wrong };
};
