import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import { AppError, type Call, createTexts } from '@okno/contract';
import { createLog } from '../log.ts';
import { createApp } from './app.ts';
import type { Site } from './site.ts';
import { NO_FAR_BOTS, STRANGERS } from './testing.ts';
import { createWakes } from './waiting.ts';

export const KEY = 'a-service-key-of-the-tests';
export const TOKEN = 'a'.repeat(43);
const PROGRAM = { tenant_id: 't', slug: 'studio', program_id: randomUUID(), key_id: randomUUID() };
const SESSION = { tenant_id: 't', slug: 'studio', session_id: randomUUID(), bot_id: 7, telegram_id: 42 };
export const HOST = 'book.example.org';
export const SITE: Site = { origin: `https://${HOST}`, secure: true, friends: ['https://salon.example'] };
/** Of somebody who has signed in. */
export const COOKIE = `__Host-okno=${TOKEN}`;

/** The gateway of a site with TLS, before which stand a program, a person in a Mini App and one who has signed in. */
export const openGateway = async (t: TestContext, site: Site = SITE) => {
  const calls: Call[] = [];
  const app = await createApp({
    call: async (call) => {
      calls.push(call);
      const times = { created_at: '2031-03-03T08:00:00Z', expires_at: '2031-04-02T08:00:00Z' };
      if (call.name === 'sessions.create') return { id: 's', token: TOKEN, ...times };
      // The last part of a file, for actions that answer with one.
      return { text: '', next: null };
    },
    readFeed: async () => undefined,
    keys: [KEY],
    ...STRANGERS,
    operator: NO_FAR_BOTS,
    findProgram: async (key) => (key === 'okno_sk_good' ? PROGRAM : undefined),
    findSession: async (token) => (token === TOKEN ? SESSION : undefined),
    readMiniApp: async (_tenant, data) => {
      if (data !== 'good') throw new AppError('forbidden', { header: 'Authorization' });
      return { via: 'mini_app', bot_id: 7, telegram_id: 42, name: 'A', language: null };
    },
    site,
    wakes: createWakes(),
    texts: createTexts(),
    log: createLog('silent'),
    health: { isConnected: async () => true, isReady: () => true },
    version: '0',
    serveApi: true,
  });
  t.after(() => app.close());
  const send = async (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'OPTIONS',
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    calls.length = 0;
    const body = method === 'POST' || method === 'PATCH' ? { payload: {} } : {};
    const answer = await app.inject({ method, url: `/api/v1${path}`, headers: { host: HOST, ...headers }, ...body });
    return { ...answer, status: answer.statusCode, caller: calls[0]?.caller, call: calls[0] };
  };
  return { app, send, calls };
};
