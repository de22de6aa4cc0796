import type { ClaimedItem } from './due-item.ts';
import { BATCH, type Share } from './due-store.ts';

/** What a process has in hand at most, and of it what is run at once: the database has to serve people as well. */
const MOST = 2_000;
const AT_ONCE = 100;
/** One tenant's storm must leave room for the others, in hand and at work. */
const MOST_OF_ONE = 200;
const AT_ONCE_OF_ONE = 25;

type Hand = { readonly waiting: ClaimedItem[]; running: number };

/** What a process has claimed and not settled yet, handed out tenant by tenant in turn. */
export type DueQueue = {
  /** What may be claimed now. */
  share(): Share;
  /** So many more are being claimed; -n when they have come, or will not. */
  expect(coming: number): void;
  add(items: readonly ClaimedItem[]): void;
  /** The next item to be run, if there is room for one. */
  next(): ClaimedItem | undefined;
  /** It was run and settled. */
  leave(item: ClaimedItem): void;
  /** So many are run together, and take nobody's turn; -n when they are settled. */
  count(together: number): void;
  size(): number;
};

export const createDueQueue = (): DueQueue => {
  // In the order in which their turn comes; a tenant stands here as long as something of theirs is in hand.
  const hands = new Map<string, Hand>();
  const total = { in_hand: 0, running: 0, coming: 0 };
  const handOf = (tenant_id: string): Hand => {
    const hand = hands.get(tenant_id) ?? { waiting: [], running: 0 };
    hands.set(tenant_id, hand);
    return hand;
  };
  return {
    size: () => total.in_hand,
    share: () => ({
      limit: Math.max(0, Math.min(BATCH, MOST - total.in_hand - total.coming)),
      busy: [...hands].filter(([, hand]) => hand.waiting.length + hand.running >= MOST_OF_ONE).map(([id]) => id),
    }),
    expect: (coming) => {
      total.coming += coming;
    },
    add: (items) => {
      total.in_hand += items.length;
      for (const item of items) handOf(item.tenant_id).waiting.push(item);
    },
    next: () => {
      if (total.running >= AT_ONCE) return undefined;
      for (const [tenant_id, hand] of hands) {
        const item = hand.running < AT_ONCE_OF_ONE ? hand.waiting.shift() : undefined;
        if (item === undefined) continue;
        total.running += 1;
        hand.running += 1;
        // Whose turn it was stands at the end of the row.
        hands.delete(tenant_id);
        hands.set(tenant_id, hand);
        return item;
      }
      return undefined;
    },
    count: (together) => {
      total.in_hand += together;
    },
    leave: ({ tenant_id }) => {
      const hand = handOf(tenant_id);
      total.in_hand -= 1;
      total.running -= 1;
      hand.running -= 1;
      if (hand.running === 0 && hand.waiting.length === 0) hands.delete(tenant_id);
    },
  };
};
