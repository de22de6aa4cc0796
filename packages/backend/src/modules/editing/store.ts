import type { BulkChange, BulkEntity, ItemStatus } from '@okno/contract';
import { type Fragment, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import { type ClientScope, withinScope } from '../clients/index.ts';

export type BulkStatus = 'running' | 'done' | 'undoing' | 'undone';

export type Bulk = {
  readonly id: string;
  readonly entity: BulkEntity;
  readonly change: BulkChange;
  readonly status: BulkStatus;
  readonly actor: string;
  readonly by: string;
  readonly created_at: string;
  readonly ended_at: string | null;
};

type Told = Bulk & { readonly total: number } & { readonly [S in ItemStatus]: number };

const COLUMNS = sql.raw('id, entity, change, status, actor, actor_name as by, created_at, ended_at');

const COUNTS = sql.raw(`
  (select count(*)::int as total, count(*) filter (where status = 'waiting')::int as waiting,
    count(*) filter (where status = 'changed')::int as changed,
    count(*) filter (where status = 'unchanged')::int as unchanged,
    count(*) filter (where status = 'skipped')::int as skipped,
    count(*) filter (where status = 'undone')::int as undone, count(*) filter (where status = 'kept')::int as kept
  from bulk_edit_items where bulk_id = bulks.id) as counts`);

type NewBulk = Pick<Bulk, 'id' | 'entity' | 'change'> & { readonly actor: string; readonly actor_name: string };

/** With what it is about, in one go. */
export const insertBulk = (tx: Tx, bulk: NewBulk, subject_ids: readonly string[]): void => {
  tx.send(sql`insert into bulk_edits (id, entity, change, actor, actor_name)
    values (${bulk.id}, ${bulk.entity}, ${JSON.stringify(bulk.change)}::jsonb, ${bulk.actor}, ${bulk.actor_name})`);
  tx.send(sql`insert into bulk_edit_items (bulk_id, subject_id)
    select ${bulk.id}::uuid, unnest(${subject_ids}::uuid[])`);
};

export const findBulk = (tx: Tx, id: string): Promise<Told | undefined> =>
  tx.row(sql<Told>`select bulks.*, counts.*
    from (select ${COLUMNS} from bulk_edits where id = ${id}) as bulks, lateral ${COUNTS}`);

/** Kept from others until the transaction ends. */
export const lockBulk = (tx: Tx, id: string): Promise<Bulk | undefined> =>
  tx.row(sql<Bulk>`select ${COLUMNS} from bulk_edits where id = ${id} for no key update`);

type Page = { readonly page: number; readonly limit: number };

/** The latest first, of these kinds; `actor`: by whom, null for anybody. `all`: how many there are. */
export const listBulks = async (
  tx: Tx,
  { entities, actor }: { readonly entities: readonly BulkEntity[]; readonly actor: string | null },
  { page, limit }: Page,
): Promise<{ items: Told[]; all: number }> => {
  const ofThem: Fragment = sql`entity = any(${entities}::text[]) and (${actor}::text is null or actor = ${actor})`;
  const [items, count] = await Promise.all([
    tx.rows(sql<Told>`select bulks.*, counts.* from (
      select ${COLUMNS} from bulk_edits where ${ofThem}
      order by created_at desc, id desc limit ${limit} offset ${(page - 1) * limit}) as bulks, lateral ${COUNTS}
      order by created_at desc, id desc`),
    tx.row(sql<{ all: number }>`select count(*)::int as all from bulk_edits where ${ofThem}`),
  ]);
  return { items, all: count?.all ?? 0 };
};

export const updateBulk = (tx: Tx, id: string, status: BulkStatus, ended: boolean): void =>
  tx.send(sql`update bulk_edits set status = ${status}, ended_at = case when ${ended}::boolean then okno_now() end
    where id = ${id}`);

/**
 * It is gone on with at once, by whoever does what is due. Bookings are a kind of their own: an older version knows only
 * the other one, by which its changes of bookings stand there too.
 */
export const planBulk = (tx: Tx, id: string, entity: BulkEntity): void =>
  tx.send(sql`with planned as (update bulk_edits set planned_at = okno_now() where id = ${id} returning id, planned_at)
    insert into due (fire_at, kind, id) select planned_at, ${entity === 'booking' ? 'bulk_bookings' : 'bulk_edit'}, id from planned on conflict do nothing`);

/** The next of those in this state, in the order of their ids. */
export const listNextItems = async (
  tx: Tx,
  { bulk_id, status, limit }: { bulk_id: string; status: ItemStatus; limit: number },
): Promise<string[]> => {
  const rows = await tx.rows(sql<{ subject_id: string }>`
    select subject_id from bulk_edit_items where bulk_id = ${bulk_id} and status = ${status}
    order by subject_id limit ${limit}`);
  return rows.map(({ subject_id }) => subject_id);
};

export type Settled = {
  readonly subject_id: string;
  readonly status: ItemStatus;
  readonly reason: string | null;
  readonly rule: string | null;
};

export const updateItems = (tx: Tx, bulk_id: string, settled: readonly Settled[]): void =>
  tx.send(sql`
    update bulk_edit_items set status = one.status, reason = one.reason, rule = one.rule
    from unnest(${settled.map((one) => one.subject_id)}::uuid[], ${settled.map((one) => one.status)}::text[],
      ${settled.map((one) => one.reason)}::text[], ${settled.map((one) => one.rule)}::text[])
      as one(subject_id, status, reason, rule)
    where bulk_id = ${bulk_id} and bulk_edit_items.subject_id = one.subject_id`);

type Item = Omit<Settled, 'subject_id'> & { readonly id: string; readonly name: string | null };

/** Where the names of what is no client's own stand. */
const NAMES: Readonly<Record<Exclude<BulkEntity, 'client'>, Fragment>> = {
  service: sql.raw('(select name from services where services.id = subject_id)'),
  specialist: sql.raw('(select name from specialists where specialists.id = subject_id)'),
  room: sql.raw('(select name from rooms where rooms.id = subject_id)'),
  booking: sql.raw(
    '(select name from clients where clients.id = (select client_id from bookings where bookings.id = subject_id))',
  ),
};

/** The client of an item, for whom they lie within the scope. */
const clientIn = (scope: ClientScope): Fragment =>
  sql`from clients where clients.id = subject_id and ${withinScope(scope)}`;

type Items = {
  readonly id: string;
  readonly entity: BulkEntity;
  readonly status: ItemStatus | undefined;
  readonly scope: ClientScope;
};

/**
 * In the order of their ids; every row carries the total. Clients outside the scope are left out, however the change came to
 * them; those that were skipped like one who does not exist are told like one.
 */
export const listItems = (
  tx: Tx,
  { id, entity, status, scope }: Items,
  { page, limit }: Page,
): Promise<(Item & { total: number })[]> => {
  const name = entity === 'client' ? sql`(select name ${clientIn(scope)})` : NAMES[entity];
  const isTold =
    entity !== 'client' || scope === 'all'
      ? sql`true`
      : sql`((status = 'skipped' and reason = 'not_found') or exists (select ${clientIn(scope)}))`;
  return tx.rows(sql<Item & { total: number }>`
    select subject_id as id, ${name} as name, status, reason, rule, count(*) over ()::int as total
    from bulk_edit_items where bulk_id = ${id} and ${status === undefined ? sql`true` : sql`status = ${status}`}
      and ${isTold}
    order by subject_id limit ${limit} offset ${(page - 1) * limit}`);
};

type Found = { readonly search: string | undefined; readonly active: boolean | undefined };

type Offered = Exclude<BulkEntity, 'client' | 'booking'>;

const TABLES: Readonly<Record<Offered, Fragment>> = {
  service: sql.raw('services'),
  specialist: sql.raw('specialists'),
  room: sql.raw('rooms'),
};

/** What a business offers, by a part of its name; archived things too when nobody says otherwise. */
export const listOfferedIds = async (
  tx: Tx,
  entity: Offered,
  { search, active, limit }: Found & { limit: number },
): Promise<string[]> => {
  const rows = await tx.rows(sql<{ id: string }>`
    select id from ${TABLES[entity]}
    where ${search === undefined ? sql`true` : sql`strpos(lower(name), lower(${search})) > 0`}
      and ${active === undefined ? sql`true` : sql`active = ${active}`}
    order by id limit ${limit}`);
  return rows.map(({ id }) => id);
};
