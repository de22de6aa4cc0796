import type pg from 'pg';
import { listTables } from '../backup/tables.ts';

/** A table as it is moved; `identity`: the column that the server numbers, if there is one. */
export type MovingTable = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly identity: string | null;
};

/**
 * What is moved in the last moment and not before: by these a server finds the business, listens to its bots and seals its
 * log; beside them whatever its workers write into, over all businesses at once.
 */
const LATE: readonly string[] = ['tenants', 'bots', 'bot_health', 'audit_unsealed', 'audit_seals'];

const OF_WORKERS = `
  select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
    and has_table_privilege('okno_worker', oid, 'insert, update, delete')`;

const IDENTITIES = `
  select attrelid::regclass::text as name, attname::text as identity from pg_attribute join pg_class on pg_class.oid = attrelid
  where relnamespace = 'public'::regnamespace and attidentity <> '' and not attisdropped`;

export type MovingTables = {
  readonly early: readonly MovingTable[];
  readonly late: readonly MovingTable[];
};

/** All that holds rows of a business, in the order in which they point at each other. */
export const listMovingTables = async (client: pg.ClientBase): Promise<MovingTables> => {
  const { rows } = await client.query<{ name: string; identity: string }>(IDENTITIES);
  const tables = (await listTables(client)).map(({ name, columns }) => ({
    ...{ name, columns },
    identity: rows.find((one) => one.name === name)?.identity ?? null,
  }));
  const without = tables.filter(({ columns }) => !columns.includes('tenant_id'));
  if (without.length > 0) throw new Error(`not of any business: ${without.map(({ name }) => name).join(', ')}`);
  const workers = (await client.query<{ name: string }>(OF_WORKERS)).rows.map(({ name }) => name);
  const isLate = ({ name }: MovingTable) => LATE.includes(name) || workers.includes(name);
  return { early: tables.filter((one) => !isLate(one)), late: tables.filter(isLate) };
};

const digestText = (name: string): string =>
  `select count(*)::text || ' ' || coalesce(md5(string_agg(line::text, '|' order by line::text)), '') as digest
  from ${name} line where tenant_id = $1`;

/** All rows of a business in a table, as one short text. */
export const digestOf = async (client: pg.ClientBase, { name }: MovingTable, tenant_id: string): Promise<string> =>
  (await client.query<{ digest: string }>(digestText(name), [tenant_id])).rows[0]?.digest ?? '';

/** Puts the rows of a business into the same table of another server. */
export const copyRows = async (
  from: pg.ClientBase,
  to: pg.ClientBase,
  { name, columns }: MovingTable,
  tenant_id: string,
): Promise<void> => {
  const list = columns.map((column) => `"${column}"`).join(', ');
  // As a text throughout: numbers and instants lose nothing on the way.
  const { rows } = await from.query<{ rows: string | null }>(
    `select json_agg(line)::text as rows from (select ${list} from ${name} where tenant_id = $1) line`,
    [tenant_id],
  );
  const [all] = rows;
  if (all?.rows == null) return;
  await to.query(
    `insert into ${name} (${list}) overriding system value select ${list} from json_populate_recordset(null::${name}, $1::json)`,
    [all.rows],
  );
};

/** What comes next is numbered after what has come. */
export const numberOn = async (client: pg.ClientBase, table: MovingTable, tenant_id: string): Promise<void> => {
  if (table.identity === null) return;
  await client.query(
    `select setval(sequence, greatest(nextval(sequence), (select max(${table.identity}) from ${table.name} where tenant_id = $1)))
    from pg_get_serial_sequence($2, $3) as sequence`,
    [tenant_id, table.name, table.identity],
  );
};
