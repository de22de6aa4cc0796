import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

/**
 * The staff is told that a message did not arrive: whoever runs the business, and the specialist it was about, each in
 * one chat, if possible with the same bot. What fails within a minute, or within a quarter of an hour of the last time
 * they were told, is told together (docs/rules.md#undelivered).
 */
export const insertUndelivered = (
  tx: Tx,
  failed: { readonly id: string; readonly bot_id: number; readonly specialist_id: string },
): void =>
  // In the order of the chats, because what waits for one is locked by whoever adds to it. Only what was not there before
  // (xmax = 0) is new to the timetable.
  tx.send(sql`
    with told as (
      select distinct on (chats.telegram_id) chats.bot_id, chats.telegram_id
      from staff join chats using (tenant_id, telegram_id)
      where chats.unreachable_since is null
        and (staff.role in ('moderator', 'super_admin') or staff.specialist_id = ${failed.specialist_id})
      order by chats.telegram_id, (chats.bot_id = ${failed.bot_id}) desc, chats.bot_id),
    planned as (
      insert into notifications (kind, audience, bot_id, telegram_id, subject_id, about, send_at)
      select 'undelivered', 'specialist', bot_id, telegram_id, current_setting('app.tenant_id')::uuid,
        array[${failed.id}::uuid], greatest(okno_now() + interval '1 minute', (
          select max(settled_at) + interval '15 minutes' from notifications as before
          where before.kind = 'undelivered' and before.status = 'sent'
            and before.bot_id = told.bot_id and before.telegram_id = told.telegram_id))
      from told
      on conflict (tenant_id, bot_id, telegram_id)
        where kind = 'undelivered' and status = 'pending' and sending_since is null
        do update set about = notifications.about || excluded.about
      returning id, send_at, xmax = 0 as fresh)
    insert into due (fire_at, kind, id) select send_at, 'notification', id from planned where fresh`);

/** The owners are told, through another bot of theirs, that nobody can speak for this one any more. */
export const insertBotRevoked = (tx: Tx, bot_id: number): void =>
  tx.send(sql`
    with planned as (
      insert into notifications (kind, audience, bot_id, telegram_id, subject_id, about_bot, send_at)
      select distinct on (chats.telegram_id) 'bot_revoked', 'specialist', chats.bot_id, chats.telegram_id,
        current_setting('app.tenant_id')::uuid, ${bot_id}::bigint, okno_now()
      from staff join chats using (tenant_id, telegram_id) join bots using (tenant_id, bot_id)
      where staff.role = 'super_admin' and chats.unreachable_since is null
        and bots.bot_id <> ${bot_id} and bots.revoked_at is null
      order by chats.telegram_id, chats.bot_id
      returning id, send_at)
    insert into due (fire_at, kind, id) select send_at, 'notification', id from planned`);

/** The owners are told, each in one chat, that an outside system was given up. */
export const insertWebhookGivenUp = (tx: Tx, webhook_id: string): void =>
  tx.send(sql`
    with planned as (
      insert into notifications (kind, audience, bot_id, telegram_id, subject_id, about, send_at)
      select distinct on (chats.telegram_id) 'webhook_given_up', 'specialist', chats.bot_id, chats.telegram_id,
        current_setting('app.tenant_id')::uuid, array[${webhook_id}::uuid], okno_now()
      from staff join chats using (tenant_id, telegram_id) join bots using (tenant_id, bot_id)
      where staff.role = 'super_admin' and chats.unreachable_since is null and bots.revoked_at is null
      order by chats.telegram_id, chats.bot_id
      returning id, send_at)
    insert into due (fire_at, kind, id) select send_at, 'notification', id from planned`);
