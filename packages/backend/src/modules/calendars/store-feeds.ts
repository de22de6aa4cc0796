import type { Actions, Language, Output } from '@okno/contract';
import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { FeedOwner, Owners } from './rules.ts';
import type { FeedBooking } from './rules-feed.ts';

export type FeedCard = Omit<Output<Actions['calendars.feed_create']>, 'path'>;

/** The language of the owner's oldest chat: they may have chosen it after the feed was made. */
const language = sql`coalesce((
  select chats.language from chats
  where chats.telegram_id = coalesce(
    (select telegram_id from staff where staff.specialist_id = calendar_feeds.specialist_id),
    (select telegram_id from clients where clients.id = calendar_feeds.client_id))
  order by chats.created_at, chats.bot_id limit 1), calendar_feeds.language)`;

const card = sql`calendar_feeds.id, calendar_feeds.specialist_id, calendar_feeds.client_id, ${language} as language,
  calendar_feeds.created_at, calendar_feeds.revoked_at, calendar_feeds.last_read_at`;

const within = (owners: Owners) =>
  owners === 'all'
    ? sql`true`
    : sql`(calendar_feeds.client_id = ${owners.client_id} or calendar_feeds.specialist_id = ${owners.specialist_id})`;

/** Whoever gives this person a new feed waits here for the others; it ends with the transaction. */
export const lockFeedOwner = (tx: Tx, { specialist_id, client_id }: FeedOwner): void =>
  tx.send(
    sql`select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || ${specialist_id ?? client_id}, 18))`,
  );

/** The feeds this person has had stop working. */
export const revokeFeedsOf = (tx: Tx, { specialist_id, client_id }: FeedOwner): void =>
  tx.send(sql`update calendar_feeds set revoked_at = okno_now()
    where revoked_at is null and (specialist_id = ${specialist_id}::uuid or client_id = ${client_id}::uuid)`);

/** Two clients have become one: a feed of `from` goes on as one of `to`, unless they have one that works. */
export const moveFeeds = (tx: Tx, { from, to }: { from: string; to: string }): void => {
  lockFeedOwner(tx, { specialist_id: null, client_id: to });
  tx.send(sql`
    update calendar_feeds set client_id = ${to}, revoked_at = case
      when exists (select from calendar_feeds own where own.client_id = ${to} and own.revoked_at is null)
      then coalesce(revoked_at, okno_now()) else revoked_at end
    where client_id = ${from}`);
};

/** A client is forgotten, and their feeds with them. */
export const deleteFeedsOf = (tx: Tx, client_id: string): void =>
  tx.send(sql`delete from calendar_feeds where client_id = ${client_id}`);

export type NewFeed = FeedOwner & {
  readonly secret_hash: string;
  readonly language: Language;
  readonly created_by: string;
};

export const insertFeed = async (tx: Tx, feed: NewFeed): Promise<FeedCard> => {
  const row = await tx.row(sql<FeedCard>`
    insert into calendar_feeds (specialist_id, client_id, secret_hash, language, created_by)
    values (${feed.specialist_id}, ${feed.client_id}, ${feed.secret_hash}, ${feed.language}, ${feed.created_by})
    returning ${card}`);
  if (row === undefined) throw new Error('a feed that was written down is not there');
  return row;
};

/** Misses when there is none within `owners`; one that was revoked before keeps its instant. */
export const updateFeedRevoked = (tx: Tx, id: string, owners: Owners): Promise<FeedCard | undefined> =>
  tx.row(sql<FeedCard>`
    update calendar_feeds set revoked_at = coalesce(revoked_at, okno_now())
    where id = ${id} and ${within(owners)} returning ${card}`);

/** The newest first; every row carries the total. */
export const listFeeds = (
  tx: Tx,
  wanted: { readonly specialist_id?: string | undefined; readonly client_id?: string | undefined },
  view: { owners: Owners; page: number; limit: number },
): Promise<(FeedCard & { total: number })[]> =>
  tx.rows(sql<FeedCard & { total: number }>`
    select ${card}, count(*) over ()::int as total from calendar_feeds
    where ${within(view.owners)}
      and (${wanted.specialist_id ?? null}::uuid is null or specialist_id = ${wanted.specialist_id ?? null})
      and (${wanted.client_id ?? null}::uuid is null or client_id = ${wanted.client_id ?? null})
    order by created_at desc, id limit ${view.limit} offset ${(view.page - 1) * view.limit}`);

export type OpenFeed = FeedOwner & { readonly id: string; readonly language: Language };

/**
 * A specialist's feed shows the clients of the business, so it lives as long as whoever made it may see them: the
 * specialist themselves while they work here, a moderator, an administrator, or a program.
 */
const still_allowed = sql`(specialist_id is null
  or exists (select from specialists where specialists.id = calendar_feeds.specialist_id and specialists.active)
    and (created_by not like 'telegram:%' or exists (
      select from staff where 'telegram:' || staff.telegram_id = calendar_feeds.created_by
        and (staff.specialist_id = calendar_feeds.specialist_id or staff.role in ('moderator', 'super_admin')))))`;

/** The feed whose secret has this fingerprint, unless it was revoked or whoever made it may see it no longer. */
export const findFeed = (tx: Tx, secret_hash: string): Promise<OpenFeed | undefined> =>
  tx.row(sql<OpenFeed>`
    select id, specialist_id, client_id, ${language} as language from calendar_feeds
    where secret_hash = ${secret_hash} and revoked_at is null and ${still_allowed}`);

/** To the hour, so that programs which look every few minutes do not write every few minutes. */
export const updateFeedRead = (tx: Tx, id: string): void =>
  tx.send(sql`update calendar_feeds set last_read_at = date_trunc('hour', okno_now())
    where id = ${id} and (last_read_at is null or last_read_at < date_trunc('hour', okno_now()))`);

export const findSpecialistName = async (tx: Tx, id: string, of: Language): Promise<string> => {
  const row = await tx.row(sql<{ name: string }>`
    select coalesce(translations -> ${of} ->> 'name', name) as name from specialists where id = ${id}`);
  return row?.name ?? '';
};

/** Calendars forget nothing that is younger. */
const PAST = sql.raw(`interval '90 days'`);

/** Twenty a day for five months. Writing them takes some 80 ms, in which nobody else is served; the oldest give way. */
const MAX_EVENTS = 3_000;

/** The bookings of one person of the last 90 days and of all that lies ahead, the cancelled ones as well, in order. */
export const listFeedBookings = (
  tx: Tx,
  { specialist_id, client_id }: FeedOwner,
  of: Language,
): Promise<FeedBooking[]> =>
  tx.rows(sql<FeedBooking>`
    select * from (
      select bookings.id, bookings.status, bookings.starts_at, bookings.ends_at, bookings.sequence,
        coalesce((select max(at) from booking_history where booking_id = bookings.id), bookings.created_at) as changed_at,
        coalesce(services.translations -> ${of} ->> 'name', services.name) as service,
        coalesce(specialists.translations -> ${of} ->> 'name', specialists.name) as specialist,
        clients.name as client, clients.phone as client_phone
      from bookings
        join services on services.id = bookings.service_id
        join specialists on specialists.id = bookings.specialist_id
        join clients on clients.id = bookings.client_id
      where ${specialist_id === null ? sql`bookings.client_id = ${client_id}` : sql`bookings.specialist_id = ${specialist_id}`}
        and bookings.starts_at > okno_now() - ${PAST} - interval '1 day' and bookings.ends_at > okno_now() - ${PAST}
      order by bookings.starts_at desc, bookings.id limit ${MAX_EVENTS}) newest
    order by starts_at, id`);
