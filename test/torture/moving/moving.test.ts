import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireOwnPostgres } from '../../support/own-postgres.ts';
import { rehearseMove } from './moving.ts';

test('a business moves to another server while it and its neighbour are at work: all of it, and nothing else', async (t) => {
  if (!requireOwnPostgres(t)) return;
  const { figures, wrong } = await rehearseMove(t, false);
  assert.deepEqual(wrong, []);
  assert.ok((figures['rows'] ?? 0) > 200, JSON.stringify(figures));
});
