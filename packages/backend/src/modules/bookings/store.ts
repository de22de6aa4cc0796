import type { Booking, Language } from '@okno/contract';
import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { Scope } from './rules.ts';

const columns = (language: Language) => sql`
  bookings.id, bookings.status, bookings.starts_at, bookings.ends_at, specialists.time_zone,
  jsonb_build_object('id', services.id, 'name', coalesce(services.translations -> ${language} ->> 'name', services.name)) as service,
  jsonb_build_object('id', specialists.id, 'name',
    coalesce(specialists.translations -> ${language} ->> 'name', specialists.name)) as specialist,
  jsonb_build_object('id', clients.id, 'name', clients.name, 'phone', clients.phone) as client,
  bookings.price_minor, bookings.currency,
  bookings.starts_at - tenants.cancel_notice_minutes * interval '1 minute' as changeable_until, bookings.created_at`;

const joined = sql.raw(`
  join services on services.id = bookings.service_id
  join specialists on specialists.id = bookings.specialist_id
  join clients on clients.id = bookings.client_id
  join tenants on tenants.tenant_id = bookings.tenant_id`);

const within = (scope: Scope) =>
  scope === 'all'
    ? sql`true`
    : sql`(bookings.client_id = ${scope.client_id} or bookings.specialist_id = ${scope.specialist_id})`;

/** Misses when there is none, or when it lies outside the scope: both look the same. */
export const findBooking = (
  tx: Tx,
  id: string,
  { scope, language }: { scope: Scope; language: Language },
): Promise<Booking | undefined> =>
  tx.row(
    sql<Booking>`select ${columns(language)} from bookings ${joined} where bookings.id = ${id} and ${within(scope)}`,
  );

/** The row of a booking, kept from others until the transaction ends. */
export const lockBooking = (tx: Tx, id: string, scope: Scope): Promise<LockedBooking | undefined> =>
  tx.row(sql<LockedBooking>`
    select id, status, starts_at, client_id, specialist_id, reservation_id from bookings
    where id = ${id} and ${within(scope)} for update`);

export type LockedBooking = {
  readonly id: string;
  readonly status: string;
  readonly starts_at: string;
  readonly client_id: string;
  readonly specialist_id: string;
  readonly reservation_id: string | null;
};

export type BookingFilter = {
  readonly statuses: readonly string[] | null;
  readonly specialist_id: string | null;
  readonly client_id: string | null;
  readonly from: string | null;
  readonly to: string | null;
};

/** In the order of their starts; every row carries the total. */
export const listBookings = (
  tx: Tx,
  { statuses, specialist_id, client_id, from, to }: BookingFilter,
  view: { scope: Scope; language: Language; page: number; limit: number },
): Promise<(Booking & { total: number })[]> =>
  tx.rows(sql<Booking & { total: number }>`
    select ${columns(view.language)}, count(*) over ()::int as total from bookings ${joined}
    where ${within(view.scope)}
      and (${statuses}::text[] is null or bookings.status = any(${statuses}::text[]))
      and (${specialist_id}::uuid is null or bookings.specialist_id = ${specialist_id})
      and (${client_id}::uuid is null or bookings.client_id = ${client_id})
      and (${from}::timestamptz is null or bookings.ends_at > ${from})
      and (${to}::timestamptz is null or bookings.starts_at < ${to})
    order by bookings.starts_at, bookings.id limit ${view.limit} offset ${(view.page - 1) * view.limit}`);

/** Whoever books for this client waits here for the others; it ends with the transaction. */
export const lockClient = (tx: Tx, client_id: string): void =>
  tx.send(sql`select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || ${client_id}, 2))`);

/** How many bookings of this client still lie ahead. */
export const countFutureBookings = async (tx: Tx, client_id: string): Promise<number> => {
  const row = await tx.row(sql<{ count: number }>`
    select count(*)::int as count from bookings
    where client_id = ${client_id} and starts_at > okno_now() and status in ('held', 'pending_payment', 'confirmed')`);
  return row?.count ?? 0;
};

export type NewBooking = {
  readonly id: string;
  readonly service_id: string;
  readonly specialist_id: string;
  readonly client_id: string;
  readonly reservation_id: string;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly price_minor: number;
  readonly currency: string;
};

/**
 * Writes down a booking with the first line of its history and the message that shows it, if there is one: all in
 * one statement.
 */
export const insertBooking = (
  tx: Tx,
  row: NewBooking,
  { actor, message }: { actor: string; message: BookingMessage | null },
): void => {
  const { bot_id, telegram_id, message_id } = message ?? { bot_id: null, telegram_id: null, message_id: null };
  tx.send(sql`
    with made as (
      insert into bookings (id, service_id, specialist_id, client_id, reservation_id, status, starts_at, ends_at,
        price_minor, currency)
      values (${row.id}, ${row.service_id}, ${row.specialist_id}, ${row.client_id}, ${row.reservation_id}, 'confirmed',
        ${row.starts_at}, ${row.ends_at}, ${row.price_minor}, ${row.currency})
      returning *),
    change as (
      insert into booking_history (booking_id, actor, change, after)
      select id, ${actor}, 'created', to_jsonb(made) - 'tenant_id' from made)
    insert into booking_messages (booking_id, bot_id, telegram_id, message_id)
    select id, ${bot_id}::bigint, ${telegram_id}::bigint, ${message_id}::bigint from made
    where ${message_id}::bigint is not null`);
};

export const updateToCancelled = (tx: Tx, id: string): void =>
  tx.send(sql`update bookings set status = 'cancelled', reservation_id = null where id = ${id}`);

/** A line of the booking's history. */
export const insertCancellation = (
  tx: Tx,
  { id, status, reservation_id }: LockedBooking,
  { actor, reason }: { actor: string; reason: string | null },
): void =>
  tx.send(sql`
    insert into booking_history (booking_id, actor, change, before, after, reason)
    values (${id}, ${actor}, 'cancelled', ${JSON.stringify({ status, reservation_id })}::jsonb,
      ${JSON.stringify({ status: 'cancelled' })}::jsonb, ${reason})`);

export type BookingMessage = { readonly bot_id: number; readonly telegram_id: number; readonly message_id: number };

/** Remembers the message that shows a booking in a chat; a newer one takes its place. */
export const saveBookingMessage = (
  tx: Tx,
  booking_id: string,
  { bot_id, telegram_id, message_id }: BookingMessage,
): void =>
  tx.send(sql`
    insert into booking_messages (booking_id, bot_id, telegram_id, message_id)
    values (${booking_id}, ${bot_id}, ${telegram_id}, ${message_id})
    on conflict (tenant_id, booking_id, bot_id, telegram_id) do update set message_id = excluded.message_id`);

export const findBookingMessage = (
  tx: Tx,
  booking_id: string,
  chat: { bot_id: number; telegram_id: number },
): Promise<{ message_id: number } | undefined> =>
  tx.row(sql<{ message_id: number }>`
    select message_id from booking_messages
    where booking_id = ${booking_id} and bot_id = ${chat.bot_id} and telegram_id = ${chat.telegram_id}`);

/** Staff have marked what became of a visit. */
export const updateStatus = (tx: Tx, id: string, status: 'completed' | 'no_show'): void =>
  tx.send(sql`update bookings set status = ${status} where id = ${id}`);
