import type { ActionName, Actions, Parsed } from '@okno/contract';
import type { Foresight } from './admit.ts';
import type { Ctx } from './ctx.ts';
import { isAway } from './faults.ts';

/** An action with which many may want the same, of which there may be only one. */
export type Rivalry<N extends ActionName> = {
  /** Names what is wanted, by the input as it came; null: nothing that others could want. */
  readonly prize: (input: unknown) => string | null;
  /** What `refuse` is sure to read. */
  readonly foresee: Foresight<N>;
  /** Throws what the action would surely throw now; only reads. */
  readonly refuse: (ctx: Ctx, input: Parsed<Actions[N]>) => Promise<void>;
};

export type Rivalries = { readonly [N in ActionName]?: Rivalry<N> };

/**
 * Of those who want the same in this process at the same moment one goes first, and the others look before they leap: most
 * of them have lost by then, and need neither a transaction nor a lock to be told so. Nothing rests on the turn but speed:
 * whoever comes through another process, or is not refused at a look, meets the database's own locks and constraints.
 */
export const createTurns = () => {
  const under_way = new Map<string, Promise<unknown>>();
  /** @param look what somebody who had to wait is answered without going; null: they go. */
  return async <T>(prize: string, go: () => Promise<T>, look: () => Promise<{ answer: T } | null>): Promise<T> => {
    const before = under_way.get(prize);
    if (before !== undefined) {
      // How it ended is no concern of theirs, unless they would only wait as long for the same.
      await before.catch((error: unknown) => {
        if (isAway(error)) throw error;
      });
      const lost = await look();
      return lost === null ? go() : lost.answer;
    }
    const first = go();
    under_way.set(prize, first);
    try {
      return await first;
    } finally {
      under_way.delete(prize);
    }
  };
};
