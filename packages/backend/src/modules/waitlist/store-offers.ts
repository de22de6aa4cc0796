import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { Scope } from '../bookings/index.ts';
import type { FreedTime } from '../scheduling/index.ts';
import { hasOffer, MAY_BE_OPEN, STATUS, within } from './store.ts';

/** Somebody who may be asked about a time that became free; instants in UTC. */
export type WaitingRow = {
  readonly id: string;
  readonly client_id: string;
  readonly service_id: string;
  readonly time_zone: string;
  readonly begins_at: string;
  readonly ends_at: string;
  readonly from_minute: number | null;
  readonly to_minute: number | null;
  /** Their own bookings around that time, with anybody. */
  readonly busy: readonly { readonly starts_at: string; readonly ends_at: string }[];
  /** What they gave up, declined or let pass with this specialist since they wait. */
  readonly lost: readonly { readonly starts_at: string; readonly ends_at: string; readonly passed: boolean }[];
};

/** Nobody is asked while a hold of theirs stands written down, also one that runs out at this very moment. */
const WAITS = sql.raw(
  `${MAY_BE_OPEN} and ${STATUS} = 'waiting' and not ${hasOffer("status in ('held', 'pending_payment')")}`,
);

/** Who has blocked every one of our bots cannot be asked; who never had a chat is asked by the staff. */
const REACHABLE = sql.raw(`not exists (
    select 1 from clients join chats using (tenant_id, telegram_id)
    where clients.id = entries.client_id having count(*) > 0 and bool_and(chats.unreachable_since is not null))`);

/**
 * Those who wait for a service that this specialist gives, on days around the time that became free, in the order of
 * the queue. No visit with its buffers is longer than two days.
 */
export const listWaiting = (
  tx: Tx,
  { specialist_id, starts_at, ends_at }: FreedTime,
  skipped: readonly string[],
): Promise<WaitingRow[]> => {
  const [from, to] = [
    sql`${starts_at}::timestamptz - interval '2 days'`,
    sql`${ends_at}::timestamptz + interval '2 days'`,
  ];
  return tx.rows(sql<WaitingRow>`
    select entries.id, entries.client_id, entries.service_id, entries.time_zone, entries.begins_at, entries.ends_at,
      entries.from_minute, entries.to_minute,
      (select coalesce(json_agg(json_build_object('starts_at', starts_at, 'ends_at', ends_at)), '[]') from bookings
        where client_id = entries.client_id and starts_at >= ${from} and starts_at < ${to}
          and (status in ('pending_payment', 'confirmed') or status = 'held' and held_until > okno_now())) as busy,
      (select coalesce(json_agg(json_build_object('starts_at', starts_at, 'ends_at', ends_at,
          'passed', offered and held_until is not null)), '[]') from bookings
        where client_id = entries.client_id and specialist_id = ${specialist_id} and status = 'cancelled'
          and starts_at >= ${from} and starts_at < ${to}
          and exists (select from booking_history where booking_id = bookings.id and change = 'cancelled'
            and at >= entries.created_at)) as lost
    from waitlist_entries entries
    where entries.service_id in (
        select given.service_id from service_specialists given
          join services on services.id = given.service_id and services.active
          join specialists on specialists.id = given.specialist_id and specialists.active
        where given.specialist_id = ${specialist_id})
      and (entries.specialist_id is null or entries.specialist_id = ${specialist_id})
      and entries.begins_at < ${to} and entries.ends_at > ${from} and entries.id <> all(${skipped}::uuid[])
      and ${WAITS} and ${REACHABLE}
    order by entries.created_at, entries.id`);
};

/** Whether somebody still waits; asked again once nobody else can change it. */
export const isWaiting = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.row(sql`select entries.id from waitlist_entries entries where entries.id = ${id} and ${WAITS}`)) !==
  undefined;

export const insertOffer = (
  tx: Tx,
  offer: { booking_id: string; entry_id: string; starts_at: string; expires_at: string },
): void => {
  tx.send(sql`insert into waitlist_offers (booking_id, entry_id, starts_at, expires_at)
    values (${offer.booking_id}, ${offer.entry_id}, ${offer.starts_at}, ${offer.expires_at})`);
  tx.send(sql`update waitlist_entries set status = 'offered' where id = ${offer.entry_id} and status = 'waiting'`);
};

/** What was offered, or what is: the latest, or the one that is named. */
export type OfferRow = {
  readonly entry_id: string;
  readonly client_id: string;
  readonly service_id: string;
  readonly specialist_id: string | null;
  readonly begins_at: string;
  readonly ends_at: string;
  /** As it stands now, whether or not it has been written down. */
  readonly status: string;
  readonly booking_id: string | null;
  readonly outcome: 'taken' | 'declined' | 'passed' | null;
};

/** By the id of the entry, or of the booking that is offered. Misses when it lies outside the scope. */
export const findOffer = (tx: Tx, id: string, scope: Scope): Promise<OfferRow | undefined> =>
  tx.row(sql<OfferRow>`
    select entries.id as entry_id, entries.client_id, entries.service_id, entries.specialist_id, entries.begins_at,
      entries.ends_at, ${sql.raw(STATUS)} as status, offers.booking_id, offers.outcome
    from waitlist_entries entries left join waitlist_offers offers on offers.entry_id = entries.id
    where (entries.id = ${id} or offers.booking_id = ${id}) and ${within(scope)}
    order by offers.offered_at desc limit 1`);

/** What became of an offer that had not ended. */
export const updateOffer = (tx: Tx, booking_id: string, outcome: 'taken' | 'declined'): void => {
  tx.send(sql`update waitlist_offers set outcome = ${outcome} where booking_id = ${booking_id} and outcome is null`);
  if (outcome === 'declined')
    tx.send(sql`
    update waitlist_entries entries set status = 'waiting' from waitlist_offers offers
    where offers.booking_id = ${booking_id} and entries.id = offers.entry_id and entries.status = 'offered'`);
};

/**
 * Writes down what became of offers whose bookings have changed without asking us: their holds ran out, or were
 * confirmed or given back like any other. Only what has been written there counts, because a hold that has just run out
 * may be confirmed at this very moment.
 */
export const updateEndedOffers = (tx: Tx): void =>
  tx.send(sql`
    with ended as (
      select offers.booking_id, case
          when exists (select from booking_history where booking_id = bookings.id and change = 'confirmed') then 'taken'
          when bookings.held_until is not null then 'passed' else 'declined' end as outcome
      from waitlist_offers offers join bookings
        on bookings.tenant_id = offers.tenant_id and bookings.id = offers.booking_id
      where offers.outcome is null and bookings.status not in ('held', 'pending_payment')
      order by offers.booking_id for update of offers),
    settled as (
      update waitlist_offers offers set outcome = ended.outcome from ended
      where offers.booking_id = ended.booking_id and offers.outcome is null returning offers.entry_id, offers.outcome)
    update waitlist_entries entries set status = case when settled.outcome = 'taken' then 'taken' else 'waiting' end
    from settled where entries.id = settled.entry_id and entries.status = 'offered'`);
