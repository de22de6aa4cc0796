import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import { findOutgoing, type Outgoing } from './store.ts';

/** What may be fetched now for far bots (or for one), the oldest first; what others are fetching is passed over. */
export const lockFetchable = async (
  tx: Tx,
  { bot_id, limit }: { bot_id: number | undefined; limit: number },
): Promise<string[]> => {
  const rows = await tx.rows(sql<{ id: string }>`
    select id from notifications join bots using (tenant_id, bot_id)
    where bots.delivery = 'far' and (${bot_id ?? null}::bigint is null or bot_id = ${bot_id ?? null})
      and pull_at <= okno_now() and status in ('pending', 'sending')
    order by pull_at, id limit ${limit} for update of notifications skip locked`);
  return rows.map(({ id }) => id);
};

export type Lease = { readonly lease: string; readonly leased_until: string };

/** Whoever has fetched a notification has it for so long (milliseconds). */
export const lease = async (tx: Tx, id: string, ms: number): Promise<Lease> => {
  const row = await tx.row(sql<Lease>`
    update notifications set lease = gen_random_uuid(), pull_at = okno_now() + ${ms} * interval '1 ms'
    where id = ${id} returning lease, pull_at as leased_until`);
  if (row === undefined) throw new Error('a notification that was fetched is not there');
  return row;
};

/** It may be fetched again in so many milliseconds. */
export const updateFetchableIn = (tx: Tx, id: string, ms: number): void =>
  tx.send(sql`update notifications set lease = null, pull_at = okno_now() + ${ms} * interval '1 ms' where id = ${id}`);

/** Its lease holds as long again. */
export const updateLeased = (tx: Tx, id: string, ms: number): void =>
  tx.send(sql`update notifications set pull_at = okno_now() + ${ms} * interval '1 ms' where id = ${id}`);

export type Fetched = Outgoing & { readonly status: string; readonly lease: string | null };

/** Something that a far bot may have fetched, kept from others until the end; misses what was never to be fetched. */
export const lockFetched = async (tx: Tx, id: string): Promise<Fetched | undefined> => {
  const row = await tx.row(sql<{ status: string; lease: string | null }>`
    select status, lease from notifications where id = ${id} and pull_at is not null for update`);
  if (row === undefined) return undefined;
  const outgoing = await findOutgoing(tx, id);
  return outgoing && { ...outgoing, ...row };
};

/** Who speaks for a bot from now on; false when there is no such bot. */
export const updateDelivery = async (tx: Tx, bot_id: number, delivery: 'near' | 'far'): Promise<boolean> => {
  const row = await tx.row(sql<{ bot_id: number }>`
    update bots set delivery = ${delivery} where bot_id = ${bot_id} returning bot_id`);
  return row !== undefined;
};

/** What a bot that is near again has not fetched is due here. */
export const takeBackUnfetched = (tx: Tx, bot_id: number): void =>
  tx.send(sql`
    with back as (
      update notifications set status = 'pending', lease = null, pull_at = null
      where bot_id = ${bot_id} and pull_at is not null and status in ('pending', 'sending') returning id)
    insert into due (fire_at, kind, id) select okno_now(), 'notification', id from back`);
