/**
 * A server of Telegram's starts a bot that it has not loaded when it is first spoken to, and bears twenty of those a
 * minute and six hundred an hour from one address.
 */
const AT_ONCE = 20;
const EVERY_MS = 6_000;

/** Whose turn it is to speak to Telegram for the first time: twenty at once, then one every six seconds. */
export const createTurns = (ticks: () => number = () => performance.now()) => {
  let next = Number.NEGATIVE_INFINITY;
  return {
    /** Takes a turn, and gives in how many milliseconds it is. */
    take: (): number => {
      const now = ticks();
      const at = Math.max(next, now - (AT_ONCE - 1) * EVERY_MS);
      next = at + EVERY_MS;
      return Math.max(0, at - now);
    },
  };
};
