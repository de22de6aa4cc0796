import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { LOCK_NUMBERS } from './lock-numbers.ts';

const SOURCE = new URL('../', import.meta.url);
const numbers: readonly number[] = Object.values(LOCK_NUMBERS);

/** The numbers of the locks of a text, with and without the signs that part their digits. */
const numbersIn = (text: string): number[] =>
  [...text.matchAll(/\b7_?042_?\d{3}\b/g)].map(([found]) => Number(found.replaceAll('_', '')));

test('no two locks have the same number', () => {
  assert.equal(new Set(numbers).size, numbers.length);
});

test('nobody makes up a number of their own, and migrations write out none that is not listed', () => {
  const written = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|sql)$/.test(file))
    .map((file) => ({ file, found: numbersIn(readFileSync(new URL(file, SOURCE), 'utf8')) }))
    .filter(({ found }) => found.length > 0);
  const texts = written.filter(({ file }) => file.endsWith('.sql'));
  assert.deepEqual(
    written.filter((one) => !texts.includes(one)).map(({ file, found }) => [file, found]),
    [['db/lock-numbers.ts', numbers]],
  );
  const in_texts = new Set(texts.flatMap(({ found }) => found));
  assert.deepEqual([...in_texts].sort(), [LOCK_NUMBERS.weeks, LOCK_NUMBERS.seals]);
});
