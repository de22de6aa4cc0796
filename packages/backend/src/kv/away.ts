import { KeyValueAway } from '@okno/contract';

/** Runs `work`; what it throws for want of the store becomes `KeyValueAway`, everything else stays what it is. */
export const awayWhen = async <T>(isAway: (error: unknown) => boolean, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw isAway(error) ? new KeyValueAway({ cause: error }) : error;
  }
};
