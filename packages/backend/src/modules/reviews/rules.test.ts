import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refuseEdit, refuseReview, shortName } from './rules.ts';

test('strangers read the first name and the first letter of the last', () => {
  for (const [name, short] of [
    ['Anna Petrova', 'Anna P.'],
    ['  Анна   Мария  Петрова ', 'Анна П.'],
    ['Cher', 'Cher'],
    ['Olga 🌸', 'Olga 🌸.'],
  ] as const)
    assert.equal(shortName(name), short);
});

test('a review may be changed for a week, to the millisecond', () => {
  const week = 7 * 86_400_000;
  assert.equal(refuseEdit(1000, 1000 + week), null);
  assert.equal(refuseEdit(1000, 1001 + week), 'review_closed');
});

test('only a visit that took place is reviewed', () => {
  for (const status of ['held', 'pending_payment', 'confirmed', 'no_show', 'cancelled'])
    assert.equal(refuseReview({ status, specialist_id: 'maria' }, { specialist_id: null }), 'not_reviewable', status);
  assert.equal(refuseReview({ status: 'completed', specialist_id: 'maria' }, { specialist_id: null }), null);
});

test('nobody reviews what they gave themselves, and a colleague is a client like others', () => {
  const visit = { status: 'completed', specialist_id: 'maria' };
  assert.equal(refuseReview(visit, { specialist_id: 'maria' }), 'not_reviewable');
  assert.equal(refuseReview(visit, { specialist_id: 'pavel' }), null);
});
