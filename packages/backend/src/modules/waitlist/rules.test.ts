import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAt } from './rules.ts';

const read = (zone: string, instant: string) => new Date(readAt(Date.parse(instant), zone)).toISOString().slice(0, 16);

test('between nine in the evening and nine in the morning an offer is read in the morning', () => {
  const cases = {
    '2031-03-03T08:59:59Z': '2031-03-03T09:00',
    '2031-03-03T09:00:00Z': '2031-03-03T09:00',
    '2031-03-03T20:59:59Z': '2031-03-03T20:59',
    '2031-03-03T21:00:00Z': '2031-03-04T09:00',
    '2031-03-03T00:00:00Z': '2031-03-03T09:00',
  };
  for (const [now, expected] of Object.entries(cases)) assert.equal(read('UTC', now), expected, now);
});

test('the night is that of the zone, also in the one in which the clocks are changed', () => {
  assert.equal(read('Asia/Tokyo', '2031-03-03T12:00:00Z'), '2031-03-04T00:00');
  assert.equal(read('Asia/Tokyo', '2031-03-03T05:00:00Z'), '2031-03-03T05:00');
  assert.equal(read('Europe/Berlin', '2031-03-29T21:00:00Z'), '2031-03-30T07:00');
  assert.equal(read('Europe/Berlin', '2031-10-25T20:00:00Z'), '2031-10-26T08:00');
});
