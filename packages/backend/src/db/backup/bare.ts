import type pg from 'pg';

/** What was taken from the tables, each as the words that bring it back. */
export type Taken = {
  /** Of one table: what its rows are found by, and what none of them may be twice. */
  readonly indexes: ReadonlyMap<string, readonly string[]>;
  /** Of all: which rows have to be there for which. */
  readonly references: readonly string[];
};

type Found = { readonly table: string; readonly drop: string; readonly make: string };

/** Parts of a table follow the whole; the list of migrations is filled already. */
const WHOLE = "relnamespace = 'public'::regnamespace and not relispartition and relname <> 'migrations'";

const constraintsOf = (kinds: string, of: string): string => `
  select relname as table, format('alter table %I drop constraint %I', relname, conname) as drop,
    format('alter table %I add constraint %I %s', relname, conname, pg_get_constraintdef(pg_constraint.oid)) as make
  from pg_constraint join pg_class on pg_class.oid = conrelid
  where ${WHOLE} and relkind in (${of}) and contype in (${kinds}) and conparentid = 0
  order by relname, conname`;

const REFERENCES = constraintsOf("'f'", "'r', 'p'");
const UNIQUE = constraintsOf("'p', 'u'", "'r'");
const INDEXES = `
  select relname as table, format('drop index %s', indexrelid::regclass) as drop, pg_get_indexdef(indexrelid) as make
  from pg_index join pg_class on pg_class.oid = indrelid
  where ${WHOLE} and relkind = 'r'
    and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
  order by relname, indexrelid::regclass::text`;

const drop = async (client: pg.ClientBase, listing: string): Promise<Found[]> => {
  const { rows } = await client.query<Found>(listing);
  for (const one of rows) await client.query(one.drop);
  return rows;
};

/**
 * Takes indexes and references from the tables, so that rows come in faster: an index that is made of all rows at once is
 * sorted, and a reference is looked at in one go. What else is asked of a row stays, that no two overlap included: to look
 * at all of them afterwards takes twice as long (measured with PostgreSQL 18). A table in parts keeps its indexes: those
 * of its parts would come back under other names. For a transaction nobody else sees.
 */
export const makeBare = async (client: pg.ClientBase): Promise<Taken> => {
  const references = await drop(client, REFERENCES);
  const indexes = [...(await drop(client, UNIQUE)), ...(await drop(client, INDEXES))];
  const words = new Map([...Map.groupBy(indexes, ({ table }) => table)].map(([table, of]) => [table, makesOf(of)]));
  return { indexes: words, references: makesOf(references) };
};

const makesOf = (found: readonly Found[]): string[] => found.map(({ make }) => make);

/**
 * Gives everything back, under the names it had. Each row is looked at as if it were new.
 * @throws the server's error of class 23 when a row is there twice, or refers to one that is not there
 */
export const dress = async (client: pg.ClientBase, { indexes, references }: Taken): Promise<void> => {
  for (const words of indexes.values()) for (const make of words) await client.query(make);
  // Each needs an index of the table it points at.
  for (const make of references) await client.query(make);
};
