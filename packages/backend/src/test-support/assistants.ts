import { randomUUID } from 'node:crypto';
import { type Actions, type Client, createClient, type Input, localTransport, type Scope } from '@okno/contract';
import type { TestBackend } from './backend.ts';
import type { Studio } from './studio.ts';

/** An outside program with a key of its own. */
export type TestAssistant = {
  readonly id: string;
  readonly key_id: string;
  readonly secret: string;
  readonly ask: Client;
};

type Wish = Partial<Input<Actions['assistants.create']>> & { readonly scopes?: Scope[] };

/** Lets an assistant in at a business; events wait to be asked for unless it is said otherwise. */
export const openAssistant = async (
  { backend }: TestBackend,
  studio: Studio,
  { scopes = ['reminders', 'slots', 'bookings', 'every_second'], ...wish }: Wish = {},
): Promise<TestAssistant> => {
  const { id } = await studio.program('assistants.create', { name: 'Ada', ...wish });
  const key = await studio.program('assistants.issue_key', { assistant_id: id, scopes });
  const caller = {
    via: 'assistant',
    tenant_id: studio.tenant_id,
    assistant_id: id,
    key_id: key.id,
    language: 'en',
  } as const;
  const ask = createClient(localTransport(backend.call), caller, randomUUID());
  return { id, key_id: key.id, secret: key.secret ?? '', ask };
};
