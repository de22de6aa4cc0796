export type BoundedMap<V> = {
  /** The value, which thereby counts as used just now. */
  readonly get: (key: string) => V | undefined;
  readonly set: (key: string, value: V) => void;
  readonly delete: (key: string) => void;
  /** Looks at every entry. */
  readonly deleteWhere: (matches: (value: V) => boolean) => void;
  readonly clear: () => void;
  readonly size: () => number;
};

/**
 * A map of at most `limit` entries, two or more; the half of them that was used last is surely there. What is used goes into
 * the younger of two maps; when that is full it becomes the older one, whose entries make room all at once. One map in the
 * order of use would have to be written for every look: that took longer than everything else that is done with what was found.
 */
export const createBoundedMap = <V>(limit: number): BoundedMap<V> => {
  const half = Math.floor(limit / 2);
  let young = new Map<string, V>();
  let old = new Map<string, V>();
  const put = (key: string, value: V): void => {
    if (young.size >= half && !young.has(key)) [young, old] = [new Map(), young];
    young.set(key, value);
    old.delete(key);
  };
  return {
    get: (key) => {
      const value = young.get(key);
      if (value !== undefined) return value;
      const older = old.get(key);
      if (older !== undefined) put(key, older);
      return older;
    },
    set: put,
    delete: (key) => {
      young.delete(key);
      old.delete(key);
    },
    deleteWhere: (matches) => {
      for (const map of [young, old]) for (const [key, value] of map) if (matches(value)) map.delete(key);
    },
    clear: () => {
      young.clear();
      old.clear();
    },
    size: () => young.size + old.size,
  };
};

/**
 * The same for a number that is promised: exactly the `limit` entries that were used last are there. Every look writes the map
 * anew, so it is for what is looked at seldom.
 */
export const createExactMap = <V>(limit: number): BoundedMap<V> => {
  // A Map keeps the order of insertion: what is used moves to the end, what is first has waited longest.
  const entries = new Map<string, V>();
  const put = (key: string, value: V): void => {
    entries.delete(key);
    entries.set(key, value);
  };
  return {
    get: (key) => {
      const value = entries.get(key);
      if (value !== undefined) put(key, value);
      return value;
    },
    set: (key, value) => {
      put(key, value);
      const [oldest = key] = entries.keys();
      if (entries.size > limit) entries.delete(oldest);
    },
    delete: (key) => void entries.delete(key),
    deleteWhere: (matches) => {
      for (const [key, value] of entries) if (matches(value)) entries.delete(key);
    },
    clear: () => entries.clear(),
    size: () => entries.size,
  };
};
