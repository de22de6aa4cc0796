/** One value, changed by actions only, watched by whoever subscribes. */
export type Store<S, A> = {
  readonly get: () => S;
  readonly dispatch: (action: A) => void;
  /** Calls back after every change; returns how to stop. */
  readonly subscribe: (watch: () => void) => () => void;
};

export const createStore = <S, A>(reduce: (state: S, action: A) => S, first: S): Store<S, A> => {
  let state = first;
  const watchers = new Set<() => void>();
  return {
    get: () => state,
    dispatch: (action) => {
      const next = reduce(state, action);
      if (next === state) return;
      state = next;
      for (const watch of watchers) watch();
    },
    subscribe: (watch) => {
      watchers.add(watch);
      return () => watchers.delete(watch);
    },
  };
};
