import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DUE_KINDS } from './due-item.ts';
import { migratedDatabase } from './test-support/database.ts';

for (const table of ['due', 'deliveries'])
  test(`the kinds that ${table} allows are those that have a job`, async (t) => {
    const { rows } = await migratedDatabase(t);
    const allowed = await rows<{ kind: string }>(
      `select (regexp_matches(pg_get_constraintdef(oid), '[{,'']([a-z_]+)(?=[,}''])', 'g'))[1] as kind
        from pg_constraint where conrelid = $1::regclass and conname = $1 || '_kind_check'`,
      [table],
    );
    assert.deepEqual(allowed.map(({ kind }) => kind).sort(), [...DUE_KINDS].sort());
  });
