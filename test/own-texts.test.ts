import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { OWN_TEXTS } from '@okno/contract';

/** How each text is put into words: `say` for messages, which are HTML, `label` for what Telegram never parses. */
const usesIn = (source: string): { how: string; key: string }[] =>
  [...source.matchAll(/\b(say|label)\('([a-z_]+\.[a-z_]+)'/g)].map(([, how = '', key = '']) => ({ how, key }));

const SOURCES = globSync('packages/bot/src/**/*.ts').filter((path) => !path.endsWith('.test.ts'));
const uses = SOURCES.flatMap((path) => usesIn(readFileSync(path, 'utf8')).map((use) => ({ path, ...use })));

test('what a business may word as HTML is said in messages only, and what is plain never', () => {
  assert.ok(uses.length > 100, `only ${uses.length} uses were seen`);
  const kinds = new Map<string, string>(OWN_TEXTS.map(({ key, kind }) => [key, kind === 'message' ? 'say' : 'label']));
  assert.deepEqual(
    uses.filter(({ key, how }) => (kinds.get(key) ?? how) !== how),
    [],
  );
});

test('a text on a button that is said in a message would be found', () => {
  assert.deepEqual(usesIn("turn.say('menu.book', {})"), [{ how: 'say', key: 'menu.book' }]);
});
