import type { InTenant } from '../../db/tx.ts';
import type { DueResult } from '../../due.ts';
import type { DueItem } from '../../due-item.ts';
import type { Post } from '../bookings/index.ts';
import { FRESH_MS } from '../notifications/index.ts';
import { silenceAfter } from './settled.ts';
import type { Waiting } from './store-recipients.ts';
import { beginTelling, endTelling } from './telling.ts';
import { nextStep, type Step } from './visit.ts';

/** How long one broadcast is attended to in one go; less than half of its lease. */
const VISIT_MS = 20_000;
/** So many at once in a process, of all tenants: the other places at work are for what somebody waits for. */
const MOST_VISITS = 20;
const WHEN_CROWDED: DueResult = { done: false, after_ms: 500, spread_ms: 1_000 };
/** Messages of one broadcast on their way at once: Telegram may take a quarter of a second for each. */
const LANES = 8;

const DONE: DueResult = { done: true };
const AGAIN: DueResult = { done: false, after_ms: 0, spread_ms: 0 };

/** Bots that must be silent, and for how many milliseconds. */
type Silent = Map<number, number>;

/** Tells a portion of people, a few at a time; bots that want silence are left out from then on. */
const createPortions = (inTenant: InTenant, { turns, ticks, deliver }: Post) => {
  const tellOne = async (tenant_id: string, recipient: Waiting & { broadcast_id: string }): Promise<number> => {
    const began = ticks();
    const telling = await inTenant(tenant_id, (tx) => beginTelling(tx, recipient));
    if (telling === undefined) return 0;
    const delivery = await deliver(telling.message, () => ticks() - began > FRESH_MS);
    await inTenant(tenant_id, async (tx) => endTelling(tx, telling.started, delivery));
    return silenceAfter(delivery);
  };

  const rankOf = ({ is_test }: Waiting) => (is_test ? 'notice' : 'broadcast');

  return async (item: DueItem, step: Extract<Step, { todo: 'send' }>, silent: Silent): Promise<void> => {
    const until = ticks() + step.open_ms;
    const queue = step.portion.values();
    const tellNext = async (recipient: Waiting): Promise<void> => {
      const { bot_id, telegram_id } = recipient;
      if (silent.has(bot_id)) return;
      const wait_ms = await turns.wait({ bot_id, telegram_id, rank: rankOf(recipient) });
      if (turns.isOver() || ticks() > until) return;
      const ms = wait_ms || (await tellOne(item.tenant_id, { ...recipient, broadcast_id: item.due_id }));
      if (ms > 0) silent.set(bot_id, ms);
    };
    const lane = async (): Promise<void> => {
      for (const recipient of queue) {
        await tellNext(recipient);
        if (turns.isOver() || ticks() > until) return;
      }
    };
    // What breaks is told when nothing of the portion is on its way any more.
    const ends = await Promise.allSettled(Array.from({ length: LANES }, lane));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  };
};

/**
 * Attends to one broadcast for a while. However many people it is for, it is one row of the timetable and a few messages
 * on their way, so that nothing else waits for it. Harmless to repeat: each person is begun with once, and what a crash
 * leaves behind as begun counts as uncertain and is not sent again.
 */
export const sendBroadcast = (inTenant: InTenant, post: Post) => {
  const { turns, ticks } = post;
  let visits = 0;

  const tellPortion = createPortions(inTenant, post);

  const visit = async (item: DueItem): Promise<DueResult> => {
    const until = ticks() + VISIT_MS;
    const silent: Silent = new Map();
    while (ticks() < until && !turns.isOver()) {
      const attended = { id: item.due_id, visitor: item.id };
      const step = await inTenant(item.tenant_id, (tx) => nextStep(tx, attended, silent));
      if (step.todo === 'nothing') return DONE;
      if (step.todo === 'wait') return { done: false, after_ms: step.ms, spread_ms: 0 };
      if (step.todo === 'send') await tellPortion(item, step, silent);
    }
    return AGAIN;
  };

  return async (item: DueItem): Promise<DueResult> => {
    if (turns.isOver()) return AGAIN;
    if (visits >= MOST_VISITS) return WHEN_CROWDED;
    visits += 1;
    try {
      return await visit(item);
    } finally {
      visits -= 1;
    }
  };
};
