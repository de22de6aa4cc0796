import assert from 'node:assert/strict';
import { ask } from './rest.ts';

type Created = { readonly id: string };
type Issued = { readonly id: string; readonly secret: string | null };

export type Reply = { readonly status: number; readonly body: Record<string, unknown>; readonly headers: Headers };

/** An outside program: it knows the address of the API and its key, and nothing else. */
export type OutsideAssistant = {
  readonly id: string;
  readonly key_id: string;
  readonly secret: string;
  /** One request with the key, or with another credential; without one when it is null. */
  readonly ask: (line: `${string} /${string}`, body?: unknown, credential?: string | null) => Promise<Reply>;
};

type Wish = {
  readonly scopes?: readonly string[];
  readonly kind?: 'key' | 'HS256' | 'ES256';
  readonly public_key?: string;
  readonly assistant?: Readonly<Record<string, unknown>>;
};

const ALL = ['reminders', 'slots', 'bookings', 'every_second'];

/** Lets an assistant in, as a program with the service key does. `api`: `http://127.0.0.1:8080/api/v1`. */
export const openAssistant = async (api: string, wish: Wish = {}): Promise<OutsideAssistant> => {
  const { assistant = {}, ...key } = wish;
  const created = await ask<Created>(api, '/assistants', { method: 'POST', body: { name: 'Ada', ...assistant } });
  assert.equal(created.status, 201, JSON.stringify(created.body));
  const { id } = created.body;
  const issued = await ask<Issued>(api, `/assistants/${id}/keys`, { method: 'POST', body: { scopes: ALL, ...key } });
  assert.equal(issued.status, 201, JSON.stringify(issued.body));
  const secret = issued.body.secret ?? '';
  return {
    id,
    key_id: issued.body.id,
    secret,
    ask: async (line, body, credential = secret) => {
      const [method = '', path = ''] = line.split(' ');
      const response = await fetch(`${api}${path}`, {
        method,
        headers: {
          ...(credential === null ? {} : { authorization: `Bearer ${credential}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(40_000),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? {} : JSON.parse(text), headers: response.headers };
    },
  };
};

/** An instant so far from now. */
export const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();
