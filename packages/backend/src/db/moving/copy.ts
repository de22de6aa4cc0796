import type pg from 'pg';
import { PATIENCE } from './ends.ts';
import type { MovingTable } from './tables.ts';

/** The publication, the subscription and its slot: one move of a business has one name. */
export const nameOf = (tenant_id: string): string => `okno_move_${tenant_id.replaceAll('-', '')}`;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

type Copy = {
  readonly tenant_id: string;
  readonly tables: readonly MovingTable[];
  /** The address of the source as the target's server reaches it. */
  readonly seen: string;
  /** How long it may take until what writes on the first server has ended. */
  readonly copy_ms: number;
};

/**
 * A slot begins when all has ended that writes anywhere on its server now. Nobody waits for us meanwhile; that others'
 * transactions are waited for like locks is no reason to give up as early as with a lock.
 */
const createSlot = async (source: pg.ClientBase, name: string, copy_ms: number): Promise<void> => {
  await source.query(`set lock_timeout = 0; set statement_timeout = ${Math.max(1, Math.floor(copy_ms))}`);
  await source.query("select pg_create_logical_replication_slot($1, 'pgoutput')", [name]);
  await source.query(PATIENCE);
};

/**
 * Has the rows of one business flow from one server to the other, what is there and what comes: a publication with a filter
 * of rows, and a subscription. Rows of others never leave.
 */
export const startCopy = async (
  source: pg.ClientBase,
  target: pg.ClientBase,
  { tenant_id, tables, seen, copy_ms }: Copy,
): Promise<void> => {
  const name = nameOf(tenant_id);
  const filtered = tables.map((table) => `${table.name} where (tenant_id = ${quoted(tenant_id)})`);
  await source.query(`create publication ${name} for table ${filtered.join(', ')}`);
  // Of its own accord a subscription to a database of its own server would wait for itself.
  await createSlot(source, name, copy_ms);
  await target.query(
    `create subscription ${name} connection ${quoted(seen)} publication ${name} with (create_slot = false)`,
  );
};

/** How many tables are not wholly there yet. */
export const countCopying = async (target: pg.ClientBase, tenant_id: string): Promise<number> => {
  const { rows } = await target.query<{ count: number }>(
    `select count(*) filter (where srsubstate <> 'r')::int as count
    from pg_subscription_rel join pg_subscription on pg_subscription.oid = srsubid where subname = $1`,
    [nameOf(tenant_id)],
  );
  return rows[0]?.count ?? 0;
};

/** Ends the flow; with it goes its slot, which would keep the source's log for ever. */
export const endCopy = async (source: pg.ClientBase, target: pg.ClientBase, tenant_id: string): Promise<void> => {
  const name = nameOf(tenant_id);
  await target.query(`drop subscription if exists ${name}`);
  await source.query('select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = $1', [
    name,
  ]);
  await source.query(`drop publication if exists ${name}`);
};
