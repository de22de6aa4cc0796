import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { AppError, type BreakerState, type Texts } from '@okno/contract';
import fastify, { type FastifyInstance } from 'fastify';
import { API_ROOT } from '../http/api-root.ts';
import { handleErrors, sendProblem, toAppError } from '../http/errors.ts';
import { ANSWERS_TO_THE_END } from '../http/leaving.ts';
import { addMetricsRoute, type MetricsDoor } from '../http/metrics.ts';
import { addWebhook } from '../http/webhook.ts';
import type { Logger } from '../log.ts';
import type { Accounts } from '../telegram/accounts.ts';
import type { DispatchPosted } from '../telegram/dispatch.ts';
import { followRequests } from '../traces/follow-requests.ts';
import type { Traces } from '../traces/traces.ts';

type Deps = {
  readonly accounts: Accounts;
  readonly dispatch: DispatchPosted;
  readonly texts: Texts;
  readonly log: Logger;
  readonly traces: Traces | null;
  readonly breaker: () => BreakerState;
  /** The bots are known and nobody has told us to stop. */
  readonly isReady: () => boolean;
  readonly hasLeft: () => boolean;
  readonly metrics: MetricsDoor & { onFault(where: 'request'): void };
  /** Looks at every answer before it is begun. */
  readonly mark: (response: ServerResponse) => void;
};

const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than Telegram and proxies keep theirs, so that they close first. */
const KEEP_ALIVE_MS = 72_000;

/**
 * The door of a machine that only speaks to Telegram: webhooks, and whether it is alive. A backend that is away makes it
 * neither dead nor unready: it goes on answering people as well as it can.
 */
export const createFarApp = (deps: Deps): FastifyInstance => {
  const { texts, log, breaker, isReady, metrics } = deps;
  const app = fastify({
    ...ANSWERS_TO_THE_END,
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: () => randomUUID(),
    frameworkErrors: (error, request, reply) => {
      sendProblem(texts, request, reply, toAppError(error) ?? new AppError('malformed_request'));
    },
    serverFactory: (handler) =>
      createServer({ requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
        deps.mark(response);
        handler(request, response);
      }),
  });
  app.removeContentTypeParser('text/plain');
  handleErrors(app, { texts, log, methodsAt: () => [], onFault: () => metrics.onFault('request') });
  followRequests(app, deps.traces, []);
  addMetricsRoute(app, metrics);
  app.get(`${API_ROOT}/health`, async (_request, reply) => {
    const connected = breaker() === 'closed';
    return reply
      .code(connected ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({
        status: connected ? 'healthy' : 'unhealthy',
        backend: connected ? 'connected' : 'disconnected',
        timestamp: new Date().toISOString(),
      });
  });
  app.get('/livez', async () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    const ready = isReady();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not_ready' });
  });
  addWebhook(app, deps);
  return app;
};
