import type { Tx } from '../../db/tx.ts';
import { addToRating } from '../people/index.ts';
import { isCounted } from './rules.ts';
import { type LockedReview, lockReviewOfVisit, updateMissed } from './store.ts';

type Standing = Pick<LockedReview, 'hidden_at' | 'missed' | 'stars'>;

/** What stands before and after a change in the sum and the number of the reviews that count; null: there is none. */
export const rateAgain = (tx: Tx, specialist_id: string, before: Standing | null, after: Standing): void => {
  const [was, is] = [before, after].map((one) => (one !== null && isCounted(one) ? one : null));
  const count = Number(is !== null) - Number(was !== null);
  const stars = (is?.stars ?? 0) - (was?.stars ?? 0);
  if (count !== 0 || stars !== 0) addToRating(tx, specialist_id, { count, stars });
};

/**
 * A visit turned out to have been missed, or to have taken place after all: its review, if there is one, leaves the
 * average or comes back to it (docs/rules.md#reviews). The caller holds the booking's row and has marked it.
 */
export const countReview = async (tx: Tx, booking_id: string, counts: boolean): Promise<void> => {
  const review = await lockReviewOfVisit(tx, booking_id);
  if (review === undefined) return;
  const after = { ...review, missed: !counts };
  updateMissed(tx, review.id, after.missed);
  rateAgain(tx, review.specialist_id, review, after);
};
