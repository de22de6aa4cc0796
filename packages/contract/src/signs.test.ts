import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Name, Note } from './shapes.ts';
import { cleanLine, cleanLines } from './signs.ts';

test('what a messenger hands over loses what must not stand in a name, and nothing else', () => {
  assert.equal(cleanLine(' Anna\u0000\nMaria '), 'Anna Maria');
  assert.equal(cleanLine('A\ud800B\u202eC'), 'A B C');
  assert.equal(cleanLine('👩‍🦰 ‎עומר'), '👩‍🦰 ‎עומר');
  for (const hidden of ['', '\u200b\u200d', '\u3164', '\u2800 \u2800', '\ud800\udbff'])
    assert.equal(cleanLine(hidden), '');
  assert.equal(cleanLines('so\r\ngood\u0007'), 'so \ngood');
  assert.equal(cleanLines('\u200b\n\u200b'), '');
});

test('whatever was cleaned is taken, or nothing is left of it', () => {
  const text = fc.string({ unit: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', '\n', '\u202e')) });
  fc.assert(
    fc.property(text, (given) => {
      const line = cleanLine(given).slice(0, 100);
      assert.ok(line === '' || Name.safeParse(cleanLine(line)).success || cleanLine(line) === '', JSON.stringify(line));
      assert.ok(Note.safeParse(cleanLines(cleanLines(given).slice(0, 500))).success);
    }),
  );
});
