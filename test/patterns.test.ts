import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { HARMLESS, judgePattern, listPatterns, readVerdicts, VERDICTS } from '../scripts/patterns.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const verdicts = readVerdicts(readFileSync(path.join(ROOT, VERDICTS), 'utf8'));

test('no pattern of ours can be made slow by a text that it is given', () => {
  const { written, judging, all } = listPatterns();
  assert.ok(written.length > 100, `only ${written.length} patterns were seen`);
  assert.ok(judging.length > 50, `only ${judging.length} patterns of the contract were seen`);
  assert.deepEqual(
    [...all.keys()].filter((one) => !verdicts.has(one)),
    [],
    'to be judged by npm run generate',
  );
  const slow = [...verdicts].filter(([, verdict]) => !HARMLESS.includes(verdict));
  assert.deepEqual(slow, []);
});

test('some of the verdicts, judged anew, are those that are written down', () => {
  // Those that take long to judge are left to `npm run generate`.
  const short = [...listPatterns().all].filter(([text]) => text.length < 20);
  assert.ok(short.length > 30, `only ${short.length} are short`);
  for (const [text, regex] of short.filter((_, place) => place % 4 === 0))
    assert.equal(judgePattern(regex), verdicts.get(text), text);
});

test('control: patterns that take the square of the length, or double with each letter, are found', () => {
  const slow = [
    ...[/^(a+)+$/, /^(\w+\s?)*$/, /^(a|aa)+$/, /\s+$/, /^.*,.*,.*;$/s, /<[^>]*>.*<\/[^>]*>$/],
    /^[\w-]+=[\x21-\x7e]*?(,[\w-]+=[\x21-\x7e]*?)*$/,
  ];
  assert.deepEqual(
    slow.filter((regex) => HARMLESS.includes(judgePattern(regex))),
    [],
  );
  assert.ok(HARMLESS.includes(judgePattern(/^[\w-]{1,9}$/)));
});
