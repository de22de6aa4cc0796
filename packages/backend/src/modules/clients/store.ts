import type { Actions, Output } from '@okno/contract';
import { type Fragment, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { ClientScope } from './rules.ts';

type Listed = Output<Actions['clients.list']>['items'][number];
type Card = Output<Actions['clients.get']>;

const LAST_VISIT = sql.raw(
  `(select max(starts_at) from bookings where client_id = clients.id and status = 'completed')`,
);

const SUMMARY = sql.raw(`
  clients.id, clients.name, clients.phone, clients.email, clients.telegram_id, clients.created_at, clients.forgotten_at,
  coalesce((select array_agg(tag order by tag) from client_tags where client_id = clients.id), '{}') as tags,
  (select max(starts_at) from bookings where client_id = clients.id and status = 'completed') as last_visit,
  (select count(*)::int from bookings where client_id = clients.id and starts_at > okno_now()
    and status in ('held', 'pending_payment', 'confirmed')) as upcoming`);

/** Whether the row of `clients` at hand lies within the scope. */
export const within = (scope: ClientScope): Fragment =>
  scope === 'all'
    ? sql`true`
    : sql`exists (select from bookings where client_id = clients.id and specialist_id = ${scope.specialist_id})`;

/** Who works here has a chat as everybody else, and is a client when they have booked something. */
const COMES = sql.raw(`(telegram_id is null
  or not exists (select from staff where staff.telegram_id = clients.telegram_id)
  or exists (select from bookings where client_id = clients.id))`);

/** `strpos` and ranges take what was typed as it is: no sign in it means anything. */
const matching = (search: string, digits: readonly string[]): Fragment => {
  const conditions = [
    sql`strpos(' ' || search_name, ' ' || lower(${search})) > 0`,
    sql`clients.id in (select client_id from client_tags
      where tag >= lower(${search}) and tag < lower(${search}) || chr(1114111))`,
    ...digits.map((run) => sql`strpos(phone, ${run}) > 0`),
  ];
  return sql`(${sql.join(conditions, sql` or `)})`;
};

/** The only orders in which clients are listed. */
const SORTS = { name: sql.raw('search_name'), created_at: sql.raw('clients.created_at'), last_visit: LAST_VISIT };
// Who never came stands at the end either way. The others are never null, and their order is that of an index.
const ORDERS = {
  asc: { name: sql.raw('asc'), created_at: sql.raw('asc'), last_visit: sql.raw('asc nulls last') },
  desc: { name: sql.raw('desc'), created_at: sql.raw('desc'), last_visit: sql.raw('desc nulls last') },
};

export type ClientFilter = {
  readonly scope: ClientScope;
  readonly search: string | undefined;
  /** Runs of digits of which one stands in the telephone number, if anything was typed that may be one. */
  readonly digits: readonly string[];
  readonly tag: string | undefined;
  readonly sort: keyof typeof SORTS;
  readonly order: keyof typeof ORDERS;
};

/** Who was forgotten is never listed. */
const fittingOf = ({
  scope,
  search,
  digits,
  tag,
}: Pick<ClientFilter, 'scope' | 'search' | 'digits' | 'tag'>): Fragment =>
  sql`forgotten_at is null and ${within(scope)} and ${COMES}
    and ${search === undefined ? sql`true` : matching(search, digits)}
    and ${tag === undefined ? sql`true` : sql`exists (select from client_tags where client_id = clients.id and tag = ${tag})`}`;

/** Every row carries the total; what was forgotten is not listed. */
export const listClients = (
  tx: Tx,
  { scope, search, digits, tag, sort, order }: ClientFilter,
  { page, limit }: { page: number; limit: number },
): Promise<(Listed & { total: number })[]> => {
  const fitting = fittingOf({ scope, search, digits, tag });
  const ordered = sql`order by ${SORTS[sort]} ${ORDERS[order][sort]}, clients.id ${ORDERS[order].name}`;
  return tx.rows(sql<Listed & { total: number }>`
    select ${SUMMARY}, (select count(*)::int from clients where ${fitting}) as total
    from (select * from clients where ${fitting} ${ordered} limit ${limit} offset ${(page - 1) * limit}) as clients
    ${ordered}`);
};

export type ListedClient = Listed;

/** Whom the list of clients would show, in the order of their ids, behind one of them. */
export const listClientsAfter = (
  tx: Tx,
  { search, digits, tag }: Pick<ClientFilter, 'search' | 'digits' | 'tag'>,
  { after, limit }: { after: string | null; limit: number },
): Promise<Listed[]> =>
  tx.rows(sql<Listed>`
    select ${SUMMARY} from (
      select * from clients where ${fittingOf({ scope: 'all', search, digits, tag })}
        and (${after}::uuid is null or id > ${after}::uuid) order by id limit ${limit}) as clients
    order by id`);

/** Whom the list of clients would show, in the order of their ids. */
export const listClientIds = async (
  tx: Tx,
  { scope, search, digits, tag }: Pick<ClientFilter, 'scope' | 'search' | 'digits' | 'tag'>,
  { limit }: { limit: number },
): Promise<string[]> => {
  const rows = await tx.rows(sql<{ id: string }>`
    select id from clients where ${fittingOf({ scope, search, digits, tag })} order by id limit ${limit}`);
  return rows.map(({ id }) => id);
};

/** Those of these clients that lie within the scope. */
export const listClientsWithin = async (tx: Tx, ids: readonly string[], scope: ClientScope): Promise<string[]> => {
  const rows = await tx.rows(sql<{ id: string }>`
    select id from clients where id = any(${ids}::uuid[]) and ${within(scope)}`);
  return rows.map(({ id }) => id);
};

/** Misses when there is none, or when it lies outside the scope: both look the same. */
export const findCard = (tx: Tx, id: string, scope: ClientScope): Promise<Card | undefined> =>
  tx.row(sql<Card>`
    select ${SUMMARY}, (select count(*)::int from client_notes where client_id = clients.id) as notes,
      exists (select from chats where chats.telegram_id = clients.telegram_id and unreachable_since is null) as reachable,
      (select jsonb_build_object(
          'visits', count(*) filter (where status in ('completed', 'no_show')),
          'completed', count(*) filter (where status = 'completed'),
          'no_shows', count(*) filter (where status = 'no_show'),
          'cancelled', count(*) filter (where status = 'cancelled'))
        from bookings where client_id = clients.id) as record
    from clients where id = ${id} and ${within(scope)}`);

/** What the staff may edit of a client. */
export type EditableClient = Pick<Card, 'name' | 'phone' | 'email' | 'tags'>;

const EDITABLE = sql.raw(`name, phone, email,
  coalesce((select array_agg(tag order by tag) from client_tags where client_id = clients.id), '{}') as tags`);

/** Misses also whoever has been forgotten. */
export const findEditable = (tx: Tx, id: string): Promise<EditableClient | undefined> =>
  tx.row(sql<EditableClient>`select ${EDITABLE} from clients where id = ${id} and forgotten_at is null`);

/** The same, kept from others until the transaction ends. */
export const lockEditable = async (tx: Tx, id: string): Promise<EditableClient | undefined> => {
  // The tags are read by a statement of its own: one that waits for the row would see those of before.
  tx.send(sql`select from clients where id = ${id} for no key update`);
  return findEditable(tx, id);
};

/** Exactly these tags from now on. */
export const saveTags = (tx: Tx, client_id: string, tags: readonly string[]): void => {
  tx.send(sql`delete from client_tags where client_id = ${client_id} and tag <> all(${tags}::text[])`);
  tx.send(sql`insert into client_tags (client_id, tag) select ${client_id}::uuid, unnest(${tags}::text[])
    on conflict do nothing`);
};

export const deleteTags = (tx: Tx, client_id: string): void =>
  tx.send(sql`delete from client_tags where client_id = ${client_id}`);

/** The other's tags come to those there are already. */
export const moveTags = (tx: Tx, { from, to }: { from: string; to: string }): void => {
  tx.send(sql`insert into client_tags (client_id, tag) select ${to}::uuid, tag from client_tags where client_id = ${from}
    on conflict do nothing`);
  deleteTags(tx, from);
};

export type NoteRow = {
  readonly id: string;
  readonly text: string;
  readonly author: string;
  readonly at: string;
};

/** Newest first; every row carries the total. */
export const listNotes = (
  tx: Tx,
  client_id: string,
  { page, limit }: { page: number; limit: number },
): Promise<(NoteRow & { total: number })[]> =>
  tx.rows(sql<NoteRow & { total: number }>`
    select id, text, author_name as author, at, count(*) over ()::int as total from client_notes
    where client_id = ${client_id} order by at desc, id desc limit ${limit} offset ${(page - 1) * limit}`);

export type NewNote = {
  readonly id: string;
  readonly client_id: string;
  readonly author: string;
  readonly author_name: string;
  readonly text: string;
};

export const insertNote = (tx: Tx, note: NewNote): void =>
  tx.send(sql`insert into client_notes (id, client_id, author, author_name, text)
    values (${note.id}, ${note.client_id}, ${note.author}, ${note.author_name}, ${note.text})`);

/** No row: there is none, or it is not by this author (null: by anybody). */
export const deleteNote = (
  tx: Tx,
  { id, client_id, author }: { id: string; client_id: string; author: string | null },
): Promise<{ id: string } | undefined> =>
  tx.row(sql<{ id: string }>`delete from client_notes
    where id = ${id} and client_id = ${client_id} and (${author}::text is null or author = ${author}) returning id`);

export const deleteNotes = (tx: Tx, client_id: string): void =>
  tx.send(sql`delete from client_notes where client_id = ${client_id}`);

export const moveNotes = (tx: Tx, { from, to }: { from: string; to: string }): void =>
  tx.send(sql`update client_notes set client_id = ${to} where client_id = ${from}`);

/** Into whom somebody was merged, if they were. */
export const findSurvivor = async (tx: Tx, merged_id: string): Promise<string | null> => {
  const row = await tx.row(sql<{ survivor_id: string }>`
    select survivor_id from client_merges where merged_id = ${merged_id}`);
  return row?.survivor_id ?? null;
};

/** Who was merged into this client, at any remove. */
export const listMerged = async (tx: Tx, survivor_id: string): Promise<string[]> => {
  const rows = await tx.rows(sql<{ merged_id: string }>`
    select merged_id from client_merges where survivor_id = ${survivor_id}`);
  return rows.map(({ merged_id }) => merged_id);
};

/** Whoever was merged into the other before belongs to the one who remains, too. */
export const moveMerges = (tx: Tx, { from, to }: { from: string; to: string }): void =>
  tx.send(sql`update client_merges set survivor_id = ${to} where survivor_id = ${from}`);

export const insertMerge = (tx: Tx, row: { merged_id: string; survivor_id: string; actor: string }): void =>
  tx.send(sql`insert into client_merges (merged_id, survivor_id, actor)
    values (${row.merged_id}, ${row.survivor_id}, ${row.actor})`);
