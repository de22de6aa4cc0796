import type { Review, Role } from '@okno/contract';
import { DAY_MS } from '../../time.ts';

/** How long a client may change their review after they wrote it (docs/rules.md#reviews). */
const EDIT_MS = 7 * DAY_MS;

/** Only visits that took place are reviewed, and by nobody who gave them (docs/rules.md#reviews). */
export const refuseReview = (
  visit: { readonly status: string; readonly specialist_id: string },
  reader: Pick<Reader, 'specialist_id'>,
): 'not_reviewable' | null =>
  visit.status === 'completed' && visit.specialist_id !== reader.specialist_id ? null : 'not_reviewable';

/** Both in Unix milliseconds; a week to the millisecond. */
export const refuseEdit = (created_at: number, now: number): 'review_closed' | null =>
  now > created_at + EDIT_MS ? 'review_closed' : null;

/** "Anna Maria Petrova" → "Anna P."; one word stays as it is. What strangers read of a client's name. */
export const shortName = (name: string): string => {
  const words = name.trim().split(/\s+/);
  const [first = ''] = words;
  const last = words.length > 1 ? words.at(-1) : undefined;
  return last === undefined ? first : `${first} ${[...last][0]}.`;
};

/** Whether a review is shown to everybody, and its stars counted: nobody hid it, and the visit was not missed. */
export const isCounted = ({ hidden_at, missed }: { hidden_at: string | null; missed: boolean }): boolean =>
  hidden_at === null && !missed;

type Reader = { readonly role: Role; readonly specialist_id: string | null };

/** Who keeps order among the reviews: sees hidden ones, and whose each is. */
export const isKeeper = ({ role }: Pick<Reader, 'role'>): boolean =>
  role === 'moderator' || role === 'super_admin' || role === 'bot';

/** Whether somebody may answer for this specialist (docs/rules.md#reviews). */
export const mayReply = (reader: Reader, specialist_id: string): boolean =>
  isKeeper(reader) || (reader.role === 'specialist' && reader.specialist_id === specialist_id);

/** A review with everything known of it; what its reader may see is cut out of it. */
export type FullReview = Omit<Review, 'author' | 'visit'> & { readonly visit: NonNullable<Review['visit']> };

/** The review as this reader may see it; strangers get a short name and no visit. */
export const asSeenBy = (reader: Reader, review: FullReview): Review => ({
  ...review,
  author: shortName(review.visit.client.name),
  visit: mayReply(reader, review.specialist.id) ? review.visit : null,
  hidden: isKeeper(reader) ? review.hidden : null,
  missed: isKeeper(reader) && review.missed,
});
