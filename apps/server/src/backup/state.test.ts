import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeState } from './state.ts';

test('two that write at once, of containers whose processes have the same number, do not take each other’s draft', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'okno-state-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const at = Date.parse('2031-03-10T03:00:00Z');
  await Promise.all(['one', 'two', 'three'].map((name) => writeState(folder, { copied: { name, at } })));
  assert.deepEqual(readdirSync(folder), ['state.json']);
});
