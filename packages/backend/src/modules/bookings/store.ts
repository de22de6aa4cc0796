import type { Booking, Language, Notice } from '@okno/contract';

import { type Fragment, prepared, sql } from '../../db/sql.ts';

import type { Tx } from '../../db/tx.ts';
import { formatInstant } from '../../time.ts';
import type { BeforeMove, DueWith } from '../notifications/index.ts';
import { preparePresuming } from '../scheduling/index.ts';
import type { Scope } from './rules.ts';
import type { ActingAs, Status } from './rules-states.ts';

/** A hold that has run out by the database's clock is over, whether or not somebody has cleared it away by now. */
const STATUS = sql.raw(`case when bookings.status = 'held' and bookings.held_until <= okno_now() then 'cancelled'
  else bookings.status end`);

/** What counts in a client's limit: what lies ahead, has not run out, and belongs to no series. */
const AHEAD =
  sql.raw(`bookings.starts_at > okno_now() and bookings.series_id is null and (bookings.status in ('pending_payment', 'confirmed')
  or bookings.status = 'held' and bookings.held_until > okno_now())`);

/** Its client has been asked to move it away from its start, or is about to be. What has failed has asked nobody. */
const ASKED_TO_MOVE = sql.raw(`exists (select from notifications
  where notifications.subject_id = bookings.id and notifications.kind = 'move_asked'
    and notifications.late_for = bookings.starts_at and notifications.status in ('pending', 'sending', 'sent', 'uncertain'))`);

/** Whether its client is not too late for it, nor to cancel, until it begins (docs/rules.md#days-off-in-the-chat). */
export const isAskedToMove = async (tx: Tx, id: string): Promise<boolean> => {
  const row = await tx.row(sql<{ asked: boolean }>`
    select ${ASKED_TO_MOVE} as asked from bookings where id = ${id}`);
  return row?.asked === true;
};

/** Until when the client of a booking may move and cancel it; `tenants` has to be joined. */
export const CHANGEABLE_UNTIL = sql`case when ${ASKED_TO_MOVE} then bookings.starts_at
    else bookings.starts_at - tenants.cancel_notice_minutes * interval '1 minute' end`;

const columns = (language: Language) => sql`
  bookings.id, ${STATUS} as status, bookings.starts_at, bookings.ends_at, specialists.time_zone,
  jsonb_build_object('id', services.id, 'name', coalesce(services.translations -> ${language} ->> 'name', services.name)) as service,
  jsonb_build_object('id', specialists.id, 'name',
    coalesce(specialists.translations -> ${language} ->> 'name', specialists.name)) as specialist,
  (select jsonb_build_object('id', rooms.id, 'name', coalesce(rooms.translations -> ${language} ->> 'name', rooms.name))
    from reservations taken join rooms on rooms.id = taken.room_id
    where taken.companion_of = bookings.reservation_id) as room,
  jsonb_build_object('id', clients.id, 'name', clients.name, 'phone', clients.phone) as client,
  bookings.price_minor, bookings.currency,
  ${CHANGEABLE_UNTIL} as changeable_until,
  case when bookings.status = 'held' and bookings.held_until > okno_now() then bookings.held_until end as held_until,
  bookings.created_at`;

const joined = sql.raw(`
  join services on services.id = bookings.service_id
  join specialists on specialists.id = bookings.specialist_id
  join clients on clients.id = bookings.client_id
  join tenants on tenants.tenant_id = bookings.tenant_id`);

/** The rows of a table, of bookings or of what has a client and a specialist like them, in a scope. */
export const within = (scope: Scope, table: 'bookings' | 'series' = 'bookings'): Fragment =>
  scope === 'all'
    ? sql`true`
    : sql`(${sql.ref(`${table}.client_id`)} = ${scope.client_id}
        or ${sql.ref(`${table}.specialist_id`)} = ${scope.specialist_id})`;

/** Misses when there is none, or when it lies outside the scope: both look the same. */
export const findBooking = (
  tx: Tx,
  id: string,
  { scope, language }: { scope: Scope; language: Language },
): Promise<Booking | undefined> =>
  tx.row(
    sql<Booking>`select ${columns(language)} from bookings ${joined} where bookings.id = ${id} and ${within(scope)}`,
  );

const LOCKED = sql`
  id, ${STATUS} as status, starts_at, ends_at, service_id, client_id, specialist_id, reservation_id, price_minor,
  held_until, completes_at, offered`;

/** The row of a booking, kept from others until the transaction ends. */
export const lockBooking = (tx: Tx, id: string, scope: Scope): Promise<LockedBooking | undefined> =>
  tx.row(sql<LockedBooking>`select ${LOCKED} from bookings where id = ${id} and ${within(scope)} for update`);

/** The holds of a specialist that have run out and still take their time, kept from others. */
export const lockExpiredHolds = (tx: Tx, specialist_id: string): Promise<LockedBooking[]> =>
  tx.rows(sql<LockedBooking>`
    select ${LOCKED} from bookings
    where specialist_id = ${specialist_id} and status = 'held' and held_until <= okno_now() order by id for update`);

/**
 * The holds in some rooms that have run out, whoever gives them. Those with which somebody is busy are passed over:
 * they belong to specialists whose locks the caller does not hold, so that waiting for one could be for ever.
 */
export const lockExpiredInRooms = (tx: Tx, room_ids: readonly string[]): Promise<LockedBooking[]> =>
  tx.rows(sql<LockedBooking>`
    select ${LOCKED} from bookings
    where status = 'held' and held_until <= okno_now() and reservation_id in (
      select companion_of from reservations where room_id = any(${room_ids}::uuid[]))
    order by id for update skip locked`);

export type LockedBooking = {
  readonly id: string;
  /** What has run out is `cancelled`, and still has its reservation until somebody clears it away. */
  readonly status: Status;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly service_id: string;
  readonly client_id: string;
  readonly specialist_id: string;
  readonly reservation_id: string | null;
  readonly price_minor: number;
  /** Also of what has run out; null once confirmed or given back. */
  readonly held_until: string | null;
  readonly completes_at: string | null;
  /** A hold that its client did not ask for (docs/rules.md#waitlist). */
  readonly offered: boolean;
};

/** The only orders in which bookings are listed. */
const SORTS = {
  starts_at: sql.raw('bookings.starts_at'),
  created_at: sql.raw('bookings.created_at'),
  price_minor: sql.raw('bookings.price_minor'),
};
const ORDERS = { asc: sql.raw('asc'), desc: sql.raw('desc') };

export type BookingFilter = {
  /** These, if any are named. */
  readonly ids?: readonly string[] | null;
  readonly statuses: readonly string[] | null;
  readonly specialist_id: string | null;
  readonly client_id: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly service_id?: string | null;
  /** By the start, when it is left out. */
  readonly sort?: keyof typeof SORTS;
  readonly order: 'asc' | 'desc';
};

/** In their order; every row carries the total. */
export const listBookings = (
  tx: Tx,
  {
    ids = null,
    statuses,
    specialist_id,
    client_id,
    service_id = null,
    from,
    to,
    sort = 'starts_at',
    order,
  }: BookingFilter,
  view: { scope: Scope; language: Language; page: number; limit: number },
): Promise<(Booking & { total: number })[]> =>
  tx.rows(sql<Booking & { total: number }>`
    select ${columns(view.language)}, count(*) over ()::int as total from bookings ${joined}
    where ${within(view.scope)}
      and (${ids}::uuid[] is null or bookings.id = any(${ids}::uuid[]))
      and (${statuses}::text[] is null or ${STATUS} = any(${statuses}::text[]))
      and (${specialist_id}::uuid is null or bookings.specialist_id = ${specialist_id})
      and (${client_id}::uuid is null or bookings.client_id = ${client_id})
      and (${service_id}::uuid is null or bookings.service_id = ${service_id})
      and (${from}::timestamptz is null or bookings.ends_at > ${from})
      and (${to}::timestamptz is null or bookings.starts_at < ${to})
    order by ${SORTS[sort]} ${ORDERS[order]}, bookings.id ${ORDERS[order]} limit ${view.limit} offset ${(view.page - 1) * view.limit}`);

/** Whoever books for this client waits here for the others; it ends with the transaction. */
export const lockClient = (tx: Tx, client_id: string): void => tx.send(LOCK_CLIENT({ client_id }));

const LOCK_CLIENT = prepared<{ client_id: string }, unknown>(
  (value) =>
    sql`select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || ${value('client_id')}, 2))`,
);

/** Whoever moves this booking waits here for the others; it ends with the transaction. Taken before all other locks. */
export const lockMoves = (tx: Tx, id: string): void =>
  tx.send(sql`select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || ${id}, 6))`);

/**
 * How many bookings of this client lie ahead of `now` (Unix milliseconds, the database's); holds count while they last.
 * The instant is given as a value: under row security a function that asks the clock is no condition for an index.
 */
export const countFutureBookings = async (tx: Tx, client_id: string, now: number): Promise<number> => {
  const row = await tx.row(COUNT_AHEAD({ client_id, now: formatInstant(now) }));
  return row?.count ?? 0;
};

const countAhead = (value: (name: 'client_id' | 'now') => Fragment) => sql<{ count: number }>`
  select count(*)::int as count from bookings
  where client_id = ${value('client_id')} and starts_at >= ${value('now')}::timestamptz and ${AHEAD}`;

const COUNT_AHEAD = prepared<{ client_id: string; now: string }, { count: number }>(countAhead);

/** Takes the time of a booking that is written beside it, if it is free and the client has not enough bookings ahead. */
export const presumeReservation = preparePresuming((value) => sql`(${countAhead(value)}) < ${value('most')}::float8`);

/** Which of these are bookings of this specialist, in whatever state. */
export const listBookingsAmong = async (tx: Tx, ids: readonly string[], specialist_id: string): Promise<string[]> => {
  const rows = await tx.rows(sql<{ id: string }>`
    select id from bookings where id = any(${ids}::uuid[]) and specialist_id = ${specialist_id}`);
  return rows.map(({ id }) => id);
};

export type NewBooking = {
  readonly id: string;
  readonly service_id: string;
  readonly specialist_id: string;
  readonly client_id: string;
  readonly reservation_id: string;
  readonly status: Status;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly price_minor: number;
  readonly currency: string;
  readonly held_until: string | null;
  /** When it will count as done; null: not by itself. */
  readonly completes_at: string | null;
  readonly offered?: boolean;
  /** The series of which it is an occurrence. */
  readonly series_id?: string | null;
};

/** Who changes a booking, as they stand in its history. */
export type By = { readonly actor: string; readonly acting_as: ActingAs };

/** What happens to a booking by itself: the hold runs out, or the visit is over. */
export const endingOf = ({ id, held_until, completes_at }: Omit<NewBooking, 'status'>): DueWith | null => {
  if (held_until !== null) return { fire_at: held_until, kind: 'booking_hold', id };
  return completes_at === null ? null : { fire_at: completes_at, kind: 'booking_end', id };
};

/**
 * Writes down a booking with the first line of its history and the message that shows it, if there is one: all in one
 * statement. When it ends (`endingOf`) has yet to be written into the timetable.
 */
export const insertBooking = (
  tx: Tx,
  row: NewBooking,
  { actor, acting_as, message }: By & { message: BookingMessage | null },
): void => {
  const { bot_id, telegram_id, message_id } = message ?? { bot_id: null, telegram_id: null, message_id: null };
  const change = row.status === 'held' ? 'held' : 'created';
  const { series_id = null, offered = false } = row;
  tx.send(BOOK({ ...row, series_id, offered, actor, acting_as, change, bot_id, telegram_id, message_id }));
};

type Book = NewBooking & By & { change: string } & { readonly [K in keyof BookingMessage]: number | null };

const BOOK = prepared<Book, unknown>(
  (value) => sql`
    with made as (
      insert into bookings (id, service_id, specialist_id, client_id, reservation_id, status, starts_at, ends_at,
        price_minor, currency, held_until, completes_at, series_id, offered)
      values (${value('id')}, ${value('service_id')}, ${value('specialist_id')}, ${value('client_id')},
        ${value('reservation_id')}, ${value('status')}, ${value('starts_at')}, ${value('ends_at')},
        ${value('price_minor')}, ${value('currency')}, ${value('held_until')}, ${value('completes_at')},
        ${value('series_id')}, ${value('offered')})
      returning *),
    change as (
      insert into booking_history (booking_id, actor, acting_as, change, after)
      select id, ${value('actor')}, ${value('acting_as')}, ${value('change')}, to_jsonb(made) - 'tenant_id'
      from made)
    insert into booking_messages (booking_id, bot_id, telegram_id, message_id)
    select id, ${value('bot_id')}::bigint, ${value('telegram_id')}::bigint, message_id
    from made, (select ${value('message_id')}::bigint as message_id) shown where message_id is not null`,
);

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

/** What was before a move, as it is told in this language; none when the specialist is gone. */
export const findBefore = async (tx: Tx, before: BeforeMove, language: Language): Promise<Notice['before']> => {
  const row = await tx.row(sql<{ time_zone: string; specialist: { id: string; name: string } }>`
    select time_zone, jsonb_build_object('id', id, 'name', coalesce(translations -> ${language} ->> 'name', name)) as specialist
    from specialists where id = ${before.specialist_id}`);
  return row === undefined ? null : { starts_at: before.starts_at, ends_at: before.ends_at, ...row };
};
