import { AppError } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import { needsCount, onceMore } from './rules-pace.ts';
import { countWaiting, lockPace, updatePace } from './store-pace.ts';

/**
 * Counts one more reminder of an assistant that is to wait (docs/rules.md#assistants-reminders). Requests of one assistant
 * take turns from here until they are committed, so that many at once are counted like many in a row.
 * @throws AppError `too_many_requests`, `reminder_limit_reached`
 */
export const countOneMore = async ({ tx, now }: Ctx, assistant_id: string): Promise<void> => {
  const pace = await lockPace(tx, assistant_id);
  const waiting = needsCount(pace, now) ? await countWaiting(tx, assistant_id) : undefined;
  const next = onceMore(pace, waiting, now);
  if ('code' in next) {
    const { code, ...params } = next;
    throw new AppError(code, params);
  }
  updatePace(tx, assistant_id, next);
};
