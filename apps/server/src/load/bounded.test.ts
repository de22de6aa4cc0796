import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Caller } from '@okno/contract';
import { boundedByCaller, createLaneOf } from './bounded.ts';
import { createGate } from './gate.ts';

test('people in chats with far bots wait longer than programs, and nobody shorter than it is set', async () => {
  const patiences: number[] = [];
  const gate = {
    ...createGate({ most: 1, most_each: 1, now: () => 0, setTimer: () => () => {} }),
    pass: async <T>(_lane: string, patience_ms: number, work: () => Promise<T>): Promise<T> => {
      patiences.push(patience_ms);
      return work();
    },
  };
  const laneOf = createLaneOf(() => 'studio');
  const ask = (caller: Caller, patience_ms: number) =>
    boundedByCaller(async () => ({}), { gate, laneOf, patience_ms, chat_patience_ms: 3500 })({
      ...{ name: 'services.list', input: {}, caller, request_id: 'r' },
    });
  const chat: Caller = { via: 'telegram', bot_id: 7, telegram_id: 1001, name: 'Anna', language: 'en' };
  await ask(chat, 250);
  await ask({ via: 'service', tenant: 'studio', language: 'en' }, 250);
  await ask(chat, 10_000);
  assert.deepEqual(patiences, [3500, 250, 10_000]);
});
