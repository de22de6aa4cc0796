import { migrate } from '@okno/backend';
import pg from 'pg';
import { createTestDatabase } from '../test/support/database.ts';
import { describeSchema, describeTypes } from './describe-schema.ts';

/**
 * The schema as a fresh, migrated database has it: as text to read and compare, and as types for the query builder.
 * `path` is relative to the root of the repository.
 */
export const generateSchema = async (): Promise<{ path: string; content: string }[]> => {
  const { connection, drop } = await createTestDatabase();
  try {
    await migrate(connection);
    const client = new pg.Client({ ...connection });
    await client.connect();
    try {
      return [
        { path: 'packages/backend/src/db/schema.golden.txt', content: await describeSchema(client) },
        { path: 'packages/backend/src/db/schema.gen.ts', content: await describeTypes(client) },
      ];
    } finally {
      await client.end();
    }
  } finally {
    await drop();
  }
};
