import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { Chat } from '../people/index.ts';

/** What a visit takes, buffers included (UTC), and of what delay of this very start its client knows. */
type LateFacts = {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly told_minutes: number | null;
  /** The chats in which the client can be written to now. */
  readonly chats: readonly Chat[];
};

/** Of those of these bookings that take time, in the order of their starts. What has failed has told nobody. */
export const listLateFacts = (tx: Tx, ids: readonly string[]): Promise<LateFacts[]> =>
  tx.rows(sql<LateFacts>`
    select bookings.id, lower(reservations.blocked) as from, upper(reservations.blocked) as to,
      (select max(late_minutes) from notifications
        where subject_id = bookings.id and kind = 'running_late' and late_for = bookings.starts_at
          and status in ('pending', 'sending', 'sent', 'uncertain')) as told_minutes,
      coalesce((select jsonb_agg(jsonb_build_object('bot_id', chats.bot_id, 'telegram_id', chats.telegram_id))
        from clients join chats using (tenant_id, telegram_id)
        where clients.id = bookings.client_id and chats.unreachable_since is null), '[]') as chats
    from bookings join reservations on reservations.id = bookings.reservation_id
    where bookings.id = any(${ids}::uuid[])
    order by lower(reservations.blocked), bookings.id`);
