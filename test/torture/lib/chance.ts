/** Chance that can be had again: the same seed gives the same choices in the same order. */
export type Chance = {
  /** From 0 up to, but not including 1. */
  readonly next: () => number;
  /** A whole number from 0 up to, but not including `below`. */
  readonly below: (below: number) => number;
  readonly one: <T>(list: readonly T[]) => T | undefined;
  /** One of the names; each as likely as its weight says. */
  readonly weighed: <N extends string>(weights: Readonly<Record<N, number>>) => N;
  readonly shuffled: <T>(list: readonly T[]) => T[];
};

/** The mulberry32 generator: small, quick, and even enough for choosing what to do next. */
const mulberry = (seed: number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

export const createChance = (seed: number): Chance => {
  const next = mulberry(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    one: (list) => list[below(list.length)],
    weighed: <N extends string>(weights: Readonly<Record<N, number>>): N => {
      const entries = Object.entries(weights) as [N, number][];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [name, weight] of entries) {
        left -= weight;
        if (left < 0) return name;
      }
      throw new Error('nothing to choose from');
    },
    shuffled: (list) => {
      const rest = [...list];
      for (let last = rest.length - 1; last > 0; last -= 1) {
        const other = below(last + 1);
        [rest[last], rest[other]] = [rest[other] as never, rest[last] as never];
      }
      return rest;
    },
  };
};
