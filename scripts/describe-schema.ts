import type pg from 'pg';

/** One line per fact of the schema `public`, in an order that does not depend on the server's version. */
const FACTS = `
  with tables as (
    select c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.reloptions, c.relacl, c.relowner,
      pg_get_userbyid(c.relowner) as owner,
      case when c.relkind = 'p' then ' partitioned by ' || pg_get_partkeydef(c.oid) else '' end ||
        case when c.relispartition then ' part ' || pg_get_expr(c.relpartbound, c.oid) else '' end as parts
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')),
  facts(subject, kind, line) as (
    select relname, 0, format('table %s owner %s%s%s%s%s', relname, owner, parts,
      case when relrowsecurity then ' row-security' else '' end,
      case when relforcerowsecurity then ' forced' else '' end,
      coalesce(' with ' || (select string_agg(o, ', ' order by o) from unnest(reloptions) o), ''))
    from tables
    union all
    select relname, 1, format('  %s %s%s%s', attname, format_type(atttypid, atttypmod),
      case when attnotnull then ' not null' else '' end,
      coalesce(case when attgenerated = 's' then ' stored ' when attidentity <> '' then ' identity ' else ' default ' end
        || pg_get_expr(adbin, adrelid), case when attidentity <> '' then ' identity' else '' end))
    from tables join pg_attribute on attrelid = tables.oid and attnum > 0 and not attisdropped
      left join pg_attrdef on adrelid = attrelid and adnum = attnum
    union all
    select relname, 2, format('  constraint %s %s', conname, pg_get_constraintdef(con.oid))
    from tables join pg_constraint con on conrelid = tables.oid and contype <> 'n'
    union all
    select relname, 3, '  ' || pg_get_indexdef(indexrelid)
    from tables join pg_index on indrelid = tables.oid
    where not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
    union all
    select tablename, 4, format('  policy %s for %s to %s using %s%s', policyname, cmd, array_to_string(roles, ', '), qual,
      coalesce(' check ' || with_check, ''))
    from pg_policies where schemaname = 'public'
    union all
    select relname, 5, format('  grant %s to %s', string_agg(lower(privilege_type), ', ' order by privilege_type collate "C"),
      case when grantee = 0 then 'everybody' else pg_get_userbyid(grantee) end)
    from tables cross join aclexplode(relacl) where grantee <> relowner group by relname, grantee
    union all
    select proname, 6, pg_get_functiondef(p.oid)
    from pg_proc p where pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend where objid = p.oid and deptype = 'e')
    union all
    select proname, 7, format('  execute by %s', string_agg(coalesce(nullif(pg_get_userbyid(a.grantee), 'unknown (OID=0)'), 'everybody'), ', ' order by a.grantee::regrole::text))
    from pg_proc p, aclexplode(coalesce(proacl, acldefault('f', proowner))) a
    where pronamespace = 'public'::regnamespace and a.grantee <> p.proowner
      and not exists (select from pg_depend where objid = p.oid and deptype = 'e')
    group by p.oid, proname)
  select line from facts order by kind >= 6, subject, kind, line collate "C"`;

/** The schema as text that people can read and compare; the same on every supported server. */
export const describeSchema = async (client: pg.Client): Promise<string> => {
  const { rows } = await client.query<{ line: string }>(FACTS);
  return `${rows.map(({ line }) => line.trimEnd()).join('\n')}\n`;
};

const TYPES: Readonly<Record<string, string>> = {
  bigint: 'number',
  'bigint[]': 'number[]',
  boolean: 'boolean',
  bytea: 'Buffer',
  date: 'string',
  'double precision': 'number',
  integer: 'number',
  'integer[]': 'number[]',
  json: 'Json',
  jsonb: 'Json',
  text: 'string',
  'text[]': 'string[]',
  'timestamp with time zone': 'string',
  // The driver's own reading: nobody asks for lists of instants but as text.
  'timestamp with time zone[]': 'Date[]',
  tstzrange: 'string',
  uuid: 'string',
  'uuid[]': 'string[]',
};

type Column = {
  table: string;
  name: string;
  type: string;
  nullable: boolean;
  has_default: boolean;
  generated: boolean;
};

const COLUMNS = `
  select relname as table, attname as name, format_type(atttypid, atttypmod) as type, not attnotnull as nullable,
    atthasdef or attidentity <> '' as has_default, attgenerated <> '' or attidentity = 'a' as generated
  from pg_class join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
  order by relname collate "C", attnum`;

const typeOf = (column: Column): string => {
  const base = TYPES[column.type];
  if (base === undefined) throw new Error(`${column.table}.${column.name}: no TypeScript type for ${column.type}`);
  const type = column.nullable ? `${base} | null` : base;
  if (column.generated) return `GeneratedAlways<${type}>`;
  return column.has_default ? `Generated<${type}>` : type;
};

const pascal = (name: string): string =>
  name.replace(/(^|_)([a-z])/g, (_, _gap, letter: string) => letter.toUpperCase());

/** The tables as types for the query builder. */
export const describeTypes = async (client: pg.Client): Promise<string> => {
  const { rows } = await client.query<Column>(COLUMNS);
  const tables = Map.groupBy(rows, (column) => column.table);
  const types = [...tables].map(([table, columns]) => {
    const lines = columns.map((column) => `  ${column.name}: ${typeOf(column)};`);
    return `type ${pascal(table)} = {\n${lines.join('\n')}\n};\n`;
  });
  const index = [...tables.keys()].map((table) => `  ${table}: ${pascal(table)};`);
  return [
    "// Made from the migrated schema by `npm run generate`; do not edit.\nimport type { Generated, GeneratedAlways } from 'kysely';\n",
    'type Json = unknown;\n',
    ...types,
    `export type DB = {\n${index.join('\n')}\n};\n`,
  ].join('\n');
};
