import type { Reminder } from '@okno/contract';
import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import { formatInstant } from '../../time.ts';

/** A reminder whose time has come; `next_fire_at` in Unix milliseconds. */
export type DueReminder = Pick<
  Reminder,
  'id' | 'assistant_id' | 'type' | 'cron_expression' | 'timezone' | 'misfire' | 'status'
> & { readonly next_fire_at: number };

/**
 * Those of `ids` whose time has come by the database's clock, kept from others until the transaction ends; in one
 * order, so that two who fire never wait for each other. What was paused, moved or fired meanwhile is missing.
 */
export const lockDueReminders = (tx: Tx, ids: readonly string[]): Promise<DueReminder[]> =>
  tx.rows(sql<DueReminder>`
    select id, assistant_id, type, cron_expression, timezone, misfire, status,
      extract(epoch from next_fire_at)::float8 * 1000 as next_fire_at
    from reminders where id = any(${ids}::uuid[]) and next_fire_at <= okno_now()
    order by id for no key update`);

export type Channel = 'queue' | 'poll' | 'webhook';

/** An event that is to be, or a gap for which there is none (`skipped_until`); instants in Unix milliseconds. */
export type NewEvent = {
  readonly reminder_id: string;
  readonly scheduled_for: number;
  readonly skipped_until: number | null;
  readonly channel: Channel;
};

const instants = (all: readonly (number | null)[]): (string | null)[] =>
  all.map((ms) => (ms === null ? null : formatInstant(ms)));

/** One event for one occurrence, however often it is repeated. Those for webhooks stand in the timetable at once. */
export const insertEvents = (tx: Tx, events: readonly NewEvent[]): void => {
  if (events.length === 0) return;
  tx.send(sql`
    with made as (
      insert into reminder_events
        (reminder_id, assistant_id, scheduled_for, channel, payload_sealed, next_attempt_at, skipped_until)
      select reminders.id, assistant_id, wanted.scheduled_for, wanted.channel,
        case when wanted.skipped_until is null then payload_sealed else '' end,
        case when wanted.skipped_until is null then okno_now() end, wanted.skipped_until
      from unnest(${events.map(({ reminder_id }) => reminder_id)}::uuid[],
          ${instants(events.map(({ scheduled_for }) => scheduled_for))}::timestamptz[],
          ${instants(events.map(({ skipped_until }) => skipped_until))}::timestamptz[],
          ${events.map(({ channel }) => channel)}::text[])
        as wanted (reminder_id, scheduled_for, skipped_until, channel)
      join reminders on reminders.id = wanted.reminder_id
      on conflict do nothing
      returning id, channel, skipped_until)
    insert into due (fire_at, kind, id)
    select okno_now(), 'reminder_event', id from made where channel = 'webhook' and skipped_until is null
    on conflict do nothing`);
};

/** What a reminder is after it has fired; `next_fire_at` in Unix milliseconds. */
export type Fired = {
  readonly id: string;
  readonly status: Reminder['status'];
  readonly next_fire_at: number | null;
  readonly triggered: boolean;
};

/** Writes down what has become of reminders that fired, and in the timetable when they fire next. */
export const updateFired = (tx: Tx, fired: readonly Fired[]): void => {
  const next = instants(fired.map(({ next_fire_at }) => next_fire_at));
  const ids = fired.map(({ id }) => id);
  tx.send(sql`
    update reminders set status = fired.status, next_fire_at = fired.next_fire_at,
      last_triggered_at = case when fired.triggered then okno_now() else last_triggered_at end
    from unnest(${ids}::uuid[], ${fired.map(({ status }) => status)}::text[], ${next}::timestamptz[],
      ${fired.map(({ triggered }) => triggered)}::boolean[]) as fired (id, status, next_fire_at, triggered)
    where reminders.id = fired.id`);
  tx.send(sql`
    insert into due (fire_at, kind, id)
    select next_fire_at, 'reminder', id from unnest(${ids}::uuid[], ${next}::timestamptz[]) as fired (id, next_fire_at)
    where next_fire_at is not null on conflict do nothing`);
};

/** Whoever waits for events of these assistants hears of them when this is committed. */
export const notifyAssistants = (tx: Tx, assistant_ids: readonly string[]): void => {
  if (assistant_ids.length > 0)
    tx.send(sql`select pg_notify('okno_events', id) from unnest(${assistant_ids}::text[]) as woken (id)`);
};

/** What has been settled for 30 days is of no use to anybody: ten thousand at a time, in the course of firing. */
export const deleteOldEvents = (tx: Tx): void =>
  tx.send(sql`
    delete from reminder_events where (tenant_id, id) in (
      select tenant_id, id from reminder_events
      where (acked_at is not null or skipped_until is not null)
        and coalesce(acked_at, skipped_until) < okno_now() - interval '30 days'
      order by coalesce(acked_at, skipped_until) limit 10000 for update skip locked)`);
