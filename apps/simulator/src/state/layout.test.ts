import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activate, closeColumn, columnsIn, emptyLayout, MOST_COLUMNS, openBeside, openChat } from './layout.ts';

const two = openBeside(openChat(emptyLayout, '1:1'), '1:2');

test('a chat opens in the active column', () => {
  assert.deepEqual(openChat(activate(two, '1:1'), '1:3').columns, ['1:3', '1:2']);
});

test('a chat that is open already is gone to, not opened twice', () => {
  assert.deepEqual(openChat(two, '1:1'), { columns: ['1:1', '1:2'], active: 0, screen: 'chat' });
  assert.deepEqual(openBeside(two, '1:1').columns, ['1:1', '1:2']);
});

test('beyond the last place the last column gives way', () => {
  const keys = ['1:3', '1:4', '1:5'] as const;
  const full = keys.reduce(openBeside, two);
  assert.equal(full.columns.length, MOST_COLUMNS);
  assert.equal(full.columns.at(-1), '1:5');
  assert.equal(full.active, MOST_COLUMNS - 1);
});

test('closing a column leaves an active one, down to none', () => {
  const one = closeColumn(two, '1:2');
  assert.deepEqual(one, { columns: ['1:1'], active: 0, screen: 'chat' });
  assert.deepEqual(closeColumn(one, '1:1').columns, []);
});

test('an address names each chat once and nothing else', () => {
  assert.deepEqual(columnsIn('1:11,1:13,1:11,x,:,3'), ['1:11', '1:13']);
  assert.deepEqual(columnsIn(''), []);
});
