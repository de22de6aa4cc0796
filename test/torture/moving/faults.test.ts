import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireOwnPostgres } from '../../support/own-postgres.ts';
import { openCells } from './cells.ts';
import { spoil } from './faults.ts';
import { createCheck } from './moving.ts';

test('a business whose move is spoiled is where it is said to be, whole, and never nowhere', async (t) => {
  if (!requireOwnPostgres(t)) return;
  const check = createCheck();
  await spoil(t, await openCells(t), check, false);
  assert.deepEqual(check.wrong, []);
});
