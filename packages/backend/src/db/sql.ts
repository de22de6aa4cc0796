import { createHash } from 'node:crypto';
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely';
import type { DB } from './schema.gen.ts';

export { sql } from 'kysely';

/** The typed builder. It only writes SQL; `Tx` runs it. */
export const db = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** A piece of SQL with its values, to be put into a statement. */
export type Fragment = RawBuilder<unknown>;

/** A statement of the builder or of the `sql` tag, with the type of its rows. */
export type Statement<R> = { compile(): CompiledQuery<R> } | RawBuilder<R>;

const names = new Map<string, string>();

/** The server plans a named statement once per connection; the name is made of the text. */
const nameOf = (text: string): string => {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = createHash('sha1').update(text).digest('base64url');
  names.set(text, name);
  return name;
};

/** What the driver runs for a statement. */
export const toQuery = (statement: Statement<unknown>): { name: string; text: string; values: unknown[] } => {
  const { sql: text, parameters } = statement.compile(db);
  return { name: nameOf(text), text, values: [...parameters] };
};
