import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createSecrets } from './secrets.ts';

const [OLD, NEW] = [randomBytes(32), randomBytes(32)];
const TOKEN = '7100001:A-token_of-a-bot';

test('a secret comes back to its tenant, and looks different each time it is sealed', () => {
  const secrets = createSecrets([OLD]);
  for (const secret of [TOKEN, '', 'ключ 🔑']) assert.equal(secrets.open('a', secrets.seal('a', secret)), secret);
  assert.notEqual(secrets.seal('a', TOKEN), secrets.seal('a', TOKEN));
  assert.ok(!secrets.seal('a', TOKEN).includes('7100001'));
});

test('a secret of another tenant does not open', () => {
  const secrets = createSecrets([OLD]);
  assert.throws(() => secrets.open('b', secrets.seal('a', TOKEN)));
});

test('a sealed text with any letter changed does not open', () => {
  const secrets = createSecrets([OLD]);
  const sealed = secrets.seal('a', TOKEN);
  const key_end = sealed.indexOf('.');
  for (let index = 0; index < sealed.length; index += 1) {
    // The last letter of a part may carry spare bits, so letters are swapped for quite different ones.
    const letter = sealed[index] === 'A' ? 'w' : 'A';
    const changed = `${sealed.slice(0, index)}${letter}${sealed.slice(index + 1)}`;
    assert.throws(
      () => secrets.open('a', changed),
      index < key_end ? /another ENCRYPTION_KEY/ : Error,
      `letter ${index}`,
    );
  }
});

test('a tag that was shortened does not open', () => {
  const secrets = createSecrets([OLD]);
  const parts = secrets.seal('a', TOKEN).split('.');
  const tag = Buffer.from(parts[3] ?? '', 'base64url')
    .subarray(0, 4)
    .toString('base64url');
  assert.throws(() => secrets.open('a', [...parts.slice(0, 3), tag].join('.')));
});

test('what is no sealed text is refused with a sentence', () => {
  for (const text of ['', 'x', 'a.b.c', TOKEN])
    assert.throws(() => createSecrets([OLD]).open('a', text), /sealed with another ENCRYPTION_KEY/);
});

test('while a key is changed both open and the new one seals', () => {
  const old = createSecrets([OLD]);
  const both = createSecrets([NEW, OLD]);
  const only = createSecrets([NEW]);
  const sealed = old.seal('a', TOKEN);
  assert.equal(both.open('a', sealed), TOKEN);
  assert.equal(only.open('a', both.seal('a', both.open('a', sealed))), TOKEN);
  assert.throws(() => only.open('a', sealed), /another ENCRYPTION_KEY/);
});

test('a derived text is the same each time, differs by purpose and by key, and fits a header', () => {
  const secrets = createSecrets([OLD]);
  assert.equal(secrets.derive('webhook:1'), createSecrets([OLD, NEW]).derive('webhook:1'));
  assert.notEqual(secrets.derive('webhook:1'), secrets.derive('webhook:2'));
  assert.notEqual(secrets.derive('webhook:1'), createSecrets([NEW]).derive('webhook:1'));
  assert.match(secrets.derive('webhook:1'), /^[\w-]{43}$/);
});
