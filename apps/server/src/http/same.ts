import { hash, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

/** Compares in constant time, whatever the lengths. */
export const isSame = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected));

/** Of lists that never change, such as those of the settings. */
const digests = new WeakMap<readonly string[], readonly Buffer[]>();

const digestsOf = (expected: readonly string[]): readonly Buffer[] => {
  const known = digests.get(expected) ?? expected.map(digest);
  digests.set(expected, known);
  return known;
};

/**
 * Whether it is one of these, of which a list is kept. All are compared, so that the time tells nothing about which one was
 * nearly right.
 */
export const isOneOf = (given: string, expected: readonly string[]): boolean => {
  const mark = digest(given);
  return digestsOf(expected).filter((one) => timingSafeEqual(mark, one)).length > 0;
};
