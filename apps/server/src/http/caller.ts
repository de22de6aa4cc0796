import type { WrongKey } from '@okno/backend';
import { AppError, type Caller } from '@okno/contract';
import type { FastifyRequest } from 'fastify';
import type { AddressBook } from './addresses.ts';
import { assistantOf, type RecogniseAssistant } from './assistants.ts';
import { headerOf } from './header.ts';
import { languageOf } from './language.ts';
import { isSame } from './same.ts';

/**
 * Whether the request carries one of our service keys.
 * @throws AppError `unauthenticated` without a key, `forbidden` with a wrong one.
 */
export const requireServiceKey = (request: FastifyRequest, keys: readonly string[]): void => {
  const given = headerOf(request, 'x-service-key');
  if (given === undefined) throw new AppError('unauthenticated', { header: 'X-Service-Key' });
  // All keys are compared, so that the time tells nothing about which one was nearly right.
  const matches = keys.filter((key) => isSame(given, key));
  if (matches.length === 0) throw new AppError('forbidden', { header: 'X-Service-Key' });
};

/** What tells callers apart: our service keys, and whose key an assistant shows. */
export type Keys = {
  readonly keys: readonly string[];
  readonly recogniseAssistant: RecogniseAssistant;
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

/**
 * Who sends this request: a program with a service key, an assistant with a key of its own, or anybody.
 * @throws AppError `forbidden` with a key that is not ours, `too_many_requests` for a guest in disguise who is too fast.
 */
export const callerOf = async (
  request: FastifyRequest,
  { keys, recogniseAssistant, addresses }: Keys,
): Promise<Caller> => {
  const tenant = headerOf(request, 'x-tenant') ?? null;
  const language = languageOf(request);
  if (headerOf(request, 'x-service-key') !== undefined) {
    requireServiceKey(request, keys);
    return { via: 'service', tenant, language };
  }
  const assistant = await assistantOf(request, recogniseAssistant);
  if (assistant !== undefined) return { via: 'assistant', ...assistant, language };
  addresses.countGuest(request);
  return { via: 'public', tenant, language };
};
