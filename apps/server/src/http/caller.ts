import type { Backend, FindProgram, FindSession, WrongKey } from '@okno/backend';
import { AppError, type Caller, type Language } from '@okno/contract';
import type { FastifyRequest } from 'fastify';
import type { AddressBook } from './addresses.ts';
import { assistantOf, type RecogniseAssistant } from './assistants.ts';
import { readCookie } from './cookies.ts';
import { headerOf } from './header.ts';
import { languageOf } from './language.ts';
import { isOneOf } from './same.ts';
import { comesFromOurPage, type Site } from './site.ts';

/**
 * Whether the request carries one of the installation's service keys.
 * @throws AppError `unauthenticated` without a key, `forbidden` with a wrong one.
 */
export const requireServiceKey = (request: FastifyRequest, keys: readonly string[]): void => {
  const given = headerOf(request, 'x-service-key');
  if (given === undefined) throw new AppError('unauthenticated', { header: 'X-Service-Key' });
  if (!isOneOf(given, keys)) throw new AppError('forbidden', { header: 'X-Service-Key' });
};

/** What tells callers apart: our service keys, those of businesses, and whose key or session somebody shows. */
export type Keys = {
  readonly keys: readonly string[];
  readonly recogniseAssistant: RecogniseAssistant;
  readonly findProgram: FindProgram;
  readonly findSession: FindSession;
  readonly readMiniApp: Backend['readMiniApp'];
  readonly site: Site;
  /** Hears of keys that are none of ours. */
  readonly onWrongKey: (wrong: WrongKey) => void;
  readonly addresses: AddressBook;
};

/**
 * Runs `prove`, which finds out who sends a request; whoever fails is written down, and refused.
 * @param action what they asked for
 */
export const noting = async <T>(
  request: FastifyRequest,
  { action, onWrongKey, addresses }: { action: string } & Pick<Keys, 'onWrongKey' | 'addresses'>,
  prove: () => Promise<T> | T,
): Promise<T> => {
  addresses.noteLook(request);
  try {
    return await prove();
  } catch (error) {
    const code = error instanceof AppError ? error.code : undefined;
    const tenant = headerOf(request, 'x-tenant') ?? null;
    if (code === 'forbidden' || code === 'unauthenticated') {
      addresses.noteWrongKey(request);
      onWrongKey({ tenant, action, request_id: request.id, code });
    }
    throw error;
  }
};

/** @throws AppError `unauthenticated` without a service key, whoever else it may be */
export const requireSomeServiceKey = (request: FastifyRequest): void => {
  if (headerOf(request, KEY_HEADER) === undefined) throw new AppError('unauthenticated', { header: 'X-Service-Key' });
};

const KEY_HEADER = 'x-service-key';

type Spoken = { readonly tenant: string | null; readonly language: Language };

/** A key of the installation, or of one business, which then is the one that is meant. */
const programOf = async (key: string, deps: Keys, spoken: Spoken): Promise<Caller> => {
  const { tenant, language } = spoken;
  if (isOneOf(key, deps.keys)) return { via: 'service', tenant, language };
  const program = key.length > MAX_KEY ? undefined : await deps.findProgram(key);
  if (program === undefined || (tenant !== null && tenant !== program.slug))
    throw new AppError('forbidden', { header: 'X-Service-Key' });
  const { tenant_id, program_id, key_id } = program;
  return { via: 'program', tenant_id, program_id, key_id, language };
};

const MAX_KEY = 200;

/** Telegram's word for somebody in a Mini App: `Authorization: tma <initData>`. */
const initDataOf = (request: FastifyRequest): string | undefined =>
  /^tma +(\S+)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1];

/** Who has signed in; missing without a session, and in another business than that of the session. */
const signedInOf = async (request: FastifyRequest, deps: Keys, { tenant, language }: Spoken) => {
  const token = readCookie(request, deps.site);
  const session = token === undefined ? undefined : await deps.findSession(token);
  if (token !== undefined && session === undefined) deps.addresses.noteWrongKey(request);
  if (session === undefined || (tenant !== null && tenant !== session.slug)) return undefined;
  const { tenant_id, session_id, bot_id, telegram_id } = session;
  return { via: 'session', tenant_id, session_id, bot_id, telegram_id, language } as const;
};

/**
 * Who sends this request: a program with a service key, somebody in a Mini App, an assistant with a key of its own, who
 * has signed in, or anybody. Whoever shows a key is not asked for a cookie.
 * @throws AppError `forbidden` with a key that is not ours, `too_many_requests` for a guest in disguise who is too fast.
 */
export const callerOf = async (request: FastifyRequest, deps: Keys): Promise<Caller> => {
  const spoken = { tenant: headerOf(request, 'x-tenant') ?? null, language: languageOf(request) };
  const key = headerOf(request, KEY_HEADER);
  if (key !== undefined) return programOf(key, deps, spoken);
  const init_data = initDataOf(request);
  if (init_data !== undefined) return deps.readMiniApp(spoken.tenant, init_data);
  const assistant = await assistantOf(request, deps.recogniseAssistant);
  if (assistant !== undefined) return { via: 'assistant', ...assistant, language: spoken.language };
  const signedIn = await signedInOf(request, deps, spoken);
  if (signedIn !== undefined) return signedIn;
  deps.addresses.countGuest(request);
  return { via: 'public', ...spoken };
};

/**
 * A page of somebody else must not change anything in the name of who reads it (docs/rules.md#sessions): their browser
 * sends our cookie along. Keys stand in headers, which no page adds by itself.
 * @throws AppError `forbidden`
 */
export const refuseForeignPage = (request: FastifyRequest, caller: Caller, site: Site): void => {
  if (caller.via !== 'session' && caller.via !== 'public') return;
  // Every browser of our days says where a change comes from; what says nothing has no business with a cookie.
  if (comesFromOurPage(request, site) ?? caller.via === 'public') return;
  throw new AppError('forbidden', { header: 'Origin' });
};
