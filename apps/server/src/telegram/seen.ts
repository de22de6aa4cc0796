/** Which updates have come before. */
export type Seen = {
  /** Notes an update of a bot; false when it was noted before. */
  readonly note: (bot_id: number, update_id: number) => boolean;
};

type Ids = Map<number, Set<number>>;

/**
 * Remembers the last `limit` at least, and twice as many at most. Nothing but numbers: a process that runs for weeks has
 * this many all the time.
 */
export const createSeen = (limit: number): Seen => {
  let before: Ids = new Map();
  let lately: Ids = new Map();
  let count = 0;
  return {
    note: (bot_id, update_id) => {
      if (lately.get(bot_id)?.has(update_id) === true || before.get(bot_id)?.has(update_id) === true) return false;
      if (count === limit) {
        before = lately;
        lately = new Map();
        count = 0;
      }
      const known = lately.get(bot_id);
      if (known === undefined) lately.set(bot_id, new Set([update_id]));
      else known.add(update_id);
      count += 1;
      return true;
    },
  };
};
