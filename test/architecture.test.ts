import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ARROWS } from './architecture/arrows.ts';
import { checkArchitecture } from './architecture/check.ts';
import { edgesOf, grow, readFiles, workspaceOf } from './architecture/tree.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

/** Fewer source files than this means that the check looks in the wrong place. */
const AT_LEAST: Readonly<Record<string, number>> = {
  'packages/contract': 15,
  'packages/backend': 50,
  'packages/bot': 30,
  'packages/telegram': 40,
  'apps/simulator': 50,
  'apps/server': 40,
};

const files = readFiles(ROOT);

test('the project keeps to its architecture', () => {
  assert.deepEqual(checkArchitecture(files), []);
});

test('the check sees the files of every workspace, and their imports', () => {
  const tree = grow(files);
  const perWorkspace = Map.groupBy(tree.sources.keys(), (file) => workspaceOf(file) ?? '');
  for (const [workspace, least] of Object.entries(AT_LEAST))
    assert.ok((perWorkspace.get(workspace)?.length ?? 0) >= least, `sees at least ${least} files of ${workspace}`);
  const edges = edgesOf(tree);
  assert.ok(edges.length > 800, 'sees imports');
  assert.ok(edges.filter(({ types_only }) => types_only).length > 200, 'sees imports of types');
  const lost = edges.filter(({ to, from }) => from?.startsWith('.') && /\.tsx?$/.test(to) && !tree.sources.has(to));
  assert.deepEqual(lost, [], 'knows the file behind every relative import');
});

test('an arrow is drawn for every workspace there is', () => {
  const folders = ['packages', 'apps'].flatMap((parent) =>
    readdirSync(path.join(ROOT, parent)).map((name) => `${parent}/${name}`),
  );
  assert.deepEqual(folders.toSorted(), Object.keys(ARROWS).toSorted());
});

/** What the check says of files that are given as text. */
const checked = (planted: Record<string, string>): string =>
  checkArchitecture(new Map(Object.entries(planted))).join('\n');

/** A file with one planted line must be refused with these words; without it, it must be fine. */
const refuses = (file: string, line: string, words: RegExp): void => {
  assert.match(checked({ [file]: line }), words, `${file}: ${line}`);
  assert.equal(checked({ [file]: `// ${line}` }), '', `${file} is fine without`);
};

const allows = (file: string, line: string): void => assert.equal(checked({ [file]: line }), '', `${file}: ${line}`);

const CONTRACT = 'packages/contract/src/a.ts';
const BACKEND = 'packages/backend/src/a.ts';
const BOT = 'packages/bot/src/a.ts';
const TELEGRAM = 'packages/telegram/src/a.ts';
const SIMULATOR = 'apps/simulator/src/a.tsx';
const SERVER = 'apps/server/src/a.ts';
const MODULE = 'packages/backend/src/modules/scheduling';

test('an import against the arrows is refused', () => {
  const wrong: readonly [string, string][] = [
    [CONTRACT, `import fs from 'node:fs';`],
    [CONTRACT, `import fs from 'fs';`],
    [CONTRACT, `import type { Tx } from '@okno/backend';`],
    [CONTRACT, `import { a } from '../../backend/src/b.ts';`],
    [BACKEND, `import { Bot } from 'grammy';`],
    [BACKEND, `import http from 'node:http';`],
    [BACKEND, `import { env } from 'node:process';`],
    [BACKEND, `import '@okno/bot';`],
    [BACKEND, `export { a } from '../../../apps/server/src/b.ts';`],
    [BACKEND, `import { CALL_PATH } from '@okno/contract/src/transports.ts';`],
    [BOT, `import pg from 'pg';`],
    [BOT, `import type pg from 'pg';`],
    [BOT, `import { test } from 'node:test';`],
    [BOT, `const a = import('@okno/backend');`],
    [BOT, `import { createEmulator } from '@okno/telegram';`],
    [TELEGRAM, `import type { Notice } from '@okno/contract';`],
    [TELEGRAM, `import { Bot } from 'grammy';`],
    [SIMULATOR, `import { createEmulator } from '@okno/telegram';`],
    [SIMULATOR, `import fs from 'node:fs';`],
    [SIMULATOR, `type A = import('@okno/contract').Booking;`],
    [SERVER, `import left from 'left-pad';`],
    [SERVER, `import { page } from '../../simulator/src/page.tsx';`],
    [SERVER, `import { createTestDatabase } from '../../../test/support/database.ts';`],
    ['apps/booking/src/a.ts', `import { render } from 'preact';`],
  ];
  for (const [file, line] of wrong) refuses(file, line, /^\S+:1 may not import /);
});

test('an import along the arrows is fine', () => {
  allows(CONTRACT, `import { z } from 'zod'; import { z as m } from 'zod/mini'; import { b } from './b.ts';`);
  allows(BACKEND, `import type pg from 'pg'; import { createHash } from 'node:crypto'; import '@okno/contract';`);
  allows(BOT, `import type { Update } from 'grammy/types'; import { AppError } from '@okno/contract';`);
  allows(SIMULATOR, `import { useState } from 'preact/hooks'; import type { Clock } from '@okno/telegram';`);
  allows('packages/bot/src/a.test.ts', `import { test } from 'node:test'; import '@okno/telegram';`);
  allows('packages/backend/src/a.test.ts', `import '../../../test/support/database.ts';`);
  const manifest = JSON.stringify({ dependencies: { fastify: '5.0.0' } });
  assert.equal(checked({ [SERVER]: `import fastify from 'fastify';`, 'apps/server/package.json': manifest }), '');
});

test('code that does not belong to the tests may not use their helpers', () => {
  refuses(TELEGRAM, `import { world } from './test-world.ts';`, /may not import/);
  refuses(SERVER, `import { start } from './embedded/testing.ts';`, /may not import/);
});

test('an import whose address is computed is refused', () => {
  refuses(BOT, 'const a = import(name);', /computes what it imports/);
});

test('a module that reaches into another, or uses a later one, is refused', () => {
  refuses(`${MODULE}/actions.ts`, `import { findService } from '../services/store.ts';`, /modules meet at index.ts/);
  refuses(`${MODULE}/actions.ts`, `import type { Row } from '../services/store.ts';`, /modules meet at index.ts/);
  refuses(`${MODULE}/actions.ts`, `import { a } from '../bookings/index.ts';`, /bookings comes after scheduling/);
  refuses(BACKEND, `import { bookingActions } from './modules/bookings/actions.ts';`, /modules meet at index.ts/);
  allows(`${MODULE}/actions.ts`, `import { a } from '../services/index.ts'; import { b } from './store.ts';`);
  allows('packages/backend/src/backend.ts', `import { bookingActions } from './modules/bookings/actions.ts';`);
});

test('a file in a module has a name that everybody knows', () => {
  const wrong = ['helpers', 'rule', 'store2', 'offer-more', 'deep/store'];
  for (const name of wrong) assert.match(checked({ [`${MODULE}/${name}.ts`]: '' }), /none of a module's parts/, name);
  for (const name of ['index', 'rules-slots', 'store-hours', 'jobs', 'offer', 'anything.test'])
    assert.equal(checked({ [`${MODULE}/${name}.ts`]: '' }), '', name);
  assert.match(checked({ 'packages/backend/src/modules/money/index.ts': '' }), /no place in the order/);
});

test('a rule that is not pure is refused', () => {
  for (const name of ['rules', 'rules-slots']) {
    const rule = `${MODULE}/${name}.ts`;
    for (const line of ['await a;', 'Date.now();', 'new Date();', 'Math.random();', 'const a = async () => 1;'])
      refuses(rule, line, /rules are pure/);
    for (const from of ['./store.ts', '../services/index.ts', '../../ctx.ts', 'node:crypto', 'lru-cache'])
      refuses(rule, `import type { A } from '${from}';`, /rules know rules/);
    allows(rule, `import './rules-b.ts'; import '../../time.ts'; import '@okno/contract'; new Date(at);`);
  }
});

test('SQL outside the stores is refused', () => {
  for (const line of ['sql`select 1`;', `db.selectFrom('a');`, `client.query('select 1');`])
    for (const file of [`${MODULE}/actions.ts`, BACKEND, SERVER, BOT]) refuses(file, line, /statements stand in/);
  refuses(`${MODULE}/jobs.ts`, `import { db } from '../../db/sql.ts';`, /statements stand in/);
  refuses(`${MODULE}/store.ts`, `import { sql } from 'kysely';`, /stay in db/);
  refuses(BACKEND, `import pg from 'pg';`, /stay in db/);
  const stores = [`${MODULE}/store.ts`, `${MODULE}/store-hours.ts`, 'packages/backend/src/due-store.ts'];
  for (const file of [...stores, 'packages/backend/src/a.test.ts']) allows(file, 'sql`select 1`;');
});

test('the environment outside config.ts of an app is refused', () => {
  for (const file of [SERVER, BACKEND, BOT, 'packages/backend/src/config.ts'])
    refuses(file, 'process.env.HOME;', /read in src\/config.ts/);
  for (const file of ['apps/server/src/config.ts', 'apps/server/src/a.test.ts', 'scripts/a.mjs', 'test/a.test.ts'])
    allows(file, 'process.env.HOME;');
});

test("the system's clock in a package is refused", () => {
  for (const file of [CONTRACT, BACKEND, BOT, TELEGRAM, 'packages/bot/src/a.test.ts'])
    for (const line of ['Date.now();', 'new Date();', 'Temporal.Now.instant();']) refuses(file, line, /time is given/);
  allows('packages/telegram/src/core/clock.ts', 'const base = Date.now;');
  allows(SERVER, 'Date.now();');
});

test('rings of imports are refused, also when only types close them', () => {
  const ring = (last: string) => ({
    'packages/bot/src/a.ts': `import './b.ts';`,
    'packages/bot/src/b.ts': `export { c } from './c.ts';`,
    'packages/bot/src/c.ts': last,
  });
  const told =
    'a ring of imports: packages/bot/src/a.ts → packages/bot/src/b.ts → packages/bot/src/c.ts → packages/bot/src/a.ts';
  assert.equal(checked(ring(`import './a.ts';`)), told);
  assert.equal(checked(ring(`import type { A } from './a.ts';`)), told);
  assert.equal(checked(ring('')), '');
  assert.match(checked({ 'scripts/a.mjs': `import './a.mjs';` }), /ring of imports: scripts\/a.mjs → scripts\/a.mjs/);
});

test('a file that cannot be read is not passed over', () => {
  assert.match(checked({ [BOT]: 'import { from;' }), /a.ts is unreadable: /);
});
