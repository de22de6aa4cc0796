import { AppError, type Caller } from '@okno/contract';
import { type Actor, nobody } from './ctx.ts';
import type { Tx } from './db/tx.ts';
import { findKeyHolder } from './modules/assistants/index.ts';
import { findPerson, type Person, welcomePerson } from './modules/people/index.ts';
import { findProgramOfKey } from './modules/programs/index.ts';
import { findPersonOfSession } from './modules/sessions/index.ts';

type CallerVia<V extends Caller['via']> = Extract<Caller, { via: V }>;

/** Somebody for whom Telegram has vouched, in the chat or in a page. */
type PersonCaller = CallerVia<'telegram' | 'mini_app'>;

const isPerson = (caller: Caller): caller is PersonCaller => caller.via === 'telegram' || caller.via === 'mini_app';

/** The name under which a caller stands in history, audit and idempotency keys. */
export const actorIdOf = (caller: Caller): string => {
  if ('telegram_id' in caller) return `telegram:${caller.telegram_id}`;
  if (caller.via === 'assistant') return `assistant:${caller.assistant_id}`;
  if (caller.via === 'program') return `program:${caller.program_id}`;
  return caller.via === 'service' ? 'service' : GUEST;
};

const GUEST = 'guest';

/**
 * Turns a caller into an actor. Roles are read anew each time: one that is taken away is gone on the next call. Whoever
 * writes to a bot for the first time becomes a client with a chat.
 */
export const identify = async (tx: Tx, tenant_id: string, caller: Caller): Promise<Actor> => {
  if (!isPerson(caller)) return otherActor(tx, tenant_id, caller);
  return personActor(tenant_id, caller, (await findPerson(tx, caller)) ?? (await welcomePerson(tx, caller)));
};

/** The same without writing anything: misses who writes to a bot for the first time. */
export const recognise = async (tx: Tx, tenant_id: string, caller: Caller): Promise<Actor | undefined> => {
  if (!isPerson(caller)) return otherActor(tx, tenant_id, caller);
  const person = await findPerson(tx, caller);
  return person && personActor(tenant_id, caller, person);
};

type OtherCaller = Exclude<Caller, PersonCaller>;

/** Who is known already, or is nobody. */
const otherActor = async (tx: Tx, tenant_id: string, caller: OtherCaller): Promise<Actor> => {
  if (caller.via === 'assistant') return assistantActor(tx, tenant_id, caller);
  if (caller.via === 'program') return programActor(tx, tenant_id, caller);
  if (caller.via === 'session') return sessionActor(tx, tenant_id, caller);
  const somebody = strangerOf(tenant_id, caller);
  return caller.via === 'service' ? { ...somebody, role: 'bot', via: 'service', name: 'service' } : guest(somebody);
};

const strangerOf = (tenant_id: string, caller: OtherCaller) => nobody(tenant_id, actorIdOf(caller), caller.language);

const guest = (somebody: ReturnType<typeof nobody>): Actor => ({
  ...somebody,
  role: 'guest',
  id: GUEST,
  via: 'public',
  name: '',
});

/** @throws AppError `forbidden` when the key was revoked, or its assistant archived, since the gateway looked. */
const assistantActor = async (tx: Tx, tenant_id: string, caller: CallerVia<'assistant'>): Promise<Actor> => {
  const holder = await findKeyHolder(tx, caller);
  if (holder === undefined) throw new AppError('forbidden', { header: 'Authorization' });
  const { name, scopes } = holder;
  const assistant = { id: caller.assistant_id, scopes };
  return { ...strangerOf(tenant_id, caller), role: 'assistant', via: 'assistant', name, assistant };
};

/** @throws AppError `forbidden` when the key was revoked since the gateway looked. */
const programActor = async (tx: Tx, tenant_id: string, caller: CallerVia<'program'>): Promise<Actor> => {
  const program = await findProgramOfKey(tx, caller.key_id);
  if (program === undefined) throw new AppError('forbidden', { header: 'X-Service-Key' });
  const { name, ...key } = program;
  return {
    ...strangerOf(tenant_id, caller),
    ...{ role: 'bot', via: 'program', name },
    program: { key_id: caller.key_id, ...key },
  };
};

/** Whose session is over is anybody: what everybody may see they still see, and are asked to sign in for the rest. */
const sessionActor = async (tx: Tx, tenant_id: string, caller: CallerVia<'session'>): Promise<Actor> => {
  const known = await findPersonOfSession(tx, caller);
  if (known === undefined) return guest(strangerOf(tenant_id, caller));
  const session = { id: caller.session_id, stale: known.stale };
  return { ...knownPerson(tenant_id, caller, known), via: 'session', chat: null, session };
};

const knownPerson = (tenant_id: string, caller: PersonCaller | CallerVia<'session'>, person: Person) => ({
  tenant_id,
  role: person.role ?? ('client' as const),
  id: actorIdOf(caller),
  name: person.name,
  language: person.language,
  client_id: person.client_id,
  phone: person.phone,
  specialist_id: person.specialist_id,
  assistant: null,
  program: null,
  person: { bot_id: caller.bot_id, telegram_id: caller.telegram_id },
});

const personActor = (tenant_id: string, caller: PersonCaller, person: Person): Actor => {
  const known = knownPerson(tenant_id, caller, person);
  return { ...known, via: caller.via, chat: caller.via === 'telegram' ? known.person : null, session: null };
};
