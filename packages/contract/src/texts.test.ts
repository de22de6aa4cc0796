import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CalendarError } from './actions/calendars.ts';
import { createBoundedMap } from './bounded-map.ts';
import { ERRORS, type ErrorCode } from './errors.ts';
import { Language } from './shapes.ts';
import { MESSAGES } from './texts.gen.ts';
import { createTexts, textKeys } from './texts.ts';

const t = createTexts();

test('every refusal has a sentence in every language', () => {
  for (const language of Language.options) {
    for (const code of Object.keys(ERRORS) as ErrorCode[]) {
      assert.match(t(language, `error.${code}`), /^\p{Lu}[^{}]+\.$/u, `${language} ${code}`);
    }
  }
});

test('every reason why an outside calendar cannot be read has a sentence in every language', () => {
  for (const language of Language.options)
    for (const code of CalendarError.options)
      assert.match(t(language, `calendar_error.${code}`), /^\p{Lu}[^{}]+\.$/u, `${language} ${code}`);
});

test('the languages have the same keys', () => {
  for (const language of Language.options) assert.deepEqual(Object.keys(MESSAGES[language]), textKeys());
});

test('Russian counts places and bookings as Russians do', () => {
  const places = (count: number) => t('ru', 'day.seats', { time: '18:00', count });
  assert.equal(places(1), '18:00 · 1 место');
  assert.equal(places(3), '18:00 · 3 места');
  assert.equal(places(11), '18:00 · 11 мест');
  assert.equal(places(21), '18:00 · 21 место');
  assert.equal(t('ru', 'bookings.title', { count: 5 }), 'У вас впереди <b>5 записей</b>.');
  assert.equal(t('en', 'bookings.title', { count: 1 }), 'You have <b>1 booking</b> ahead.');
});

test('tags pass through and values are put in as they are', () => {
  assert.equal(t('en', 'menu.title', { business: 'A & <B>' }), '<b>A & <B></b>\nHow can I help?');
});

test("a tenant's wording replaces ours in its language only", () => {
  const own = createTexts({ overrides: { en: { 'menu.book': 'Book now' } } });
  assert.equal(own('en', 'menu.book'), 'Book now');
  assert.equal(own('ru', 'menu.book'), '📅 Записаться');
  assert.equal(own('en', 'menu.bookings'), '🗒 My bookings');
});

test("a tenant's wording that cannot be formatted gives way to ours", () => {
  const own = createTexts({ overrides: { en: { 'menu.title': 'Hi {nobody}', 'menu.book': 'Book {' } } });
  assert.equal(own('en', 'menu.title', { business: 'X' }), '<b>X</b>\nHow can I help?');
  assert.equal(own('en', 'menu.book'), '📅 Book');
});

test('a bounded map forgets what has not been used for longest', () => {
  const map = createBoundedMap<number>(2);
  map.set('a', 1);
  map.set('b', 2);
  map.get('a');
  map.set('c', 3);
  assert.deepEqual([map.get('a'), map.get('b'), map.get('c'), map.size()], [1, undefined, 3, 2]);
  map.delete('a');
  assert.equal(map.get('a'), undefined);
});
