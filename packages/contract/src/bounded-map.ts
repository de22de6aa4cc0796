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

/** A map of at most `limit` entries; the one unused for longest makes room for a new one. */
export const createBoundedMap = <V>(limit: number): BoundedMap<V> => {
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
      if (entries.size <= limit) return;
      for (const oldest of entries.keys()) {
        entries.delete(oldest);
        return;
      }
    },
    delete: (key) => {
      entries.delete(key);
    },
    deleteWhere: (matches) => {
      for (const [key, value] of entries) if (matches(value)) entries.delete(key);
    },
    clear: () => entries.clear(),
    size: () => entries.size,
  };
};
