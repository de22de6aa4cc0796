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

/** An entry between the one used before it and the one used after it; the ends meet at an entry that holds nothing. */
type Link<V> = { readonly key: string; value: V; before: Link<V>; after: Link<V> };

/**
 * A map of at most `limit` entries; the one unused for longest makes room for a new one. The order of use is a chain beside
 * the map: to look something up changes no map, because a tap does so more than a hundred times.
 */
export const createBoundedMap = <V>(limit: number): BoundedMap<V> => {
  const entries = new Map<string, Link<V>>();
  // Behind it comes the one unused for longest, before it the one used last.
  const ends = { key: '' } as Link<V>;
  ends.before = ends;
  ends.after = ends;

  const takeOut = ({ before, after }: Link<V>): void => {
    before.after = after;
    after.before = before;
  };
  const putLast = (link: Link<V>): void => {
    const last = ends.before;
    link.before = last;
    link.after = ends;
    last.after = link;
    ends.before = link;
  };
  const use = (link: Link<V>): void => {
    if (ends.before === link) return;
    takeOut(link);
    putLast(link);
  };
  const remove = (link: Link<V>): void => {
    takeOut(link);
    entries.delete(link.key);
  };
  return {
    get: (key) => {
      const link = entries.get(key);
      if (link === undefined) return undefined;
      use(link);
      return link.value;
    },
    set: (key, value) => {
      const known = entries.get(key);
      if (known !== undefined) {
        known.value = value;
        use(known);
        return;
      }
      const link: Link<V> = { key, value, before: ends, after: ends };
      entries.set(key, link);
      putLast(link);
      if (entries.size > limit) remove(ends.after);
    },
    delete: (key) => {
      const link = entries.get(key);
      if (link !== undefined) remove(link);
    },
    deleteWhere: (matches) => {
      for (const link of entries.values()) if (matches(link.value)) remove(link);
    },
    clear: () => {
      entries.clear();
      ends.before = ends;
      ends.after = ends;
    },
    size: () => entries.size,
  };
};
