import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createTexts, ruleIn } from '@okno/contract';

/** `rule: 'is needed'`, `fault: \`…\``, `.refine(…, 'must …')`: a sentence, not a name such as `off_grid`. */
const SENTENCE =
  /(?:(?:rule|fault|error): |, |\? |return )(?:'((?:must|is|has|needs) [^'\n]+)'|`((?:must|is|has|needs) [^`\n]+)`)/g;

/** The rules that stand in a source, with something in place of what is filled in. */
const rulesIn = (source: string): string[] =>
  [...source.matchAll(SENTENCE)].map(([, plain, filled]) => plain ?? (filled ?? '').replace(/\$\{[^}]*\}/g, '7'));

const SOURCES = [
  ...globSync('packages/contract/src/**/*.ts'),
  ...globSync('packages/backend/src/**/*.ts'),
  ...globSync('apps/server/src/http/*.ts'),
].filter((path) => !/\.test\.ts$|texts\.gen|test-support/.test(path));

const texts = createTexts();

test('every rule of a field is known in Russian', () => {
  const rules = SOURCES.flatMap((path) => rulesIn(readFileSync(path, 'utf8')).map((rule) => ({ path, rule })));
  assert.ok(rules.length > 60, `only ${rules.length} rules were seen`);
  const unknown = rules.filter(({ rule }) => ruleIn(texts, 'ru', rule) === rule);
  assert.deepEqual(unknown, []);
});

test('a rule that nobody has translated would be found', () => {
  const [rule = ''] = rulesIn("throw new AppError('invalid_input', { field: 'a', rule: 'must be blue on Mondays' })");
  assert.equal(ruleIn(texts, 'ru', rule), 'must be blue on Mondays');
});
