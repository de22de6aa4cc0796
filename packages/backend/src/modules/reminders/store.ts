import type { Reminder } from '@okno/contract';
import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import { formatInstant } from '../../time.ts';

/** A reminder as it is kept: its payload is sealed. */
export type StoredReminder = Omit<Reminder, 'payload'> & { readonly payload_sealed: string };

/** Whose reminders somebody may see and change: everybody's of the business, or those of one assistant. */
export type Owner = 'all' | { readonly assistant_id: string };

const columns =
  sql.raw(`reminders.id, user_id, assistant_id, created_by_assistant_id, type, trigger_at, cron_expression,
  timezone, payload_sealed, misfire, status, next_fire_at as next_trigger_at, last_triggered_at, created_at, updated_at`);

const within = (owner: Owner) => (owner === 'all' ? sql`true` : sql`assistant_id = ${owner.assistant_id}`);

const instant = (ms: number | null): string | null => (ms === null ? null : formatInstant(ms));

const insertDue = (tx: Tx, id: string, at: number | null): void => {
  if (at !== null)
    tx.send(sql`insert into due (fire_at, kind, id) values (${formatInstant(at)}, 'reminder', ${id})
      on conflict do nothing`);
};

/** Only what this transaction has locked: the row in the timetable is found by the instant that the reminder knows. */
const deleteDue = (tx: Tx, id: string): void =>
  tx.send(sql`delete from due using reminders
    where reminders.id = ${id} and due.id = reminders.id and due.fire_at = next_fire_at`);

export type NewReminder = Omit<
  StoredReminder,
  'id' | 'next_trigger_at' | 'last_triggered_at' | 'created_at' | 'updated_at'
> & {
  /** Unix milliseconds. */
  readonly next_fire_at: number;
};

/** Writes down a reminder, and in the timetable that it is to fire. */
export const insertReminder = async (tx: Tx, row: NewReminder): Promise<StoredReminder> => {
  const made = await tx.row(sql<StoredReminder>`
    insert into reminders (user_id, assistant_id, created_by_assistant_id, type, trigger_at, cron_expression, timezone,
      payload_sealed, misfire, status, next_fire_at)
    values (${row.user_id}, ${row.assistant_id}, ${row.created_by_assistant_id}, ${row.type}, ${row.trigger_at},
      ${row.cron_expression}, ${row.timezone}, ${row.payload_sealed}, ${row.misfire}, ${row.status},
      ${instant(row.next_fire_at)})
    returning ${columns}`);
  if (made === undefined) throw new Error('a reminder that was written down is not there');
  insertDue(tx, made.id, row.next_fire_at);
  return made;
};

export const findReminder = (tx: Tx, id: string, owner: Owner): Promise<StoredReminder | undefined> =>
  tx.row(sql<StoredReminder>`select ${columns} from reminders where id = ${id} and ${within(owner)}`);

/** The same, kept from others, and so from firing, until the transaction ends. */
export const lockReminder = (tx: Tx, id: string, owner: Owner): Promise<StoredReminder | undefined> =>
  tx.row(sql<StoredReminder>`
    select ${columns} from reminders where id = ${id} and ${within(owner)} for no key update`);

export type Changes = Pick<
  StoredReminder,
  'trigger_at' | 'cron_expression' | 'timezone' | 'payload_sealed' | 'misfire' | 'status'
> & {
  /** Unix milliseconds; null: it is not to fire. */
  readonly next_fire_at: number | null;
};

/** Of one that is locked. It stands in the timetable once, whatever is repeated. */
export const updateReminder = (tx: Tx, id: string, row: Changes): Promise<StoredReminder | undefined> => {
  deleteDue(tx, id);
  const updated = tx.row(sql<StoredReminder>`
    update reminders set trigger_at = ${row.trigger_at}, cron_expression = ${row.cron_expression},
      timezone = ${row.timezone}, payload_sealed = ${row.payload_sealed}, misfire = ${row.misfire},
      status = ${row.status}, next_fire_at = ${instant(row.next_fire_at)}, updated_at = okno_now()
    where id = ${id} returning ${columns}`);
  insertDue(tx, id, row.next_fire_at);
  return updated;
};

/** Of one that is locked; its events go with it. */
export const deleteReminder = (tx: Tx, id: string): void => {
  deleteDue(tx, id);
  tx.send(sql`delete from reminders where id = ${id}`);
};

type Page = { readonly page: number; readonly limit: number };

/** The newest first; every row carries the total. */
export const listReminders = (
  tx: Tx,
  owner: Owner,
  wanted: Page & {
    readonly user_id: number;
    readonly status: Reminder['status'] | null;
    readonly type: Reminder['type'] | null;
  },
): Promise<(StoredReminder & { total: number })[]> =>
  tx.rows(sql<StoredReminder & { total: number }>`
    select ${columns}, count(*) over ()::int as total from reminders
    where ${within(owner)} and user_id = ${wanted.user_id}
      and (${wanted.status}::text is null or status = ${wanted.status})
      and (${wanted.type}::text is null or type = ${wanted.type})
    order by created_at desc, id limit ${wanted.limit} offset ${(wanted.page - 1) * wanted.limit}`);

/**
 * What stands in the timetable, the nearest first; every row carries the total. Page and total are found by the index
 * alone, and only the rows of the page are read.
 */
export const listScheduled = (
  tx: Tx,
  owner: Owner,
  { page, limit }: Page,
): Promise<(StoredReminder & { total: number })[]> =>
  tx.rows(sql<StoredReminder & { total: number }>`
    with listed as materialized (
      select id from reminders where ${within(owner)} and next_fire_at is not null
      order by next_fire_at, id limit ${limit} offset ${(page - 1) * limit})
    select ${columns}, (
      select count(*)::int from reminders where ${within(owner)} and next_fire_at is not null) as total
    from listed join reminders on reminders.id = listed.id order by next_fire_at, reminders.id`);
