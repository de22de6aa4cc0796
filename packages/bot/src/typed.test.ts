import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readManaging } from './managing.ts';
import { minorOf } from './typed-money.ts';
import { instantOf, readTypedTime } from './typed-time.ts';

const today = '2026-11-21';

test('a time is read with and without its day', () => {
  for (const [text, day, read] of [
    ['18:30', '2026-12-01', ['2026-12-01', '18:30']],
    [' 9.05 ', '2026-12-01', ['2026-12-01', '09:05']],
    ['15.03 18:30', '', ['2027-03-15', '18:30']],
    ['21.11 18:30', '2026-12-01', ['2026-11-21', '18:30']],
    ['15.03.2027  8:00', '', ['2027-03-15', '08:00']],
    ['2026-12-24 00:00', '', ['2026-12-24', '00:00']],
  ] as const)
    assert.deepEqual(Object.values(readTypedTime(text, { day, today }) ?? {}), read, text);
});

test('what is no time of any day is not guessed at', () => {
  for (const text of ['', '18', '25:00', '12:60', '30.02 10:00', '31.12.9999 10:00', 'soon 10:00', '1:2:3', '10:00 pm'])
    assert.equal(readTypedTime(text, { day: '2026-12-01', today }), undefined, text);
  assert.equal(readTypedTime('10:00', { day: '', today }), undefined, 'on which day?');
});

test('a wall clock becomes an instant of its zone, also where clocks change', () => {
  assert.equal(instantOf('Europe/Moscow', { day: '2026-03-03', time: '21:30' }), '2026-03-03T18:30:00Z');
  assert.equal(instantOf('Europe/Berlin', { day: '2026-03-29', time: '02:30' }), '2026-03-29T01:30:00Z');
});

test('an amount is read to the smallest unit, and nothing is rounded', () => {
  for (const [text, currency, minor] of [
    ['2500', 'RUB', 250_000],
    ['2 500,50', 'RUB', 250_050],
    ['19.99', 'EUR', 1999],
    ['1.5', 'EUR', 150],
    ['500', 'JPY', 500],
    ['0', 'EUR', 0],
    ['19.999', 'EUR', undefined],
    ['5.5', 'JPY', undefined],
    ['-5', 'EUR', undefined],
    ['1e5', 'EUR', undefined],
    ['99999999999', 'EUR', undefined],
    ['free', 'EUR', undefined],
  ] as const)
    assert.equal(minorOf(text, currency), minor, text);
});

test('of what was kept only what we have written is read', () => {
  const choice = { name: 'book_for', state: 'choosing', client: 'c', client_name: 'n', ref: 1, purpose: 'visit' };
  assert.deepEqual(readManaging({ version: 1, ...choice }), choice);
  for (const broken of [
    { ...choice, ref: '1' },
    { ...choice, state: 'asked_time' },
    { name: 'book_for', state: 'choosing' },
    { name: '__proto__', state: 'x' },
    {},
  ])
    assert.equal(readManaging(broken), undefined, JSON.stringify(broken));
});
