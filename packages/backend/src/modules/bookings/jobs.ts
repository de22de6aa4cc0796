import type { Delivery, Message, Turns } from '@okno/contract';
import type { InTenant } from '../../db/tx.ts';
import type { DueResult } from '../../due.ts';
import type { DueItem } from '../../due-item.ts';
import { FRESH_MS, leaveToFarBot, pauseTogether } from '../notifications/index.ts';
import { DONE, type Prepared, prepare, putOff } from './outgoing.ts';
import { settle } from './settle.ts';

export { endHold } from './holds.ts';
export { endVisit } from './visits.ts';

/**
 * Puts a message into words and sends it; never throws for what Telegram answers. `isLate`: what it says may be
 * true no longer, and it is not begun any more.
 */
export type Deliver = (message: Message, isLate: () => boolean) => Promise<Delivery>;

/** How notices leave. */
export type Post = {
  readonly deliver: Deliver;
  readonly turns: Turns;
  /** Monotonic milliseconds of this process. */
  readonly ticks: () => number;
};

/**
 * Sends one notification: reads again what it is about, sends it when it is its turn, settles it. Harmless to repeat:
 * what is settled or cancelled is not sent, and a crash between sending and settling repeats one message at most. When
 * it is the turn of others it goes back to where it can be called off, waits, and is looked at anew.
 */
export const sendNotification = (inTenant: InTenant, post: Post) => {
  const { turns, ticks } = post;

  const attempt = async (item: DueItem, takeTurn: (prepared: Prepared) => number): Promise<Outcome> => {
    const began = ticks();
    const ready = await inTenant(item.tenant_id, async (tx): Promise<Prepared | Ended | Waiting> => {
      const prepared = await prepare(tx, item.due_id);
      if ('done' in prepared) return { result: prepared };
      if (prepared.outgoing.delivery === 'far') {
        leaveToFarBot(tx, item.due_id);
        return { result: DONE };
      }
      const wait_ms = takeTurn(prepared);
      if (wait_ms === 0) return prepared;
      const reason = prepared.outgoing.error ?? 'the bot must pause';
      const pause = pauseTogether(item.attempt, wait_ms);
      return { result: putOff(tx, prepared, { now: await tx.now, reason, pause }), prepared };
    });
    if (!('message' in ready)) return ready;
    const delivery = await post.deliver(ready.message, () => ticks() - began > FRESH_MS);
    const end = { delivery, attempt: item.attempt };
    return { result: await inTenant(item.tenant_id, async (tx) => settle(tx, ready, { ...end, now: await tx.now })) };
  };

  return async (item: DueItem): Promise<DueResult> => {
    if (turns.isOver()) return LEFT;
    const first = await attempt(item, ({ message }) => turns.take({ ...message, rank: 'notice' }));
    if (!('prepared' in first) || first.result.done) return first.result;
    const wait_ms = await turns.wait({ ...first.prepared.message, rank: 'notice' });
    if (wait_ms > 0) return { ...first.result, ...pauseTogether(item.attempt, wait_ms) };
    return (await attempt(item, () => 0)).result;
  };
};

/** For the next process, at once. */
const LEFT: DueResult = { done: false, after_ms: 0, spread_ms: 0 };

type Ended = { readonly result: DueResult };
/** It was the turn of others. */
type Waiting = Ended & { readonly prepared: Prepared };
type Outcome = Ended | Waiting;
