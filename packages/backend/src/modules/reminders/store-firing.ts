import type { Assistant, Reminder } from '@okno/contract';
import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import { formatInstant } from '../../time.ts';
import type { Channel } from './rules-events.ts';
import type { StoredEvent } from './store-events.ts';

/*
 * What firing does for many tenants at once: a transaction of the worker role, by functions that show and change no more
 * than that (docs/decisions/reminders.md). All arrays go in the order of tenant and id.
 */

/** A reminder whose time has come, and how its assistant is reached; `next_fire_at` in Unix milliseconds. */
export type DueReminder = Pick<
  Reminder,
  'id' | 'assistant_id' | 'type' | 'cron_expression' | 'timezone' | 'misfire' | 'status'
> & {
  readonly tenant_id: string;
  readonly next_fire_at: number;
  readonly delivery: Assistant['delivery'];
  readonly archived: boolean;
};

/** A reminder of some tenant. */
export type Wanted = { readonly tenant_id: string; readonly due_id: string };

const tenantsOf = (all: readonly { readonly tenant_id: string }[]) => all.map(({ tenant_id }) => tenant_id);

const instants = (all: readonly (number | null)[]): (string | null)[] =>
  all.map((ms) => (ms === null ? null : formatInstant(ms)));

/**
 * Those whose time has come by the database's clock, kept from others until the transaction ends; in the order of
 * `wanted`, so that two who fire never wait for each other. What was paused, moved or fired meanwhile is missing.
 */
export const lockDueReminders = (tx: Tx, wanted: readonly Wanted[]): Promise<DueReminder[]> =>
  tx.rows(sql<DueReminder>`
    select * from lock_due_reminders(${tenantsOf(wanted)}::uuid[], ${wanted.map(({ due_id }) => due_id)}::uuid[])`);

/** An event that is to be, or a gap for which there is none (`skipped_until`); instants in Unix milliseconds. */
export type NewEvent = {
  readonly tenant_id: string;
  readonly reminder_id: string;
  readonly scheduled_for: number;
  readonly skipped_until: number | null;
  readonly channel: Channel;
};

/** What a reminder is after it has fired; `next_fire_at` in Unix milliseconds. */
export type Fired = {
  readonly tenant_id: string;
  readonly id: string;
  readonly status: Reminder['status'];
  readonly next_fire_at: number | null;
  readonly triggered: boolean;
};

/**
 * Writes down events, one for one occurrence however often it is repeated, what has become of the reminders, and in the
 * timetable when they fire next and what webhooks wait for.
 */
export const writeFirings = (tx: Tx, fired: readonly Fired[], events: readonly NewEvent[]): void =>
  tx.send(sql`
    select write_firings(${tenantsOf(fired)}::uuid[], ${fired.map(({ id }) => id)}::uuid[],
      ${fired.map(({ status }) => status)}::text[],
      ${instants(fired.map(({ next_fire_at }) => next_fire_at))}::timestamptz[],
      ${fired.map(({ triggered }) => triggered)}::boolean[],
      ${tenantsOf(events)}::uuid[], ${events.map(({ reminder_id }) => reminder_id)}::uuid[],
      ${instants(events.map(({ scheduled_for }) => scheduled_for))}::timestamptz[],
      ${instants(events.map(({ skipped_until }) => skipped_until))}::timestamptz[],
      ${events.map(({ channel }) => channel)}::text[])`);

export type UnsentEvent = StoredEvent & { readonly tenant_id: string };

/**
 * The events of these firings that have not been on the wire yet, at most `limit`: those that were just made, and those
 * that a process has made that ended before it could hand them over.
 * @param firings reminders, and the instants from which on (Unix milliseconds)
 */
export const listUnsent = (
  tx: Tx,
  firings: readonly (Wanted & { readonly scheduled_for: number })[],
  limit: number,
): Promise<UnsentEvent[]> =>
  tx.rows(sql<UnsentEvent>`
    select * from list_unsent_events(${tenantsOf(firings)}::uuid[], ${firings.map(({ due_id }) => due_id)}::uuid[],
      ${instants(firings.map(({ scheduled_for }) => scheduled_for))}::timestamptz[], ${limit})`);

/**
 * Events have been handed over for the first time: their leases begin, and in the timetable stands when to look whether
 * they were acknowledged. What was acknowledged meanwhile, or counted by somebody else, is left alone.
 */
export const beginLeases = (tx: Tx, events: readonly UnsentEvent[]): void =>
  tx.send(sql`
    select begin_leases(${tenantsOf(events)}::uuid[], ${events.map(({ event_id }) => event_id)}::uuid[])`);

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
