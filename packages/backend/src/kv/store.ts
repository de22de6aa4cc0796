import { type KeyValue, KeyValueAway } from '@okno/contract';

/** A store that is open. */
export type OpenKeyValue = KeyValue & {
  /** Lets go of the connections that are its own; before the pool it was made of is closed. */
  close(): Promise<void>;
};

/** Runs `work`; what it throws for want of the store becomes `KeyValueAway`, everything else stays what it is. */
export const awayWhen = async <T>(isAway: (error: unknown) => boolean, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw isAway(error) ? new KeyValueAway({ cause: error }) : error;
  }
};
