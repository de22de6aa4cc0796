import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BroadcastStatus } from '@okno/contract';
import { addressed, openingAt, textFor, type Verb, wayOf } from './rules.ts';
import { settledBy, silenceAfter } from './settled.ts';

test('what may become of a broadcast, from every state', () => {
  const ways = (verb: Verb) => BroadcastStatus.options.map((status) => wayOf(verb, status));
  // draft, scheduled, running, paused, finished, cancelled
  assert.deepEqual(ways('update'), ['go', 'refused', 'refused', 'refused', 'refused', 'refused']);
  assert.deepEqual(ways('start'), ['go', 'done', 'done', 'refused', 'refused', 'refused']);
  assert.deepEqual(ways('pause'), ['refused', 'go', 'go', 'done', 'refused', 'refused']);
  assert.deepEqual(ways('resume'), ['refused', 'done', 'done', 'go', 'refused', 'refused']);
  assert.deepEqual(ways('cancel'), ['go', 'go', 'go', 'go', 'refused', 'done']);
});

test('people read their own language, or that of the business, or the one there is', () => {
  assert.equal(textFor({ ru: 'да', en: 'yes' }, 'en', 'ru'), 'yes');
  assert.equal(textFor({ ru: 'да' }, 'en', 'ru'), 'да');
  assert.equal(textFor({ en: 'yes' }, 'ru', 'ru'), 'yes');
});

test('everybody is called by their name, which is never read as anything else', () => {
  assert.equal(addressed('{name}, hello {name}', '$& {name}'), '$& {name}, hello $& {name}');
});

const NIGHT = { from_hour: 21, to_hour: 9 };
const opening = (at: string, zone = 'UTC', hours = NIGHT): string => {
  const found = openingAt(Date.parse(at), zone, hours);
  const name = (ms: number) => (Number.isFinite(ms) ? new Date(ms).toISOString().slice(0, 16) : 'always');
  return found.open ? `until ${name(found.until)}` : `from ${name(found.from)}`;
};

test('nobody is disturbed between nine in the evening and nine in the morning', () => {
  assert.equal(opening('2031-03-03T08:59:59Z'), 'from 2031-03-03T09:00');
  assert.equal(opening('2031-03-03T09:00:00Z'), 'until 2031-03-03T21:00');
  assert.equal(opening('2031-03-03T20:59:59Z'), 'until 2031-03-03T21:00');
  assert.equal(opening('2031-03-03T21:00:00Z'), 'from 2031-03-04T09:00');
});

test('quiet hours are those of the zone, also in the night in which the clocks are changed', () => {
  assert.equal(opening('2031-03-29T21:00:00Z', 'Europe/Berlin'), 'from 2031-03-30T07:00');
  assert.equal(opening('2031-10-25T20:00:00Z', 'Europe/Berlin'), 'from 2031-10-26T08:00');
});

test('quiet hours may lie within a day, or not be at all', () => {
  const siesta = { from_hour: 13, to_hour: 16 };
  assert.equal(opening('2031-03-03T12:00:00Z', 'UTC', siesta), 'until 2031-03-03T13:00');
  assert.equal(opening('2031-03-03T13:00:00Z', 'UTC', siesta), 'from 2031-03-03T16:00');
  assert.equal(opening('2031-03-03T16:00:00Z', 'UTC', siesta), 'until 2031-03-04T13:00');
  assert.equal(opening('2031-03-03T03:00:00Z', 'UTC', { from_hour: 0, to_hour: 0 }), 'until always');
});

test('what may have arrived is not repeated; what has not is, three times', () => {
  const reason = 'why';
  const ends = (attempts: number) =>
    [
      { status: 'sent', message_id: 1 } as const,
      { status: 'uncertain', reason } as const,
      { status: 'unreachable', reason } as const,
      { status: 'failed', reason } as const,
      { status: 'retry', after_ms: 1, reason } as const,
      { status: 'paused', after_ms: 7_000, reason } as const,
      { status: 'revoked', reason } as const,
      { status: 'late' } as const,
    ].map((delivery) => settledBy(delivery, attempts).status);
  const others = ['sent', 'uncertain', 'unreachable', 'failed'];
  assert.deepEqual(ends(2), [...others, 'waiting', 'waiting', 'waiting', 'waiting']);
  assert.deepEqual(ends(3), [...others, 'failed', 'waiting', 'waiting', 'waiting']);
  assert.equal(silenceAfter({ status: 'paused', after_ms: 7_000, reason }), 7_000);
  assert.equal(silenceAfter({ status: 'retry', after_ms: 1, reason }), 0);
});
