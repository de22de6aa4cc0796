import type { Language, WaitlistEntry } from '@okno/contract';
import { type Fragment, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { Scope } from '../bookings/index.ts';

/**
 * Whether the client has got a visit for this service on these days since they wait, whatever became of it: then they
 * wait no longer (docs/rules.md#waitlist). Said of the rows named `entries`.
 */
const HAS_BOOKED = `exists (
  select from bookings join booking_history changes
    on changes.tenant_id = bookings.tenant_id and changes.booking_id = bookings.id
  where bookings.client_id = entries.client_id and bookings.service_id = entries.service_id
    and bookings.starts_at >= entries.begins_at and bookings.starts_at < entries.ends_at
    and changes.at >= entries.created_at
    and (changes.change in ('created', 'confirmed') or changes.change = 'moved' and bookings.status <> 'held'
      and not (changes.before ? 'starts_at' and (changes.before ->> 'starts_at')::timestamptz >= entries.begins_at
        and (changes.before ->> 'starts_at')::timestamptz < entries.ends_at)))`;

/**
 * Whether something is offered to the row named `entries` whose booking stands like this. Looked up entry by entry: a
 * join would gather all that was ever offered or booked for each of them (`offset 0` keeps it from being one).
 */
export const hasOffer = (standing: string): string => `exists (
  select from (select booking_id from waitlist_offers
    where entry_id = entries.id and outcome is null offset 0) offers
  where (select ${standing} from bookings where bookings.id = offers.booking_id))`;

const IS_OFFERED = hasOffer("status = 'pending_payment' or status = 'held' and held_until > okno_now()");

/**
 * How an entry stands, whether or not somebody has written it down by now: bookings are made and holds run out without
 * asking the waiting list.
 */
export const STATUS = `case
  when entries.status not in ('waiting', 'offered') then entries.status
  when ${HAS_BOOKED} then 'taken'
  when ${IS_OFFERED} then 'offered'
  when entries.ends_at <= okno_now() then 'expired'
  else 'waiting' end`;

/** Only these can be open; the index knows. */
export const MAY_BE_OPEN = `entries.status in ('waiting', 'offered')`;
const IS_OPEN = `${MAY_BE_OPEN} and ${STATUS} in ('waiting', 'offered')`;

/** Those before me who could be asked about the same times. */
const POSITION = `1 + (
  select count(*)::int from waitlist_entries entries
  where entries.service_id = own.service_id and (entries.created_at, entries.id) < (own.created_at, own.id)
    and entries.begins_at < own.ends_at and entries.ends_at > own.begins_at
    and (entries.specialist_id is null or own.specialist_id is null or entries.specialist_id = own.specialist_id)
    and ${IS_OPEN})`;

const named = (table: string, language: Language): Fragment => sql`jsonb_build_object('id', ${sql.ref(`${table}.id`)},
  'name', coalesce(${sql.ref(`${table}.translations`)} -> ${language} ->> 'name', ${sql.ref(`${table}.name`)}))`;

/** The rows of `waitlist_entries entries` in a scope. */
export const within = (scope: Scope): Fragment =>
  scope === 'all'
    ? sql`true`
    : sql`(entries.client_id = ${scope.client_id} or entries.specialist_id = ${scope.specialist_id}
        or entries.specialist_id is null and exists (select from service_specialists given
          where given.service_id = entries.service_id and given.specialist_id = ${scope.specialist_id}))`;

/** Entries as people see them, out of rows of `waitlist_entries entries`; `total` counts them all. */
const viewed = (rows: Fragment, language: Language): Fragment => sql`
  select own.id, own.status, own.from_day, own.to_day, own.from_minute, own.to_minute, own.time_zone, own.created_at,
    jsonb_build_object('id', clients.id, 'name', clients.name, 'phone', clients.phone) as client,
    ${named('services', language)} as service,
    case when specialists.id is not null then ${named('specialists', language)} end as specialist,
    case when own.status in ('waiting', 'offered') then ${sql.raw(POSITION)} end as position,
    offered.booking_id, offered.starts_at, offered.ends_at, offered.expires_at, offered.giver,
    own.total
  from (${rows}) own
    join clients on clients.id = own.client_id
    join services on services.id = own.service_id
    left join specialists on specialists.id = own.specialist_id
    left join lateral (
      select bookings.id as booking_id, bookings.starts_at, bookings.ends_at, bookings.held_until as expires_at,
        ${named('givers', language)} as giver
      from waitlist_offers offers join bookings on bookings.id = offers.booking_id
        join specialists givers on givers.id = bookings.specialist_id
      where offers.entry_id = own.id and own.status = 'offered' and offers.outcome is null
        and bookings.status = 'held' and bookings.held_until > okno_now() limit 1) offered on true
  order by own.created_at, own.id`;

type Offer = NonNullable<WaitlistEntry['offer']>;
type Row = Omit<WaitlistEntry, 'offer'> & { readonly total: number; readonly giver: Offer['specialist'] } & {
  readonly [F in Exclude<keyof Offer, 'specialist'>]: Offer[F] | null;
};

/** The offer travels as an object; as columns its instants are read like all others. */
const toEntry = ({ booking_id, starts_at, ends_at, expires_at, giver, ...entry }: Row) => {
  if (booking_id === null || starts_at === null || ends_at === null || expires_at === null)
    return { ...entry, offer: null };
  return { ...entry, offer: { booking_id, starts_at, ends_at, expires_at, specialist: giver } };
};

const columns = sql.raw(`entries.id, ${STATUS} as status, entries.client_id, entries.service_id, entries.specialist_id,
  entries.from_day, entries.to_day, entries.from_minute, entries.to_minute, entries.time_zone, entries.created_at,
  entries.begins_at, entries.ends_at`);

type Viewer = { readonly scope: Scope; readonly language: Language };

/** Misses when there is none, or when it lies outside the scope: both look the same. */
export const findEntry = async (
  tx: Tx,
  id: string,
  { scope, language }: Viewer,
): Promise<WaitlistEntry | undefined> => {
  const rows = sql`select ${columns}, 1 as total from waitlist_entries entries
    where entries.id = ${id} and ${within(scope)}`;
  const row = await tx.row(sql<Row>`${viewed(rows, language)}`);
  return row && toEntry(row);
};

export type EntryFilter = {
  readonly statuses: readonly string[] | null;
  readonly client_id: string | null;
  readonly service_id: string | null;
};

/** In the order of the queue; every row carries the total. */
export const listEntries = async (
  tx: Tx,
  { statuses, client_id, service_id }: EntryFilter,
  { scope, language, page, limit }: Viewer & { page: number; limit: number },
): Promise<(WaitlistEntry & { total: number })[]> => {
  const open = statuses?.every((status) => status === 'waiting' || status === 'offered') ?? false;
  const rows = sql`
    select *, count(*) over ()::int as total from (
      select ${columns} from waitlist_entries entries
      where ${within(scope)} and (${client_id}::uuid is null or entries.client_id = ${client_id})
        and (${service_id}::uuid is null or entries.service_id = ${service_id})
        and ${open ? sql.raw(MAY_BE_OPEN) : sql`true`}) entries
    where ${statuses}::text[] is null or status = any(${statuses}::text[])
    order by created_at, id limit ${limit} offset ${(page - 1) * limit}`;
  return (await tx.rows(sql<Row>`${viewed(rows, language)}`)).map(toEntry);
};

export type NewEntry = {
  readonly id: string;
  readonly client_id: string;
  readonly service_id: string;
  readonly specialist_id: string | null;
  readonly time_zone: string;
  readonly from_day: string;
  readonly to_day: string;
  readonly from_minute: number | null;
  readonly to_minute: number | null;
  /** The days as instants. */
  readonly begins_at: string;
  readonly ends_at: string;
};

/** Somebody waits from now on, until the last of their days is over. */
export const insertEntry = (tx: Tx, row: NewEntry): void =>
  tx.send(sql`
    with made as (
      insert into waitlist_entries (id, client_id, service_id, specialist_id, time_zone, from_day, to_day, from_minute,
        to_minute, begins_at, ends_at)
      values (${row.id}, ${row.client_id}, ${row.service_id}, ${row.specialist_id}, ${row.time_zone}, ${row.from_day},
        ${row.to_day}, ${row.from_minute}, ${row.to_minute}, ${row.begins_at}, ${row.ends_at})
      returning id, ends_at)
    insert into due (fire_at, kind, id) select ends_at, 'waitlist', id from made`);

/** What a client waits for at present: how much, and whether the same as in `row` is among it. */
export const findCrowd = async (
  tx: Tx,
  row: Omit<NewEntry, 'id'>,
): Promise<{ readonly open: number; readonly same: boolean }> => {
  const found = await tx.row(sql<{ open: number; same: boolean }>`
    select count(*)::int as open, coalesce(bool_or(entries.service_id = ${row.service_id}
      and entries.specialist_id is not distinct from ${row.specialist_id}::uuid
      and entries.from_day <= ${row.to_day}::date and entries.to_day >= ${row.from_day}::date
      and coalesce(entries.from_minute, 0) < ${row.to_minute ?? 1440}::int
      and coalesce(entries.to_minute, 1440) > ${row.from_minute ?? 0}::int), false) as same
    from waitlist_entries entries where entries.client_id = ${row.client_id} and ${sql.raw(IS_OPEN)}`);
  return found ?? { open: 0, same: false };
};

/** They wait no longer, for this reason; what has ended already stays as it is. */
export const updateToClosed = (tx: Tx, id: string, status: 'taken' | 'left'): void =>
  tx.send(sql`
    with closed as (
      update waitlist_entries entries set status = ${status} where id = ${id} and ${sql.raw(MAY_BE_OPEN)}
      returning id, ends_at)
    delete from due using closed where due.id = closed.id and due.fire_at = closed.ends_at`);

/** Writes down how an entry ended whose last day is over; one that still goes on stays. */
export const updateToOver = (tx: Tx, id: string): void =>
  tx.send(sql`
    update waitlist_entries entries set status = ${sql.raw(STATUS)}
    where id = ${id} and ends_at <= okno_now() and ${sql.raw(MAY_BE_OPEN)}`);

/** What a client waited for, and how it ended, in the words of the business. */
export const listEntriesOf = (tx: Tx, client_id: string): Promise<EntryLine[]> =>
  tx.rows(sql<EntryLine>`
    select services.name as service, specialists.name as specialist, from_day, to_day, ${sql.raw(STATUS)} as status,
      entries.created_at
    from waitlist_entries entries join services on services.id = entries.service_id
      left join specialists on specialists.id = entries.specialist_id
    where entries.client_id = ${client_id} order by entries.created_at, entries.id`);

type EntryLine = Pick<WaitlistEntry, 'from_day' | 'to_day' | 'status' | 'created_at'> & {
  readonly service: string;
  readonly specialist: string | null;
};

/** All entries of one client become another's. */
export const moveEntries = (tx: Tx, { from, to }: { from: string; to: string }): void =>
  tx.send(sql`update waitlist_entries set client_id = ${to} where client_id = ${from}`);

/** They wait for nothing, and never did. */
export const deleteEntries = (tx: Tx, client_id: string): void => {
  tx.send(sql`delete from waitlist_offers using waitlist_entries entries
    where entries.id = entry_id and entries.client_id = ${client_id}`);
  tx.send(sql`
    with gone as (delete from waitlist_entries where client_id = ${client_id} returning id, ends_at)
    delete from due using gone where due.id = gone.id and due.fire_at = gone.ends_at`);
};
