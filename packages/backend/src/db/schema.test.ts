import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import pg from 'pg';
import { describeSchema, describeTypes } from '../../../../scripts/describe-schema.ts';
import { migratedDatabase } from '../test-support/database.ts';

const clientOf = async (t: { after(work: () => Promise<void>): void }) => {
  const { connection } = await migratedDatabase(t);
  const client = new pg.Client({ ...connection });
  // The database goes first, and the connection with it.
  client.on('error', () => {});
  await client.connect();
  t.after(() => client.end());
  return client;
};

const kept = (file: string): Promise<string> => readFile(new URL(file, import.meta.url), 'utf8');

test('the migrated schema is the one written down; run npm run generate after a change', async (t) => {
  assert.equal(await describeSchema(await clientOf(t)), await kept('schema.golden.txt'));
});

test('the types of the query builder are those of the migrated schema', async (t) => {
  assert.equal(await describeTypes(await clientOf(t)), await kept('schema.gen.ts'));
});

test('a changed column changes the description and the types', async (t) => {
  const client = await clientOf(t);
  await client.query('alter table bots alter username drop not null');
  assert.notEqual(await describeSchema(client), await kept('schema.golden.txt'));
  assert.match(await describeTypes(client), /username: string \| null;/);
});
