/** A stretch of time, half-open; Unix milliseconds. */
export type Stretch = { readonly from: number; readonly to: number };

/**
 * Where in `sorted` (sorted, apart) the first one stands that ends after `at`; their number if none does. Found by
 * halving, because every day of a range asks the same list.
 */
export const firstEndingAfter = (sorted: readonly Stretch[], at: number): number => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.to ?? at) > at) high = middle;
    else low = middle + 1;
  }
  return low;
};
