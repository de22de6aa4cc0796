import type pg from 'pg';
import { sql } from './db/sql.ts';
import type { Tx } from './db/tx.ts';
import type { DueKind } from './due-item.ts';

/** What stands in the timetable, by kind: the rows that wait for something, and when it is due. */
const WAITING: Readonly<Record<DueKind, string>> = {
  notification: `select id, send_at as fire_at from notifications where status = 'pending'`,
  booking_hold: `select id, held_until from bookings where status = 'held' and held_until is not null`,
  booking_end: `select id, completes_at from bookings where status = 'confirmed' and completes_at is not null`,
  // Who waits, until the last of their days; and time that became free, until everybody was asked.
  waitlist: `select id, ends_at from waitlist_entries where status in ('waiting', 'offered')
    union all select id, created_at from freed_times`,
  series: `select id, next_run_at from series where next_run_at is not null`,
  calendar: `select id, next_sync_at from calendar_imports`,
  reminder: `select id, next_fire_at from reminders where next_fire_at is not null`,
  // What waits to be asked for is planned once it was handed over as often as may be.
  reminder_event: `select id, next_attempt_at from reminder_events
    where next_attempt_at is not null and (channel <> 'poll' or attempt >= max_attempts)`,
  webhook: `select id, next_attempt_at from webhook_deliveries where next_attempt_at is not null`,
  bulk_edit: `select id, planned_at from bulk_edits
    where status in ('running', 'undoing') and planned_at is not null and entity <> 'booking'`,
  bulk_bookings: `select id, planned_at from bulk_edits
    where status in ('running', 'undoing') and planned_at is not null and entity = 'booking'`,
  broadcast: `select id, next_at from broadcasts where next_at is not null`,
  session: 'select id, expires_at from sessions',
};

const waiting = Object.entries(WAITING)
  .map(([kind, rows]) => `select '${kind}' as kind, id, fire_at from (${rows}) as one(id, fire_at)`)
  .join(' union all ');

/**
 * Visits that were written down by a version that knew no end of theirs get it, so that they count as done a while after it.
 */
const mendEnds = async (tx: Tx): Promise<number> => {
  const rows = await tx.rows(sql`
    update bookings set completes_at = bookings.ends_at + tenants.complete_after_minutes * interval '1 minute'
    from tenants where bookings.status = 'confirmed' and bookings.completes_at is null returning bookings.id`);
  return rows.length;
};

/**
 * What waits for something, and stands neither in the timetable nor in the outbox, stands in the timetable again: an
 * older version that ran on beside a newer one has claimed it, did not know what to do, and forgot it. One look-up by
 * the key for each row: the timetable holds the rows of all businesses. What is to be done at once may stand there at
 * another time than its own.
 */
const mendTimetable = async (tx: Tx): Promise<number> => {
  const rows = await tx.rows(sql`
    insert into due (fire_at, kind, id)
    select waiting.fire_at, waiting.kind, waiting.id from (${sql.raw(waiting)}) waiting
    where (select true from due where due.fire_at = waiting.fire_at and due.id = waiting.id) is null
      and (select true from due where due.fire_at <= okno_now() and due.id = waiting.id limit 1) is null
      and (select true from deliveries where due_id = waiting.id limit 1) is null
      and (select true from handfuls where waiting.id = any(due_ids) limit 1) is null
    on conflict do nothing returning id`);
  return rows.length;
};

/** How many rows of this business were written. Harmless to repeat, and while others work: what is there stays. */
export const mendDue = async (tx: Tx): Promise<{ ends: number; planned: number }> => {
  const ends = await mendEnds(tx);
  return { ends, planned: await mendTimetable(tx) };
};

/** All businesses there are; over connections that act as the worker role. */
export const listTenants = async (workerPool: pg.Pool): Promise<string[]> => {
  const { rows } = await workerPool.query<{ tenant_id: string }>('select tenant_id from list_tenants()');
  return rows.map(({ tenant_id }) => tenant_id);
};
