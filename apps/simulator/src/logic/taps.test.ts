import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MessageView } from '../api/protocol.ts';
import { tapId, tapTarget } from './taps.ts';

const message: MessageView = { message_id: 4, from: 'bot', sent_at: 1000, text: 'Menu', entities: [] };
const first = { row: 0, column: 0 };

test('a button that an edit has brought to the place of another is another', () => {
  assert.equal(tapId(message, first), tapId({ ...message }, first));
  assert.notEqual(tapId(message, first), tapId({ ...message, edited_at: 2000 }, first));
  assert.notEqual(tapId(message, first), tapId(message, { row: 0, column: 1 }));
});

test('a tap tells what its button carries, or its place where it carries nothing', () => {
  const place = { message_id: 4, ...first };
  assert.deepEqual(tapTarget({ text: 'Book', callback_data: 'b' }, place), { message_id: 4, data: 'b' });
  assert.deepEqual(tapTarget({ text: 'Gone', disabled: true }, place), place);
});
