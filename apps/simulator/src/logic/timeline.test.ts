import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MessageView } from '../api/protocol.ts';
import { dayNumber } from './dates.ts';
import { timeline } from './timeline.ts';

const MINUTE = 60_000;
const noon = Date.parse('2026-11-20T12:00:00Z');
const utcDay = dayNumber('UTC');

const message = (message_id: number, from: MessageView['from'], sent_at: number): MessageView => ({
  message_id,
  from,
  sent_at,
  text: `#${message_id}`,
  entities: [],
});

const shapes = (messages: readonly MessageView[]) =>
  timeline(messages, [], utcDay).map((day) =>
    day.bubbles.map((bubble) => `${bubble.first ? '[' : ''}${bubble.id}${bubble.last ? ']' : ''}`).join(' '),
  );

test('messages of one side close in time make a run', () => {
  const messages = [message(1, 'bot', noon), message(2, 'bot', noon + MINUTE), message(3, 'person', noon + 2 * MINUTE)];
  assert.deepEqual(shapes(messages), ['[m1 m2] [m3]']);
});

test('a pause ends a run', () => {
  assert.deepEqual(shapes([message(1, 'bot', noon), message(2, 'bot', noon + 10 * MINUTE)]), ['[m1] [m2]']);
});

test('midnight begins a day and a run', () => {
  const midnight = Date.parse('2026-11-21T00:00:00Z');
  assert.deepEqual(shapes([message(1, 'bot', midnight - MINUTE), message(2, 'bot', midnight)]), ['[m1]', '[m2]']);
});

test('texts on their way stand after what has arrived', () => {
  const outgoing = [{ id: 5, text: 'hi', sent_at: noon + MINUTE, failed: false }];
  const [day] = timeline([message(1, 'person', noon)], outgoing, utcDay);
  assert.deepEqual(
    day?.bubbles.map(({ id, first, last }) => ({ id, first, last })),
    [
      { id: 'm1', first: true, last: false },
      { id: 'o5', first: false, last: true },
    ],
  );
});
