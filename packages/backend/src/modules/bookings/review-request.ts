import type { Tx } from '../../db/tx.ts';
import { formatInstant } from '../../time.ts';
import { cancelNotifications, insertNotifications, isTold } from '../notifications/index.ts';
import { listChatsOf } from '../people/index.ts';
import { findTenantRules } from '../tenants/index.ts';
import { reviewRequestAt } from './rules.ts';

/**
 * Asks the client what they thought of a visit that has just become completed (docs/rules.md#reviews). Nobody is asked
 * twice, not even when staff correct what they have marked.
 */
export const planReviewRequest = async (
  tx: Tx,
  booking: { readonly id: string; readonly client_id: string; readonly ends_at: string },
): Promise<void> => {
  const [now, told, chats, { review_request_minutes }] = await Promise.all([
    tx.now,
    isTold(tx, booking.id, 'review_request'),
    listChatsOf(tx, { client_id: booking.client_id, specialist_ids: [] }),
    findTenantRules(tx),
  ]);
  const at = reviewRequestAt(Date.parse(booking.ends_at), now, review_request_minutes);
  if (told || at === null) return;
  const row = { kind: 'review_request', audience: 'client', minutes_before: null, own_doing: false } as const;
  const planned = chats.map(({ bot_id, telegram_id }) => ({ ...row, bot_id, telegram_id }));
  insertNotifications(
    tx,
    planned.map((one) => ({ ...one, subject_id: booking.id, send_at: formatInstant(at) })),
  );
};

/** The visit turned out not to have taken place, or its review is there already. */
export const cancelReviewRequest = (tx: Tx, booking_id: string): void =>
  cancelNotifications(tx, booking_id, 'review_request');
