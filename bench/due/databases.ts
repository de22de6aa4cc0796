import type { Connection } from '@okno/backend';
import pg from 'pg';

/** One question to a database of the shared server, as its superuser. */
export const askDatabase = async (
  { postgres }: { readonly postgres: Connection },
  database: string,
  text: string,
): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ ...postgres, database });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
};

/** Makes an empty database. */
export const makeDatabase = async (places: { readonly postgres: Connection }, database: string): Promise<void> => {
  await askDatabase(places, 'postgres', `drop database if exists ${database} with (force)`);
  await askDatabase(places, 'postgres', `create database ${database}`);
};

/** Lets the server count the statements of all who use it; for servers started with `COUNTING`. */
export const beginCounting = async (places: { readonly postgres: Connection }): Promise<void> => {
  await askDatabase(places, 'postgres', 'create extension pg_stat_statements');
};
export const COUNTING = { shared_preload_libraries: 'pg_stat_statements' };

/**
 * How many statements clients have sent to a database so far, whoever they were: also `begin`, `commit` and the like, and
 * none of what the server does of its own accord (autovacuum, or what runs inside of functions).
 */
export const countStatements = async (places: { readonly postgres: Connection }, database: string): Promise<number> => {
  const text = `select coalesce(sum(calls), 0)::float8 as count from pg_stat_statements
    where toplevel and dbid = (select oid from pg_database where datname = '${database}')`;
  return Number((await askDatabase(places, 'postgres', text))[0]?.['count']);
};
