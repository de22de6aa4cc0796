import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scan } from './source.ts';

const importsOf = (text: string, file = 'a.ts') =>
  scan(file, text).imports.map(({ from, types_only }) => (types_only ? `type ${from}` : from));
const usesOf = (text: string) => scan('a.ts', text).uses.map(({ kind, what }) => `${kind}: ${what}`);

test('every way to import is seen', () => {
  const ways: readonly [string, string | null][] = [
    [`import a from 'x';`, 'x'],
    [`import * as a from "x"`, 'x'],
    [`import {\n  a,\n  b as c,\n} from 'x';`, 'x'],
    [`import 'x';`, 'x'],
    [`import{a}from'x'`, 'x'],
    [`import a, { type B } from 'x';`, 'x'],
    [`import { a } from 'x' with { type: 'json' };`, 'x'],
    [`export { a } from 'x';`, 'x'],
    [`export * from 'x';`, 'x'],
    [`export * as all from 'x';`, 'x'],
    [`const a = async () => (await import('x')).default;`, 'x'],
    ['void import(`x`);', 'x'],
    ['void import(x);', null],
    ["void import('x' + y);", null],
    [`import a = require('x');`, 'x'],
    [`const a = require('x');`, 'x'],
  ];
  for (const [text, from] of ways) assert.deepEqual(importsOf(text), [from], text);
});

test('imports of types are seen, and told apart', () => {
  const ways = [
    `import type { A } from 'x';`,
    `import type A from 'x';`,
    `import { type A, type B } from 'x';`,
    `export type { A } from 'x';`,
    `export { type A } from 'x';`,
    `export type * from 'x';`,
    `type A = import('x').A;`,
    `let a: typeof import('x');`,
  ];
  for (const text of ways) assert.deepEqual(importsOf(text), ['type x'], text);
  assert.deepEqual(importsOf(`import { type A, b } from 'x'; import type C from 'y';`), ['x', 'type y']);
  assert.deepEqual(importsOf(`import {} from 'x';`), ['x'], 'loads the file all the same');
});

test('comments and texts that look like imports are none', () => {
  const text = `
    // import a from 'x';
    /* export * from 'x'; */
    const b = "import c from 'x'";
    const d = \`
import e from 'x';
\`;
    const f = /import g from 'x'/;
    const h = { import: 1, from: 'x' };
    import /* from 'x' */ i from /* 'x' */ 'y';`;
  assert.deepEqual(importsOf(text), ['y']);
});

test('an import behind a text with a comment sign in it is seen', () => {
  assert.deepEqual(importsOf(`const a = 'http://x'; /* ' */ import b from 'y'; const c = /\\/*/; import 'z';`), [
    'y',
    'z',
  ]);
  assert.deepEqual(importsOf(`const a = <p title="// no">import x from 'x'</p>; import b from 'y';`, 'a.tsx'), ['y']);
});

test('line numbers count from one', () => {
  assert.deepEqual(scan('a.ts', `\n\nimport 'x';`).imports, [{ from: 'x', types_only: false, line: 3 }]);
});

test('every way to read the environment is seen', () => {
  const ways = [
    'process.env',
    'process?.env',
    `process['env']`,
    'globalThis.process.env.HOME',
    '(process as { env: object }).env',
    'const { env } = process',
    `import { env } from 'node:process'`,
    `import { env as e } from 'process'`,
    `import p from 'node:process'`,
    `import * as p from 'node:process'`,
  ];
  for (const text of ways) assert.match(usesOf(text).join(), /^env: /, text);
  assert.deepEqual(usesOf(`import process, { stderr } from 'node:process'; process.pid; deps.env; // process.env`), []);
});

test('every way to ask the clock is seen, and a given time is none', () => {
  const ways = ['Date.now()', 'const f = Date.now', 'new Date()', 'new Date', 'Date()', `Date['now']()`];
  const more = ['globalThis.Date.now()', 'Temporal.Now.instant()', 'const { now } = Date'];
  for (const text of [...ways, ...more]) assert.match(usesOf(text).join(), /^clock: [^,]+$/, text);
  assert.deepEqual(usesOf(`new Date(at); new Date(2026, 1); Date.parse(day); deps.now(); 'Date.now()';`), []);
});

test('waiting and chance are seen', () => {
  assert.deepEqual(usesOf('await x;'), ['await: await']);
  assert.deepEqual(usesOf('for await (const a of b) {}'), ['await: for await']);
  for (const text of ['async () => {}', 'async function f() {}', '({ async f() {} })'])
    assert.deepEqual(usesOf(text), ['await: async'], text);
  assert.deepEqual(usesOf('Math.random()'), ['chance: Math.random']);
});

test('statements are seen', () => {
  const ways = ['sql`select 1`', 'sql<Row>`select 1`', 'db.selectFrom("a")', 'pool.query("select 1")', 'a?.query(b)'];
  for (const text of [...ways, 'db.insertInto("a").values(b)']) assert.match(usesOf(text).join(), /^sql: [^,]+$/, text);
  assert.deepEqual(usesOf('request.query; query(a); css`a`; "sql`select`";'), []);
});

test('a file that is no TypeScript is reported, not passed over', () => {
  assert.notDeepEqual(scan('a.ts', 'import { from;').errors, []);
});
