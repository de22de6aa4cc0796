import type { LookInTenant, Tx } from './tx.ts';

/** So many share one look: more would wait for each other's answers. */
const MOST = 25;

type Guest = { readonly work: (tx: Tx) => Promise<unknown>; readonly done: PromiseWithResolvers<unknown> };

/**
 * Lets those who look into the same business at the same moment share one look: one connection and one exchange instead
 * of one each. What one of them throws is theirs alone; what goes wrong with a statement goes wrong for all.
 * @param look asks each question once, whoever asks it
 */
export const createLookTogether = (look: LookInTenant, most: number = MOST): LookInTenant => {
  const gathering = new Map<string, Guest[]>();
  const leave = async (tenant_id: string, guests: readonly Guest[]): Promise<void> => {
    if (gathering.get(tenant_id) === guests) gathering.delete(tenant_id);
    try {
      await look(tenant_id, (tx) => seeAll(tx, guests));
    } catch (error) {
      // Whoever has been told already is not told again: so this is for all where there was no connection to be had.
      for (const { done } of guests) done.reject(error);
    }
  };
  return <T>(tenant_id: string, work: (tx: Tx) => Promise<T>): Promise<T> => {
    const done = Promise.withResolvers<unknown>();
    const guests = gathering.get(tenant_id);
    if (guests !== undefined && guests.length < most) guests.push({ work, done });
    else {
      const alone = [{ work, done }];
      gathering.set(tenant_id, alone);
      process.nextTick(() => void leave(tenant_id, alone));
    }
    return done.promise as Promise<T>;
  };
};

/** Tells everybody what they saw; throws what one of them threw, for the sake of a connection that may be broken. */
const seeAll = async (tx: Tx, guests: readonly Guest[]): Promise<void> => {
  const outcomes = await Promise.allSettled(guests.map(({ work }) => work(tx)));
  for (const [index, outcome] of outcomes.entries()) {
    const done = guests[index]?.done;
    if (outcome.status === 'fulfilled') done?.resolve(outcome.value);
    else done?.reject(outcome.reason);
  }
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
};
