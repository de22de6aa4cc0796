import { KeyValueAway } from '@okno/contract';

/** What the store says; undefined while it is away, of which it tells the log itself. */
export const unlessAway = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof KeyValueAway) return undefined;
    throw error;
  }
};
