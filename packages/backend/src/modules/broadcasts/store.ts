import type { Actions, BroadcastStatus, Output } from '@okno/contract';
import { db, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { Texts } from './rules.ts';
import type { Segment } from './store-people.ts';

type Report = Output<Actions['broadcasts.get']>;
export type Broadcast = Omit<Report, 'progress'>;
export type Progress = Report['progress'];

const COLUMNS = sql.raw(
  `id, status, texts, segment, quiet_hours, author_name as author, created_at, starts_at, ended_at`,
);

export type NewBroadcast = {
  readonly id: string;
  readonly texts: Texts;
  readonly segment: Segment;
  readonly quiet_hours: boolean;
  readonly author: string;
  readonly author_name: string;
};

export const insertBroadcast = (tx: Tx, { texts, segment, ...row }: NewBroadcast): void =>
  tx.send(
    db.insertInto('broadcasts').values({ ...row, texts: JSON.stringify(texts), segment: JSON.stringify(segment) }),
  );

/** What is left out stays as it is. */
export const updateDraft = (
  tx: Tx,
  id: string,
  changes: Partial<Pick<NewBroadcast, 'texts' | 'segment' | 'quiet_hours'>>,
): void => {
  const { texts, segment, quiet_hours } = changes;
  tx.send(sql`update broadcasts set texts = coalesce(${texts === undefined ? null : JSON.stringify(texts)}::jsonb, texts),
    segment = coalesce(${segment === undefined ? null : JSON.stringify(segment)}::jsonb, segment),
    quiet_hours = coalesce(${quiet_hours ?? null}::boolean, quiet_hours) where id = ${id}`);
};

export const findBroadcast = (tx: Tx, id: string): Promise<Broadcast | undefined> =>
  tx.row(sql<Broadcast>`select ${COLUMNS} from broadcasts where id = ${id}`);

/** Kept from others, who would change or attend to it, until the end. */
export const lockBroadcast = (tx: Tx, id: string): Promise<Broadcast | undefined> =>
  tx.row(sql<Broadcast>`select ${COLUMNS} from broadcasts where id = ${id} for update`);

/** The newest first; every row carries the total. */
export const listBroadcasts = (
  tx: Tx,
  status: BroadcastStatus | undefined,
  { page, limit }: { page: number; limit: number },
): Promise<(Broadcast & { total: number })[]> =>
  tx.rows(sql<Broadcast & { total: number }>`
    select ${COLUMNS}, count(*) over ()::int as total from broadcasts
    where ${status ?? null}::text is null or status = ${status ?? null}
    order by created_at desc, id desc limit ${limit} offset ${(page - 1) * limit}`);

/** How many there are in which state; those to whom it was shown for a test are none of them. */
export const countProgress = async (tx: Tx, id: string): Promise<Progress> => {
  const row = await tx.row(sql<Progress>`
    select (select expanded_at is not null from broadcasts where id = ${id}) as complete, count(*)::int as total,
      count(*) filter (where status in ('waiting', 'sending'))::int as waiting,
      count(*) filter (where status = 'sent')::int as sent,
      count(*) filter (where status = 'failed')::int as failed,
      count(*) filter (where status = 'unreachable')::int as unreachable,
      count(*) filter (where status = 'opted_out')::int as opted_out,
      count(*) filter (where status = 'uncertain')::int as uncertain
    from broadcast_recipients where broadcast_id = ${id} and not is_test`);
  if (row === undefined) throw new Error('a count without a row');
  return row;
};

/** It is set going, for the first time or again; `starts_at` (UTC) stays what it was when it is null. */
export const updateStarted = (
  tx: Tx,
  id: string,
  { status, starts_at }: { status: 'scheduled' | 'running'; starts_at: string | null },
): void =>
  tx.send(sql`update broadcasts set status = ${status}, resumed_at = okno_now(),
    starts_at = coalesce(${starts_at}::timestamptz, starts_at, okno_now()) where id = ${id}`);

/**
 * Nothing of it leaves any more: what bots on other servers have fetched is theirs no longer, and what is leaving at this
 * very moment is waited for. Those who are telling of it just now are passed over: they look at the broadcast after us,
 * or have begun before.
 */
export const updateStopped = (tx: Tx, id: string, status: 'paused' | 'cancelled'): void => {
  tx.send(sql`update broadcasts set status = ${status}, open_until = null,
    ended_at = case when ${status} = 'cancelled' then okno_now() end where id = ${id}`);
  tx.send(sql`update broadcast_recipients
    set status = 'waiting', lease = null, leased_until = null, attempts = attempts - 1
    where id in (select id from broadcast_recipients where broadcast_id = ${id} and status = 'sending'
      and lease is not null and not is_test for update skip locked)`);
  tx.send(sql`select okno_wait_for_broadcast(${id})`);
};

/** It is attended to at this time (UTC) and at no other; null: not at all. */
export const planBroadcast = (tx: Tx, id: string, at: string | null): void => {
  tx.send(sql`delete from due using broadcasts
    where broadcasts.id = ${id} and due.id = broadcasts.id and due.fire_at = broadcasts.next_at`);
  tx.send(sql`
    with planned as (update broadcasts set next_at = ${at}::timestamptz where id = ${id} returning id, next_at)
    insert into due (fire_at, kind, id) select next_at, 'broadcast', id from planned where next_at is not null
    on conflict do nothing`);
};

/** It is attended to at once as well, because somebody wants to see how it will be. */
export const planTest = (tx: Tx, id: string): void =>
  tx.send(sql`insert into due (fire_at, kind, id) values (okno_now(), 'broadcast', ${id}) on conflict do nothing`);
