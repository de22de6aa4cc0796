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
