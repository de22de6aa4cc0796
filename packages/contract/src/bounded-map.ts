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
