import type { TestContext } from 'node:test';
import { type Call, createTexts } from '@okno/contract';
import type { FastifyInstance } from 'fastify';
import { createLog } from '../log.ts';
import { type AppDeps, createApp } from './app.ts';
import { NO_FAR_BOTS, STRANGERS } from './testing.ts';
import { createWakes } from './waiting.ts';

/** The service key of an app that was opened by `openApp`. */
export const KEY = 'a-service-key-of-the-tests';

/** The HTTP side of a server over `call`, which knows one service key and nobody else, or whatever else is wanted of it. */
export const openApp = async (
  t: TestContext,
  wanted: Pick<AppDeps, 'call'> & Partial<AppDeps>,
): Promise<FastifyInstance> => {
  const app = await createApp({
    readFeed: async () => undefined,
    keys: [KEY],
    ...STRANGERS,
    operator: NO_FAR_BOTS,
    wakes: createWakes(),
    texts: createTexts(),
    log: createLog('silent'),
    health: { isConnected: async () => true, isReady: () => true },
    version: '0',
    serveApi: true,
    ...wanted,
  });
  t.after(() => app.close());
  return app;
};

/** The same over a backend that takes down what it is asked, and answers with nothing. */
export const openListener = async (t: TestContext): Promise<{ app: FastifyInstance; calls: Call[] }> => {
  const calls: Call[] = [];
  const call = async (one: Call) => {
    calls.push(one);
    return {};
  };
  return { app: await openApp(t, { call }), calls };
};
