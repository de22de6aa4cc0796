import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf } from './listen.ts';

test('the address on the screen can be opened on this machine', () => {
  for (const [host, address] of [
    ['127.0.0.1', 'http://127.0.0.1:8080'],
    ['0.0.0.0', 'http://127.0.0.1:8080'],
    ['::', 'http://127.0.0.1:8080'],
    ['::1', 'http://[::1]:8080'],
    ['localhost', 'http://localhost:8080'],
  ] as const)
    assert.equal(addressOf(host, 8080), address);
});
