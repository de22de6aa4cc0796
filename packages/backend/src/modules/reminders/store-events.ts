import type { Reminder } from '@okno/contract';
import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { Owner } from './store.ts';

/** An event with all that is told of it; its payload is sealed. */
export type StoredEvent = Pick<Reminder, 'assistant_id' | 'user_id' | 'type' | 'created_at'> & {
  readonly event_id: string;
  readonly reminder_id: string;
  readonly scheduled_for: string;
  /** How often it has been handed over so far. */
  readonly attempt: number;
  readonly payload_sealed: string;
};

const columns = sql.raw(`events.id as event_id, events.reminder_id, events.assistant_id, events.scheduled_for,
  events.attempt, events.payload_sealed, reminders.user_id, reminders.type, reminders.created_at`);

/** From now on, and as long as the assistant asked for. */
const lease_end = sql`okno_now() + interval '1 s' * (
  select lease_seconds from assistants where assistants.id = reminder_events.assistant_id)`;

/** Leases to an assistant what waits for it, the oldest first. The last attempt stands in the timetable, to be buried. */
export const takeEvents = (
  tx: Tx,
  assistant_id: string,
  limit: number,
): Promise<(StoredEvent & { leased_until: string })[]> =>
  tx.rows(sql<StoredEvent & { leased_until: string }>`
    with waiting as (
      select id from reminder_events
      where assistant_id = ${assistant_id} and channel = 'poll' and next_attempt_at <= okno_now()
        and attempt < max_attempts
      order by next_attempt_at, id limit ${limit} for update skip locked),
    events as (
      update reminder_events set attempt = attempt + 1, next_attempt_at = ${lease_end}
      from waiting where reminder_events.id = waiting.id returning reminder_events.*),
    last as (
      insert into due (fire_at, kind, id) select next_attempt_at, 'reminder_event', id from events
      where attempt >= max_attempts on conflict do nothing)
    select ${columns}, events.next_attempt_at as leased_until
    from events join reminders on reminders.id = events.reminder_id order by events.scheduled_for, events.id`);

/** An event waits to be asked for from now on: there is nothing any more by which it could be handed over. */
export const updateToPoll = (tx: Tx, id: string): void =>
  tx.send(sql`
    update reminder_events set channel = 'poll', next_attempt_at = okno_now()
    where id = ${id} and next_attempt_at is not null`);

/** An attempt was in vain: the next one comes after `pause_ms`. */
export const updateFailed = (tx: Tx, id: string, attempt: number, pause_ms: number): void =>
  tx.send(sql`
    with failed as (
      update reminder_events set attempt = ${attempt}, next_attempt_at = okno_now() + ${pause_ms} * interval '1 ms'
      where id = ${id} and attempt = ${attempt - 1} and next_attempt_at is not null returning id, next_attempt_at)
    insert into due (fire_at, kind, id) select next_attempt_at, 'reminder_event', id from failed on conflict do nothing`);

const handed_over = sql`skipped_until is null and (attempt > 0 or channel <> 'poll')`;

/** Which events an assistant means: the one it names, or all that are open; the last one when none is. */
export const lockMeantEvents = async (
  tx: Tx,
  reminder_id: string,
  triggered_at: string | undefined,
): Promise<{ id: string }[]> => {
  if (triggered_at !== undefined)
    return tx.rows(sql<{ id: string }>`
      select id from reminder_events
      where reminder_id = ${reminder_id} and scheduled_for = ${triggered_at} and ${handed_over} for update`);
  const open = await tx.rows(sql<{ id: string }>`
    select id from reminder_events
    where reminder_id = ${reminder_id} and next_attempt_at is not null and ${handed_over} order by id for update`);
  if (open.length > 0) return open;
  return tx.rows(sql<{ id: string }>`
    select id from reminder_events where reminder_id = ${reminder_id} and ${handed_over}
    order by scheduled_for desc limit 1 for update`);
};

/** Of those that are locked. They are sent no more, and stand in the timetable no longer. */
export const updateAcked = (
  tx: Tx,
  ids: readonly string[],
  { done, result_sealed }: { done: boolean; result_sealed: string | null },
): void => {
  tx.send(sql`delete from due using reminder_events events
    where events.id = any(${ids}::uuid[]) and due.id = events.id and due.fire_at = events.next_attempt_at`);
  tx.send(sql`
    update reminder_events set acked_at = coalesce(acked_at, okno_now()), next_attempt_at = null, dead_at = null,
      done_at = case when ${done} then coalesce(done_at, okno_now()) else done_at end,
      result_sealed = coalesce(${result_sealed}, result_sealed)
    where id = any(${ids}::uuid[])`);
};

const within = (owner: Owner) => (owner === 'all' ? sql`true` : sql`events.assistant_id = ${owner.assistant_id}`);

export type DeadEvent = StoredEvent & { readonly dead_at: string };

/** The latest first; every row carries the total. */
export const listDead = (
  tx: Tx,
  owner: Owner,
  { page, limit }: { page: number; limit: number },
): Promise<(DeadEvent & { total: number })[]> =>
  tx.rows(sql<DeadEvent & { total: number }>`
    select ${columns}, events.dead_at, count(*) over ()::int as total
    from reminder_events events join reminders on reminders.id = events.reminder_id
    where events.dead_at is not null and ${within(owner)}
    order by events.dead_at desc, events.id limit ${limit} offset ${(page - 1) * limit}`);

/**
 * A dead letter is open again, for as many attempts as at first; misses what is none, or not within `owner`. Attempts
 * go on being counted, because the wire knows each of them by its number.
 */
export const updateRevived = (
  tx: Tx,
  id: string,
  owner: Owner,
): Promise<{ id: string; reminder_id: string; assistant_id: string } | undefined> =>
  tx.row(sql<{ id: string; reminder_id: string; assistant_id: string }>`
    with revived as (
      update reminder_events events set dead_at = null, next_attempt_at = okno_now(), max_attempts = attempt + 5
      where id = ${id} and dead_at is not null and ${within(owner)} returning *),
    planned as (
      insert into due (fire_at, kind, id) select next_attempt_at, 'reminder_event', id from revived
      where channel <> 'poll' on conflict do nothing)
    select id, reminder_id, assistant_id from revived`);
