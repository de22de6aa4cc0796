import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

/** Whether a client has, or has had, a booking with a specialist: then they are one of the specialist's own. */
export const isClientOf = async (tx: Tx, client_id: string, specialist_id: string | null): Promise<boolean> => {
  const row = await tx.row(sql`
    select 1 from bookings where client_id = ${client_id} and specialist_id = ${specialist_id} limit 1`);
  return row !== undefined;
};

/** A booking ahead, as far as its reminders and what becomes of its client need it. */
export type OpenBooking = { readonly id: string; readonly starts_at: string };

/** The bookings of a client that lie ahead, in order. */
export const listOpenBookings = (tx: Tx, client_id: string): Promise<OpenBooking[]> =>
  tx.rows(sql<OpenBooking>`
    select id, starts_at from bookings
    where client_id = ${client_id} and starts_at > okno_now()
      and (status in ('pending_payment', 'confirmed') or status = 'held' and held_until > okno_now())
    order by starts_at, id`);

/** Those of them of which their client will not be reminded so far, because there was no chat to do it in. */
export const listUnremindedBookings = (tx: Tx, client_id: string): Promise<OpenBooking[]> =>
  tx.rows(sql<OpenBooking>`
    select id, starts_at from bookings
    where client_id = ${client_id} and starts_at > okno_now() and status = 'confirmed'
      and not exists (select from notifications where subject_id = bookings.id and audience = 'client')
    order by starts_at, id`);

/** Two seats of one session that would belong to one client. */
export type SharedSeat = { readonly other_booking_id: string; readonly ahead: boolean };

export const listSharedSeats = (
  tx: Tx,
  { client_id, other_id }: { client_id: string; other_id: string },
): Promise<SharedSeat[]> =>
  tx.rows(sql<SharedSeat>`
    select theirs.id as other_booking_id,
      theirs.starts_at > okno_now() and theirs.status in ('held', 'pending_payment', 'confirmed') as ahead
    from bookings theirs join bookings own using (tenant_id, reservation_id)
    where own.client_id = ${client_id} and theirs.client_id = ${other_id} order by theirs.starts_at, theirs.id`);

/** All bookings of one client become another's, each with a line of its history. */
export const moveBookings = (
  tx: Tx,
  {
    from,
    to,
    actor,
    change,
  }: { from: string; to: string; actor: string; change: 'client_merged' | 'client_forgotten' },
): void =>
  tx.send(sql`
    with moved as (update bookings set client_id = ${to}::uuid where client_id = ${from}::uuid returning id)
    insert into booking_history (booking_id, actor, change, before, after)
    select id, ${actor}, ${change}, ${JSON.stringify({ client_id: from })}::jsonb, ${JSON.stringify({ client_id: to })}::jsonb
    from moved`);

/** Nothing shows any more in which messages this person saw their bookings. */
export const deleteBookingMessages = (tx: Tx, telegram_id: number): void =>
  tx.send(sql`delete from booking_messages where telegram_id = ${telegram_id}`);
