import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moneyIn } from './money.ts';

test('an amount is written as the language does, without kopecks that are none', () => {
  assert.equal(moneyIn('ru-RU', 'RUB', 250_000).replace(/\s/g, ' '), '2 500 ₽');
  assert.equal(moneyIn('en-GB', 'EUR', 1_999), '€19.99');
  assert.equal(moneyIn('en-GB', 'JPY', 500), 'JP¥500');
  assert.equal(moneyIn('en-GB', 'XTR', 50), '⭐ 50');
});
