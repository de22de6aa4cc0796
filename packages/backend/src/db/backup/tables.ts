import type pg from 'pg';

/** A table as it is written into a backup: its columns in their order, without those that the database computes. */
export type BackupTable = { readonly name: string; readonly columns: readonly string[] };

/** The list of migrations says which schema a backup fits; it is no content. */
const TABLES = `
  select relname as name,
    array(select attname::text from pg_attribute
      where attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = '' order by attnum) as columns,
    array(select distinct confrelid::regclass::text from pg_constraint
      where conrelid = pg_class.oid and contype = 'f' and confrelid <> conrelid) as needs
  from pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and relname <> 'migrations'
  order by relname`;

/**
 * Every table of the schema, each after those whose rows it points at.
 * @throws Error when tables point at each other in a circle.
 */
export const listTables = async (client: pg.ClientBase): Promise<BackupTable[]> => {
  const { rows } = await client.query<BackupTable & { needs: string[] }>(TABLES);
  const ordered: BackupTable[] = [];
  const there = new Set<string>();
  while (ordered.length < rows.length) {
    const ready = rows.filter(({ name, needs }) => !there.has(name) && needs.every((need) => there.has(need)));
    if (ready.length === 0) throw new Error('tables point at each other in a circle');
    for (const { name, columns } of ready) {
      ordered.push({ name, columns });
      there.add(name);
    }
  }
  return ordered;
};
