import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvPart } from './csv.ts';

test('no cell of a file becomes a formula, and every sign survives', () => {
  const evil = ['=1+1', '+7', '-2', '@SUM(A1)', '\t=1', '\r=1'];
  const file = csvPart(['id'], [evil, ['a,b', 'say "hi"', 'two\nlines', 'plain'], [-5, 0, 1]], true);
  assert.equal(
    file,
    `\uFEFFid\r\n'=1+1,'+7,'-2,'@SUM(A1),'\t=1,"'\r=1"\r\n"a,b","say ""hi""","two\nlines",plain\r\n-5,0,1\r\n`,
  );
});
