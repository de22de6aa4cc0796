/** Measured numbers of one round, by name. */
export type Figures = Readonly<Record<string, number>>;

/** The middle one; the mean of the two in the middle when there is an even number. NaN of nothing. */
export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
};

/** The smallest of the numbers that at least `share` (0–1) of them do not exceed. NaN of nothing. */
export const percentile = (numbers: readonly number[], share: number): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
};

export type Spread = { readonly median: number; readonly min: number; readonly max: number };

/** The median with the extremes beside it. */
export const spreadOf = (numbers: readonly number[]): Spread => ({
  median: median(numbers),
  min: Math.min(...numbers),
  max: Math.max(...numbers),
});

/** Each figure over all rounds. */
export const summarise = (rounds: readonly Figures[]): Record<string, Spread> => {
  const names = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, spreadOf(rounds.map((round) => round[name] ?? Number.NaN))]));
};

/**
 * One contender's figure divided by another's, round by round: what slows the machine down for a while slows both.
 */
export const ratioOf = (ours: readonly Figures[], bare: readonly Figures[], figure: string): Spread =>
  spreadOf(ours.map((round, index) => (round[figure] ?? Number.NaN) / (bare[index]?.[figure] ?? Number.NaN)));
