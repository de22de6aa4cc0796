import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const root = path.resolve(import.meta.dirname, '..');
const LINES = 30;

/** What is wrong with the document: lines that are missing or told twice, and tests that are not there. */
const faultsIn = (text: string): string[] => {
  const [shown = '', open = ''] = text.split('\n## Not yet shown\n');
  const numbersIn = (part: string) => [...part.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
  const told = [...numbersIn(shown), ...numbersIn(open)];
  const missing = Array.from({ length: LINES }, (_, index) => index + 1).filter(
    (line) => told.filter((one) => one === line).length !== 1,
  );
  const unproven = shown
    .split(/^(?=\d+\. )/m)
    .slice(1)
    .filter((item) => !/^ {3}- `/m.test(item));
  const lost = [...shown.matchAll(/^ {3}- `([^`]+)`: (.+)$/gm)].filter(
    ([, file = '', name = '']) => !hasTest(file, name),
  );
  return [
    ...missing.map((line) => `line ${line} does not stand there once`),
    ...unproven.map((item) => `no test shows: ${item.trim()}`),
    ...lost.map(([, file, name]) => `${file} has no test "${name}"`),
  ];
};

const hasTest = (file: string, name: string): boolean => {
  const place = path.join(root, file);
  if (!existsSync(place)) return false;
  const source = readFileSync(place, 'utf8');
  return source.includes(`test('${name}'`) || source.includes(`test(\`${name}\``);
};

const document = readFileSync(path.join(root, 'docs/security.md'), 'utf8');

test('every line of security is told once, and those that are called shown have tests that exist', () => {
  assert.deepEqual(faultsIn(document), []);
});

test('a line that was dropped, one without a test and a test that was renamed are noticed', () => {
  assert.deepEqual(faultsIn(document.replace(/^30\. .*$/m, '')), ['line 30 does not stand there once']);
  assert.match(faultsIn(document.replace(/^(2\. .*)\n(( {3}.*)\n)+/m, '$1\n')).join(), /^no test shows: 2\. /);
  assert.match(faultsIn(document.replace('gone on the next call', 'gone at some time')).join(), /gone at some time/);
});
