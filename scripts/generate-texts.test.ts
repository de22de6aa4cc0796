import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { checkTexts, generateTexts, readCatalogue } from './generate-texts.ts';

const check = (en: string, ru: string) =>
  checkTexts(
    new Map([
      ['en', readCatalogue('en', en)],
      ['ru', readCatalogue('ru', ru)],
    ]),
  );

test('the generated texts are up to date', async () => {
  for (const { path, content } of await generateTexts()) {
    assert.equal(await readFile(new URL(`../${path}`, import.meta.url), 'utf8'), content, `run npm run generate`);
  }
});

test('nested and dotted keys are the same, and a plural makes a number of its placeholder everywhere', () => {
  const found = check('a: {b: "{n} {who}"}', 'a.b: "{n, plural, one {# x {who}} few {# y} many {# z} other {# z}}"');
  assert.deepEqual(
    [...(found.get('a.b') ?? [])],
    [
      ['n', 'number'],
      ['who', 'string'],
    ],
  );
});

for (const [what, en, ru, says] of [
  ['a missing key', 'a: x', 'b: x', /texts\/ru\.yaml: a is missing/],
  ['a missing placeholder', 'a: "{x}"', 'a: y', /texts\/ru\.yaml: a lacks the placeholder \{x\}/],
  ['a message that does not parse', 'a: "{x"', 'a: "{x}"', /texts\/en\.yaml: a: EXPECT_ARGUMENT_CLOSING_BRACE/],
  ['a key that stands there twice', 'a.b: x\na: {b: y}', 'a.b: x', /texts\/en\.yaml: a\.b stands there twice/],
  ['a value that is no text', 'a: 5', 'a: x', /texts\/en\.yaml: a must be a text/],
  ['an empty file', '', 'a: x', /texts\/en\.yaml: the file must be a text/],
  ['a date placeholder', 'a: "{x, date}"', 'a: "{x, date}"', /dates and times are formatted by format\.ts/],
] as const) {
  test(`${what} is refused with its place`, () => {
    assert.throws(() => check(en, ru), says);
  });
}
