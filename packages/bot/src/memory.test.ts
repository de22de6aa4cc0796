import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '@okno/contract';
import { createFakeBackend, NOW } from './fake-backend.test.ts';
import { createMemory } from './memory.ts';

const BOT_ID = 7;

test('what can be booked is asked for in the very language it is kept under', async () => {
  const backend = createFakeBackend();
  const memory = createMemory(() => NOW);
  // Whoever asks may have chosen another language in the meantime, in another process.
  const caller = { via: 'telegram', bot_id: BOT_ID, telegram_id: 1, name: 'Olga', language: 'en' } as const;
  const ask = createClient(backend.transport, caller, 'request');
  for (const language of ['ru', 'en', 'ru'] as const) await memory.catalogue(BOT_ID, language, ask);
  for (const name of ['services.list', 'people.list_specialists'] as const)
    assert.deepEqual(
      backend.callsOf(name).map(({ input }) => (input as { language?: string }).language),
      ['ru', 'en'],
    );
});
