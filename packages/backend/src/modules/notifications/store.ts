import type { Language, MessageKind, NoticeKind } from '@okno/contract';
import { prepared, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

/** One message to one person at one time; `send_at` in UTC. */
export type PlannedNotification = {
  readonly kind: MessageKind;
  readonly audience: 'client' | 'specialist';
  readonly bot_id: number;
  readonly telegram_id: number;
  readonly subject_id: string;
  readonly minutes_before: number | null;
  readonly send_at: string;
  /** Whether it was done in this very chat. */
  readonly own_doing: boolean;
  readonly before?: BeforeMove | null;
  readonly series?: SeriesNews | null;
  /** Only of delays: by how much, and for which start (UTC). */
  readonly late_minutes?: number;
  readonly late_for?: string;
};

/** Of which series something is told, by which booking it is shown, and how many occurrences it is about. */
export type SeriesNews = {
  readonly series_id: string;
  readonly booking_id: string;
  readonly count: number;
  /** The first of them, in UTC. */
  readonly starts_at: string[];
};

/** When and with whom something was before it was moved. */
export type BeforeMove = { readonly starts_at: string; readonly ends_at: string; readonly specialist_id: string };

/** What happens by itself at an instant (UTC). */
export type DueWith = { readonly fire_at: string; readonly kind: 'booking_end' | 'booking_hold'; readonly id: string };

/**
 * Writes down what is to be sent, in the caller's transaction: the message, and when it is due. All rows go in one
 * statement, and with them into the timetable goes what else becomes due of that of which they tell.
 */
export const insertNotifications = (
  tx: Tx,
  planned: readonly PlannedNotification[],
  due_with: DueWith | null = null,
): void => {
  if (planned.length === 0 && due_with === null) return;
  const { fire_at, kind, id } = due_with ?? { fire_at: null, kind: null, id: null };
  tx.send(PLAN({ planned: JSON.stringify(planned), fire_at, kind, id }));
};

type Plan = { readonly planned: string } & { readonly [K in keyof DueWith]: string | null };

const PLAN = prepared<Plan, unknown>(
  (value) => sql`
    with planned as (
      insert into notifications (kind, audience, bot_id, telegram_id, subject_id, minutes_before, send_at,
        own_doing, before, series, late_minutes, late_for)
      select kind, audience, bot_id, telegram_id, subject_id, minutes_before, send_at, own_doing, before,
        series, late_minutes, late_for
      from jsonb_to_recordset(${value('planned')}::jsonb)
        as row(kind text, audience text, bot_id bigint, telegram_id bigint, subject_id uuid, minutes_before int,
          send_at timestamptz, own_doing boolean, before jsonb, series jsonb,
          late_minutes int, late_for timestamptz)
      returning id, send_at)
    insert into due (fire_at, kind, id)
    select send_at, 'notification', id from planned
    union all select fire_at, ${value('kind')}, ${value('id')}::uuid
    from (select ${value('fire_at')}::timestamptz as fire_at) with_it where fire_at is not null`,
);

/**
 * Calls off what has not left yet about a subject: everything, or one kind of news. What is leaving at this very moment
 * is waited for, so that nothing leaves any more when this has been acknowledged (docs/rules.md#calling-off).
 */
export const cancelNotifications = (tx: Tx, subject_id: string, kind: NoticeKind | null = null): void => {
  tx.send(sql`
    with stopped as (
      update notifications set status = 'cancelled', settled_at = okno_now()
      where subject_id = ${subject_id} and (${kind}::text is null or kind = ${kind})
        and (status = 'pending' or (status = 'sending' and lease is not null))
      returning id, send_at)
    delete from due using stopped where due.id = stopped.id and due.fire_at = stopped.send_at`);
  tx.send(sql`select okno_wait_for_sending(${subject_id})`);
};

/** Calls off what has not left yet of some news about a subject, for these chats only: others may still need it. */
export const cancelNewsTo = (
  tx: Tx,
  subject_id: string,
  news: {
    readonly kinds: readonly NoticeKind[];
    readonly audience: PlannedNotification['audience'];
    readonly chats: readonly { readonly bot_id: number; readonly telegram_id: number }[];
  },
): void =>
  tx.send(sql`
    with stopped as (
      update notifications set status = 'cancelled', settled_at = okno_now()
      where subject_id = ${subject_id} and kind = any(${news.kinds}::text[])
        and (status = 'pending' or (status = 'sending' and lease is not null)) and audience = ${news.audience} and (bot_id, telegram_id) in (select * from unnest(
          ${news.chats.map(({ bot_id }) => bot_id)}::bigint[], ${news.chats.map((chat) => chat.telegram_id)}::bigint[]))
      returning id, send_at)
    delete from due using stopped where due.id = stopped.id and due.fire_at = stopped.send_at`);

/** Takes away everything that was or is to be told to this person, and when. */
export const deleteNotificationsTo = (tx: Tx, telegram_id: number): void =>
  tx.send(sql`
    with gone as (delete from notifications where telegram_id = ${telegram_id} returning id, send_at)
    delete from due using gone where due.id = gone.id and due.fire_at = gone.send_at`);

/** Whether news of this kind about a subject have been told, or are about to be. */
export const isTold = async (tx: Tx, subject_id: string, kind: NoticeKind): Promise<boolean> => {
  const row = await tx.row(sql<{ told: boolean }>`
    select exists (select from notifications
      where subject_id = ${subject_id} and kind = ${kind} and status <> 'cancelled') as told`);
  return row?.told === true;
};

export type Outgoing = {
  readonly id: string;
  readonly kind: MessageKind;
  readonly audience: 'client' | 'specialist';
  readonly bot_id: number;
  readonly telegram_id: number;
  readonly subject_id: string;
  readonly minutes_before: number | null;
  readonly language: Language;
  readonly own_doing: boolean;
  readonly before: BeforeMove | null;
  readonly series: SeriesNews | null;
  readonly late_minutes: number | null;
  readonly late_for: string | null;
  readonly send_at: string;
  /** Only of what the staff is told: the messages that did not arrive. */
  readonly about: string[];
  /** Only of a bot that was revoked. */
  readonly about_bot: number | null;
  /** Who speaks for the bot. */
  readonly delivery: 'near' | 'far';
  /** This one included; pauses that were asked for do not count. */
  readonly attempts: number;
  /** Why it has not been sent so far. */
  readonly error: string | null;
};

const OUTGOING =
  sql.raw(`notifications.id, notifications.kind, audience, notifications.bot_id, notifications.telegram_id, subject_id,
  minutes_before, language, own_doing, before, series, late_minutes, late_for, send_at, about, about_bot, delivery, attempts, error`);

const ITS_CHAT = sql.raw(`chats.bot_id = notifications.bot_id and chats.telegram_id = notifications.telegram_id
  and bots.bot_id = notifications.bot_id`);

/**
 * Marks a notification as being sent and returns it with the language of its chat. No row: it was cancelled or
 * settled meanwhile, the person cannot be written to, or it is the staff's and they work here no more.
 */
export const startNotification = (tx: Tx, id: string): Promise<Outgoing | undefined> =>
  tx.row(sql<Outgoing>`
    update notifications
    set status = 'sending', sending_since = clock_timestamp(), lease = null, attempts = attempts + 1
    from chats, bots
    where notifications.id = ${id} and status in ('pending', 'sending') and chats.unreachable_since is null and ${ITS_CHAT}
      and (audience = 'client' or exists (select from staff where staff.telegram_id = notifications.telegram_id))
    returning ${OUTGOING}`);

/** The same without marking anything. */
export const findOutgoing = (tx: Tx, id: string): Promise<Outgoing | undefined> =>
  tx.row(
    sql<Outgoing>`select ${OUTGOING} from notifications, chats, bots where notifications.id = ${id} and ${ITS_CHAT}`,
  );

/**
 * Whether a later message of the same kind, about the same and to the same person, is due as well: after a long
 * silence people get the newest reminder and not all of them at once. What was called off overtakes nothing.
 */
export const isOvertaken = async (tx: Tx, id: string): Promise<boolean> => {
  const row = await tx.row(sql<{ overtaken: boolean }>`
    select exists (
      select from notifications own join notifications later using (tenant_id, subject_id, kind, audience, bot_id, telegram_id)
      where own.id = ${id} and later.send_at > own.send_at and later.send_at <= okno_now()
        and later.status <> 'cancelled') as overtaken`);
  return row?.overtaken === true;
};

/** The end of a notification, with the reason when it was not sent. */
export const settleNotification = (
  tx: Tx,
  id: string,
  { status, error }: { status: 'sent' | 'failed' | 'cancelled' | 'uncertain'; error: string | null },
): void =>
  tx.send(sql`update notifications set status = ${status}, settled_at = okno_now(), error = ${error}
    where id = ${id} and status in ('pending', 'sending')`);

/** It will be tried again; until then it may be cancelled. `counts`: whether this was an attempt. */
export const postponeNotification = (
  tx: Tx,
  id: string,
  { reason, counts }: { reason: string; counts: boolean },
): void =>
  tx.send(sql`
    update notifications set status = 'pending', error = ${reason}, attempts = attempts - ${counts ? 0 : 1}::int
    where id = ${id} and status = 'sending'`);

/** What may be fetched for a far bot is left to whoever fetches it, from now on. */
export const leaveToFarBot = (tx: Tx, id: string): void =>
  tx.send(sql`
    update notifications set status = 'pending', attempts = attempts - 1, pull_at = okno_now()
    where id = ${id} and status = 'sending'`);
