import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromLocalInput, isMoved, offsetLabel, toLocalInput, tomorrowAtNine } from './clock.ts';

const units = { day: 'd', hour: 'h', minute: 'min' };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('an offset is told in its two largest units', () => {
  assert.equal(offsetLabel(51 * HOUR, units), '+2 d 3 h');
  assert.equal(offsetLabel(51 * HOUR + 5 * MINUTE, units), '+2 d 3 h');
  assert.equal(offsetLabel(90 * MINUTE, units), '+1 h 30 min');
  assert.equal(offsetLabel(24 * HOUR, units), '+1 d');
});

test('a clock moved back has a minus', () => {
  assert.equal(offsetLabel(-45 * MINUTE, units), '−45 min');
});

test('a delay of the network is not a moved clock', () => {
  assert.equal(isMoved(900), false);
  assert.equal(offsetLabel(-900, units), '');
});

test('almost an hour is rounded up to it', () => {
  assert.equal(offsetLabel(HOUR - 20, units), '+1 h');
});

test('tomorrow at nine is nine o’clock of the next day here', () => {
  const there = new Date(tomorrowAtNine(new Date(2026, 1, 28, 23, 59).getTime()));
  assert.deepEqual([there.getMonth(), there.getDate(), there.getHours(), there.getMinutes()], [2, 1, 9, 0]);
});

test('an instant survives the way through the input', () => {
  const instant = new Date(2026, 2, 2, 8, 5).getTime();
  assert.equal(toLocalInput(instant), '2026-03-02T08:05');
  assert.equal(fromLocalInput(toLocalInput(instant)), instant);
});

test('an empty input means no instant', () => {
  assert.equal(fromLocalInput(''), undefined);
});
