import type { Tx } from '../../db/tx.ts';
import {
  clipWindows,
  deleteExpiredHolds,
  deleteImported,
  insertImported,
  listImported,
  listTakenBesidesImported,
  lockSpecialists,
  mergeWindows,
} from '../scheduling/index.ts';
import { countingWindow, diffWindows, MAX_ALL_WINDOWS, subtractWindows } from './rules.ts';
import { findHorizonDays, listBusy } from './store.ts';

/**
 * Makes the taken time of a specialist what all their outside calendars say together: their busy time takes what
 * nothing else takes (docs/rules.md#imports). Whoever books meanwhile waits at the same lock. Harmless to repeat: what
 * is right already is not touched.
 * @param now Unix milliseconds
 */
export const takeBusyTime = async (tx: Tx, specialist_id: string, now: number): Promise<void> => {
  lockSpecialists(tx, [specialist_id]);
  await deleteExpiredHolds(tx, specialist_id);
  const { from, to } = countingWindow(now, await findHorizonDays(tx, specialist_id));
  const [busy, taken, present] = await Promise.all([
    listBusy(tx, specialist_id),
    listTakenBesidesImported(tx, specialist_id, { from, to }),
    listImported(tx, specialist_id, from),
  ]);
  const left = subtractWindows(clipWindows(mergeWindows(busy), from, to), mergeWindows(taken));
  // In order of time: what is too much is farthest away, and comes nearer day by day.
  const wanted = left.slice(0, MAX_ALL_WINDOWS);
  const { remove, add } = diffWindows(present, wanted, from);
  if (remove.length > 0) deleteImported(tx, remove);
  if (add.length > 0) insertImported(tx, specialist_id, add);
};
