import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageFor, sayIn, TEXTS } from './texts.ts';

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).toSorted();

test('every sentence exists in both languages with the same placeholders', () => {
  assert.deepEqual(Object.keys(TEXTS.ru).toSorted(), Object.keys(TEXTS.en).toSorted());
  for (const [id, english] of Object.entries(TEXTS.en)) {
    const russian = new Map(Object.entries(TEXTS.ru)).get(id) ?? '';
    assert.notEqual(russian.trim(), '', id);
    assert.deepEqual(placeholders(russian), placeholders(english), id);
  }
});

test('Russian sentences are Russian', () => {
  for (const [id, text] of Object.entries(TEXTS.ru)) {
    if (id !== 'switch_language') assert.match(text, /[а-яё]/i, id);
  }
});

test('what is said is filled in as it is', () => {
  assert.equal(sayIn('en')('you_are', { name: '$& {x} <b>' }), 'You are $& {x} <b>');
});

test('the browser’s favourite language decides', () => {
  assert.equal(languageFor(['ru-RU', 'en']), 'ru');
  assert.equal(languageFor(['de', 'ru']), 'en');
  assert.equal(languageFor([]), 'en');
});
