import type { Listener } from './key-value.ts';

/** Who listens in this process, by the key of what they listen to. */
export type Listeners = {
  /** Answers how to stop. */
  add(key: string, listener: Listener): () => void;
  tell(key: string, message: string): void;
  /** The connection had been lost and is back: everybody may have missed something. */
  tellAll(): void;
  keys(): string[];
};

/** `onLast`: nobody listens to a key any more. */
export const createListeners = (onLast: (key: string) => void = () => {}): Listeners => {
  const all = new Map<string, Set<Listener>>();
  const each = (listeners: Iterable<Listener>, message: string | null): void => {
    for (const listener of [...listeners]) listener(message);
  };
  return {
    add: (key, listener) => {
      // Of its own, so that the same function may listen twice and stop once.
      const own: Listener = (message) => listener(message);
      const here = all.get(key) ?? new Set();
      all.set(key, here.add(own));
      return () => {
        if (!here.delete(own) || here.size > 0 || all.get(key) !== here) return;
        all.delete(key);
        onLast(key);
      };
    },
    tell: (key, message) => each(all.get(key) ?? [], message),
    tellAll: () => {
      for (const listeners of [...all.values()]) each(listeners, null);
    },
    keys: () => [...all.keys()],
  };
};
