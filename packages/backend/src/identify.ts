import { AppError, type Caller } from '@okno/contract';
import type { Actor } from './ctx.ts';
import type { Tx } from './db/tx.ts';
import { findKeyHolder } from './modules/assistants/index.ts';
import { findPerson, type Person, welcomePerson } from './modules/people/index.ts';

type TelegramCaller = Extract<Caller, { via: 'telegram' }>;
type AssistantCaller = Extract<Caller, { via: 'assistant' }>;

/** The name under which a caller stands in history, audit and idempotency keys. */
export const actorIdOf = (caller: Caller): string => {
  if (caller.via === 'telegram') return `telegram:${caller.telegram_id}`;
  if (caller.via === 'assistant') return `assistant:${caller.assistant_id}`;
  return caller.via === 'service' ? 'service' : 'guest';
};

/**
 * Turns a caller into an actor. Roles are read anew each time: one that is taken away is gone on the next call. Whoever
 * writes to a bot for the first time becomes a client with a chat.
 */
export const identify = async (tx: Tx, tenant_id: string, caller: Caller): Promise<Actor> => {
  if (caller.via === 'assistant') return assistantActor(tx, tenant_id, caller);
  if (caller.via !== 'telegram') return programActor(tenant_id, caller);
  return personActor(tenant_id, caller, (await findPerson(tx, caller)) ?? (await welcomePerson(tx, caller)));
};

/** The same without writing anything: misses who writes to a bot for the first time. */
export const recognise = async (tx: Tx, tenant_id: string, caller: Caller): Promise<Actor | undefined> => {
  if (caller.via === 'assistant') return assistantActor(tx, tenant_id, caller);
  if (caller.via !== 'telegram') return programActor(tenant_id, caller);
  const person = await findPerson(tx, caller);
  return person && personActor(tenant_id, caller, person);
};

const nobody = (tenant_id: string, caller: Exclude<Caller, TelegramCaller>) => ({
  tenant_id,
  id: actorIdOf(caller),
  language: caller.language,
  client_id: null,
  phone: null,
  specialist_id: null,
  assistant: null,
  chat: null,
});

/** @throws AppError `forbidden` when the key was revoked, or its assistant archived, since the gateway looked. */
const assistantActor = async (tx: Tx, tenant_id: string, caller: AssistantCaller): Promise<Actor> => {
  const holder = await findKeyHolder(tx, caller);
  if (holder === undefined) throw new AppError('forbidden', { header: 'Authorization' });
  const { name, scopes } = holder;
  const assistant = { id: caller.assistant_id, scopes };
  return { ...nobody(tenant_id, caller), role: 'assistant', via: 'assistant', name, assistant };
};

const programActor = (tenant_id: string, caller: Exclude<Caller, TelegramCaller | AssistantCaller>): Actor => {
  const program = nobody(tenant_id, caller);
  return caller.via === 'service'
    ? { ...program, role: 'bot', via: 'service', name: 'service' }
    : { ...program, role: 'guest', via: 'public', name: '' };
};

const personActor = (tenant_id: string, caller: TelegramCaller, person: Person): Actor => ({
  tenant_id,
  role: person.role ?? 'client',
  id: actorIdOf(caller),
  via: 'telegram',
  name: person.name,
  language: person.language,
  client_id: person.client_id,
  phone: person.phone,
  specialist_id: person.specialist_id,
  assistant: null,
  chat: { bot_id: caller.bot_id, telegram_id: caller.telegram_id },
});
