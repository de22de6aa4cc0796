import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalPhone, countryOf, soughtDigits, spellingsOf } from './rules-phone.ts';

test('however people of a country write a number, it is kept in one way', () => {
  for (const [country, typed, kept] of [
    ['RU', '89161234567', '+79161234567'],
    ['RU', '79161234567', '+79161234567'],
    ['RU', '9161234567', '+79161234567'],
    ['RU', '+79161234567', '+79161234567'],
    ['RU', '0079161234567', '+79161234567'],
    ['KZ', '87012345678', '+77012345678'],
    ['KZ', '7012345678', '+77012345678'],
    ['DE', '030123456', '+4930123456'],
    ['DE', '4930123456', '+4930123456'],
    ['DE', '+49030123456', '+4930123456'],
    ['US', '4155552671', '+14155552671'],
    ['US', '14155552671', '+14155552671'],
    ['IT', '0612345678', '+390612345678'],
    ['DE', '+79161234567', '+79161234567'],
  ] as const)
    assert.equal(canonicalPhone(typed, country), kept, `${typed} in ${country}`);
});

test('what is no number of any country stays what it was', () => {
  assert.equal(canonicalPhone('1234567', 'RU'), '1234567');
  assert.equal(canonicalPhone('+999123456789', 'RU'), '+999123456789');
  assert.equal(canonicalPhone('89161234567', null), '89161234567', 'nobody knows where');
});

test('what is kept is kept as it is, whatever was typed', () => {
  const typed = fc.stringMatching(/^\+?\d{7,15}$/);
  const country = fc.constantFrom('RU', 'KZ', 'DE', 'US', 'IT', null);
  fc.assert(
    fc.property(typed, country, (phone, of) => {
      const kept = canonicalPhone(phone, of);
      assert.equal(canonicalPhone(kept, of), kept);
      assert.ok(spellingsOf(kept, of).includes(kept));
    }),
    { numRuns: 3000 },
  );
});

test('a number is found under the spellings of before', () => {
  const moscow = spellingsOf('+79161234567', 'RU');
  for (const old of ['+79161234567', '79161234567', '89161234567', '9161234567']) assert.ok(moscow.includes(old), old);
  assert.deepEqual(spellingsOf('+79161234567', 'DE'), ['+79161234567', '79161234567'], 'nobody dials so from there');
  assert.deepEqual(spellingsOf('1234567', 'RU'), ['1234567', '+1234567']);
});

test('a part of a number is looked for as it is kept, too', () => {
  assert.deepEqual(soughtDigits('8 (916) 12', 'RU'), ['891612', '+791612']);
  assert.deepEqual(soughtDigits('916 12', 'RU'), ['91612']);
  assert.deepEqual(soughtDigits('+8', 'RU'), ['8']);
  assert.deepEqual(soughtDigits('0301', null), ['0301']);
});

test('the country is the one that was named, or that of the time zone under any of its names', () => {
  assert.equal(countryOf({ country: null, time_zone: 'Europe/Moscow' }), 'RU');
  assert.equal(countryOf({ country: null, time_zone: 'Europe/Kyiv' }), 'UA');
  assert.equal(countryOf({ country: null, time_zone: 'Europe/Kiev' }), 'UA');
  assert.equal(countryOf({ country: 'KZ', time_zone: 'Europe/Moscow' }), 'KZ');
  assert.equal(countryOf({ country: null, time_zone: 'UTC' }), null);
});
