import type { Actions, BroadcastStatus, Language, Output } from '@okno/contract';
import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { Texts } from './rules.ts';
import type { Settled } from './settled.ts';

export type RecipientStatus = Output<Actions['broadcasts.recipients']>['items'][number]['status'];
type Listed = Output<Actions['broadcasts.recipients']>['items'][number];

/** Person by person, those of the last change first; every row carries the total. */
export const listRecipients = (
  tx: Tx,
  id: string,
  { status, page, limit }: { status: RecipientStatus | undefined; page: number; limit: number },
): Promise<(Listed & { total: number })[]> =>
  tx.rows(sql<Listed & { total: number }>`
    select recipients.id, clients.id as client_id, clients.name, chats.language, recipients.status, attempts, settled_at,
      error, count(*) over ()::int as total
    from broadcast_recipients recipients
    join chats on chats.telegram_id = recipients.telegram_id and chats.bot_id = recipients.bot_id
    left join clients on clients.telegram_id = recipients.telegram_id
    where broadcast_id = ${id} and not is_test and (${status ?? null}::text is null or recipients.status = ${status ?? null})
    order by settled_at desc nulls last, recipients.telegram_id limit ${limit} offset ${(page - 1) * limit}`);

/** Somebody of the staff gets it, whatever becomes of it; nothing happens when theirs is still on its way. */
export const insertTest = (tx: Tx, id: string, chat: { bot_id: number; telegram_id: number }): void =>
  tx.send(sql`insert into broadcast_recipients (broadcast_id, telegram_id, bot_id, is_test)
    select ${id}::uuid, ${chat.telegram_id}::bigint, ${chat.bot_id}::bigint, true
    where not exists (select from broadcast_recipients where broadcast_id = ${id} and is_test
      and telegram_id = ${chat.telegram_id}::bigint and status = 'waiting')`);

/** Somebody who is still to be told. */
export type Waiting = {
  readonly id: string;
  readonly bot_id: number;
  readonly telegram_id: number;
  readonly is_test: boolean;
};

/** The next who may be told now by this process; `silent`: bots that say nothing for a while. */
export const listWaiting = (
  tx: Tx,
  id: string,
  { tests_only, silent, limit }: { tests_only: boolean; silent: readonly number[]; limit: number },
): Promise<Waiting[]> =>
  tx.rows(sql<Waiting>`
    select recipients.id, recipients.bot_id, recipients.telegram_id, is_test
    from broadcast_recipients recipients join bots on bots.bot_id = recipients.bot_id
    where broadcast_id = ${id} and status = 'waiting' and (is_test or not ${tests_only}::boolean)
      and bots.delivery = 'near' and bots.revoked_at is null and recipients.bot_id <> all(${silent}::bigint[])
      and (again_at is null or again_at <= okno_now())
    order by is_test desc, recipients.telegram_id limit ${limit}`);

/** What is left when nobody can be told now. `soonest_ms`: until the next may be, if that hangs on time alone. */
export type Rest = {
  readonly waiting: boolean;
  readonly sending: boolean;
  readonly far: boolean;
  readonly soonest_ms: number | null;
  /** When the last of them got it (Unix milliseconds). */
  readonly last_sent_at: number | null;
};

export const findRest = async (tx: Tx, id: string): Promise<Rest> => {
  const row = await tx.row(sql<Rest>`
    select count(*) filter (where status = 'waiting') > 0 as waiting,
      count(*) filter (where status = 'sending') > 0 as sending,
      count(*) filter (where status = 'waiting' and bots.delivery = 'far') > 0 as far,
      extract(epoch from min(again_at) filter (where status = 'waiting' and bots.delivery = 'near'
        and bots.revoked_at is null) - okno_now())::float8 * 1000 as soonest_ms,
      (select extract(epoch from max(settled_at))::float8 * 1000 from broadcast_recipients
        where broadcast_id = ${id} and status = 'sent' and not is_test) as last_sent_at
    from broadcast_recipients recipients join bots on bots.bot_id = recipients.bot_id
    where broadcast_id = ${id} and not is_test and status in ('waiting', 'sending')`);
  if (row === undefined) throw new Error('a count without a row');
  return row;
};

/** Somebody who is about to be told, as things stand at this moment. */
export type Started = Waiting & {
  readonly language: Language;
  readonly business_language: Language;
  readonly texts: Texts;
  readonly name: string;
  readonly reachable: boolean;
  readonly news: boolean;
  readonly attempts: number;
  readonly lease: string | null;
  readonly leased_until: string | null;
};

/**
 * Marks one person as being told, unless the broadcast is stopped: whoever stops it waits for us, or we for them. For a
 * bot on another server it is theirs for `lease_ms`.
 */
export const startRecipient = (
  tx: Tx,
  { id, broadcast_id }: { id: string; broadcast_id: string },
  lease_ms: number | null = null,
): Promise<Started | undefined> =>
  tx.row(sql<Started>`
    with broadcast as (select status, texts from broadcasts where id = ${broadcast_id} for share)
    update broadcast_recipients recipients
    set status = 'sending', attempts = attempts + 1, sending_since = clock_timestamp(),
      lease = case when ${lease_ms}::float8 is not null then gen_random_uuid() end,
      leased_until = okno_now() + ${lease_ms}::float8 * interval '1 ms'
    from broadcast, chats, tenants
    where recipients.id = ${id} and recipients.status = 'waiting' and (is_test or broadcast.status = 'running')
      and chats.telegram_id = recipients.telegram_id and chats.bot_id = recipients.bot_id
      and tenants.tenant_id = recipients.tenant_id
    returning recipients.id, recipients.bot_id, recipients.telegram_id, is_test, attempts, lease, leased_until,
      chats.language, tenants.language as business_language, broadcast.texts, chats.unreachable_since is null as reachable,
      coalesce((select name from clients where telegram_id = recipients.telegram_id),
        (select name from staff where telegram_id = recipients.telegram_id), '') as name,
      coalesce((select news from clients where telegram_id = recipients.telegram_id), true) as news`);

/** How it ended for one person, or that it is tried again. What was given up as uncertain may turn out to have arrived. */
export const settleRecipient = (tx: Tx, id: string, settled: Settled): void => {
  const { status, error } = settled;
  const pause = settled.status === 'waiting' ? settled.pause : { after_ms: 0, spread_ms: 0 };
  const counts = settled.status !== 'waiting' || settled.counts;
  tx.send(sql`
    update broadcast_recipients set status = ${status}, error = ${error}, lease = null, leased_until = null,
      attempts = attempts - ${counts ? 0 : 1}::int,
      settled_at = case when ${status} <> 'waiting' then okno_now() end,
      again_at = case when ${status} = 'waiting' then okno_now() +
        (${pause.after_ms}::float8 + random() * ${pause.spread_ms}::float8) * interval '1 ms' end
    where id = ${id} and (status = 'sending' or (${status} = 'sent' and status in ('waiting', 'uncertain')))`);
};

/** Longer than any attempt lasts: whoever began it has died. */
const ABANDONED = sql.raw(`interval '60 seconds'`);

/** Nobody knows whether those have it whose sender has died, or said nothing; they are not told again. */
export const settleAbandoned = (tx: Tx, id: string): void =>
  tx.send(sql`
    update broadcast_recipients set status = 'uncertain', settled_at = okno_now(), lease = null, leased_until = null,
      error = 'whoever was sending it said nothing of it'
    where broadcast_id = ${id} and status = 'sending' and case when lease is null
      then sending_since < clock_timestamp() - ${ABANDONED} else leased_until < okno_now() end`);

/** Nobody can be told any more. */
export const failWaiting = (tx: Tx, id: string, error: string): void =>
  tx.send(sql`update broadcast_recipients set status = 'failed', settled_at = okno_now(), error = coalesce(error, ${error})
    where broadcast_id = ${id} and status = 'waiting' and not is_test`);

/** Who may be told now by bots on other servers (or one of them); what others are fetching is passed over. */
export const lockFetchable = (
  tx: Tx,
  { bot_id, limit }: { bot_id: number | undefined; limit: number },
): Promise<{ id: string; broadcast_id: string }[]> =>
  tx.rows(sql<{ id: string; broadcast_id: string }>`
    select recipients.id, broadcast_id
    from broadcast_recipients recipients join broadcasts on broadcasts.id = broadcast_id
    join bots on bots.bot_id = recipients.bot_id
    where recipients.status = 'waiting' and bots.delivery = 'far'
      and (${bot_id ?? null}::bigint is null or recipients.bot_id = ${bot_id ?? null})
      and (again_at is null or again_at <= okno_now())
      and (is_test or (broadcasts.status = 'running' and broadcasts.open_until > okno_now()))
    order by is_test desc, broadcasts.resumed_at, recipients.telegram_id limit ${limit}
    for update of recipients skip locked`);

export type Fetched = {
  readonly id: string;
  readonly bot_id: number;
  readonly telegram_id: number;
  readonly is_test: boolean;
  readonly status: RecipientStatus;
  readonly attempts: number;
  readonly lease: string | null;
  readonly error: string | null;
  readonly broadcast_status: BroadcastStatus;
};

/** Kept from others until the end; misses what is no message to many. */
export const lockFetched = (tx: Tx, id: string): Promise<Fetched | undefined> =>
  tx.row(sql<Fetched>`
    select recipients.id, bot_id, telegram_id, is_test, recipients.status, attempts, lease, error,
      broadcasts.status as broadcast_status
    from broadcast_recipients recipients join broadcasts on broadcasts.id = broadcast_id
    where recipients.id = ${id} for update of recipients`);

/** Its lease holds as long again. */
export const updateLeased = (tx: Tx, id: string, ms: number): void =>
  tx.send(sql`update broadcast_recipients set leased_until = okno_now() + ${ms} * interval '1 ms' where id = ${id}`);
