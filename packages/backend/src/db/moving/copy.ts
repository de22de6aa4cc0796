import type pg from 'pg';
import type { MovingTable } from './tables.ts';

/** The publication, the subscription and its slot: one move of a business has one name. */
export const nameOf = (tenant_id: string): string => `okno_move_${tenant_id.replaceAll('-', '')}`;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * Has the rows of one business flow from one server to the other, what is there and what comes: a publication with a filter
 * of rows, and a subscription. Rows of others never leave.
 * @param seen the address of the source as the target's server reaches it
 */
export const startCopy = async (
  source: pg.ClientBase,
  target: pg.ClientBase,
  { tenant_id, tables, seen }: { tenant_id: string; tables: readonly MovingTable[]; seen: string },
): Promise<void> => {
  const name = nameOf(tenant_id);
  const filtered = tables.map((table) => `${table.name} where (tenant_id = ${quoted(tenant_id)})`);
  await source.query(`create publication ${name} for table ${filtered.join(', ')}`);
  // Of its own accord a subscription to a database of its own server would wait for itself.
  await source.query("select pg_create_logical_replication_slot($1, 'pgoutput')", [name]);
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
