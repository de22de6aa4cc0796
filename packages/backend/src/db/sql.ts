import { createHash } from 'node:crypto';
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from 'kysely';
import type { DB } from './schema.gen.ts';

export { sql };

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
export type Statement<R> = { compile(): CompiledQuery<R> } | RawBuilder<R> | Prepared<R>;

/** What `prepared` makes. */
type Prepared<R> = { compile(): Pick<CompiledQuery, 'sql' | 'parameters'>; readonly row?: R };

/** Stands for a value that is put in later. */
class Place {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A statement that is asked all the time with other values: written and compiled once, at its first use. `write` gets
 * what stands for each value; what comes out takes the values.
 */
export const prepared = <V extends Readonly<Record<string, unknown>>, R>(
  write: (value: (name: keyof V & string) => Fragment) => Statement<R>,
): ((values: V) => Statement<R>) => {
  let text: { readonly sql: string; readonly places: readonly string[] } | undefined;
  const compile = () => {
    const { sql: written, parameters } = write((name) => sql`${new Place(name)}`).compile(db);
    const names = parameters.map((one) => {
      if (one instanceof Place) return one.name;
      throw new Error('a prepared statement holds a value of its own');
    });
    // What stands in several places is sent, and read by the server, once.
    const places = [...new Set(names)];
    const numbered = written.replace(
      /\$(\d+)/g,
      (_, number) => `$${places.indexOf(names[Number(number) - 1] ?? '') + 1}`,
    );
    return { sql: numbered, places };
  };
  return (values) => {
    text ??= compile();
    const { sql: written, places } = text;
    return { compile: () => ({ sql: written, parameters: places.map((name) => values[name]) }) };
  };
};

type Known = { readonly name: string; readonly plans: boolean };

const known = new Map<string, Known>();

/** The server plans a named statement once per connection; the name is made of the text. */
const know = (text: string): Known => {
  const before = known.get(text);
  if (before !== undefined) return before;
  const name = createHash('sha1').update(text).digest('base64url');
  const now = { name, plans: /\binsert into due\b/.test(text) };
  known.set(text, now);
  return now;
};

/** What the driver runs for a statement; `plans` when it writes something into the timetable. */
export type Query = Known & { readonly text: string; readonly values: unknown[] };

export const toQuery = (statement: Statement<unknown>): Query => {
  const { sql: text, parameters } = statement.compile(db);
  return { ...know(text), text, values: [...parameters] };
};
