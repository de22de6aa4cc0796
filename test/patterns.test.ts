import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { HARMLESS, judgePattern, listPatterns, readVerdicts, VERDICTS } from '../scripts/patterns.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const PARTS = 12;
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

test('the verdicts of today’s patterns, judged anew, are those that are written down', () => {
  // All of them take too long: each day has a twelfth.
  const today = Math.floor(Date.now() / 86_400_000) % PARTS;
  const share = [...listPatterns().all].filter((_, place) => place % PARTS === today);
  assert.ok(share.length > 10, `only ${share.length} are judged`);
  for (const [text, regex] of share) assert.equal(judgePattern(regex), verdicts.get(text), text);
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
