import { createClient, createMemoryKeyValue, createTexts, type Language } from '@okno/contract';
import { createDialogues } from './dialogues.ts';
import { type FakeBackend, NOW } from './fake-backend.test.ts';
import { createMemory } from './memory.ts';
import { beginTurn, type Turn } from './turn.ts';
import { createWordings } from './wordings.ts';

/** What a screen is given when Olga taps a button of the salon in memory, without Telegram between them. */
export const turnIn = (backend: FakeBackend, language: Language): Promise<Turn> => {
  const caller = { via: 'telegram', bot_id: 7, telegram_id: 1, name: 'Olga', language } as const;
  const now = () => NOW;
  const wordings = createWordings({ texts: createTexts(), now, log: () => {} });
  return beginTurn(
    { memory: createMemory(now), dialogues: createDialogues(createMemoryKeyValue(now)), wordings, now },
    {
      ...{ bot_id: 7, bot_username: 'salon_bot', telegram_id: 1, chat_id: 1, update_id: 5 },
      tapped: { message_id: 3, data: 'x' },
      ask: createClient(backend.transport, caller, 'r1'),
    },
  );
};
