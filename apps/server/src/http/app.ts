import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import fastifyHelmet from '@fastify/helmet';
import type { Operator } from '@okno/backend';
import { AppError, type Texts, type Transport } from '@okno/contract';
import fastify, { type FastifyInstance } from 'fastify';
import type { Logger } from '../log.ts';
import type { Answer } from '../metrics/metrics.ts';
import type { Keys } from './caller.ts';
import { addCors } from './cors.ts';
import { addDocs } from './docs.ts';
import { answerUnread, handleErrors, sendProblem, toAppError } from './errors.ts';
import { addFeedRoute, hideFeedSecret, type ReadFeed } from './feeds.ts';
import { addHealthRoutes, type HealthCheck } from './health.ts';
import { addInternalRoutes } from './internal.ts';
import { addInternalBotRoutes } from './internal-bots.ts';
import { addMcpRoute } from './mcp.ts';
import { addMetricsRoute, type MetricsDoor } from './metrics.ts';
import { addRestRoutes, bodyLimitOf, methodsAt } from './rest.ts';
import type { Wakes } from './waiting.ts';

export type AppDeps = Keys & {
  readonly call: Transport;
  readonly readFeed: ReadFeed;
  /** Knows the bots that run on other servers. */
  readonly operator: Pick<Operator, 'listFarBots' | 'noteConfigured' | 'revokeBot'>;
  readonly wakes: Wakes;
  readonly texts: Texts;
  readonly log: Logger;
  readonly health: HealthCheck;
  /** What is counted, and who may read it; nothing is counted when it is left out. */
  readonly metrics?: MetricsDoor & { onAnswer(answer: Answer): void; onFault(where: 'request'): void };
  readonly version: string;
  /** Whether this process is a gateway; without it only health is answered. */
  readonly serveApi: boolean;
  /** Answers a request before anything else does, when it is meant for it (the emulator of the demo). */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean;
};

/** Nobody may take longer to send a request; Fastify's own default is for ever. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Longer than proxies and Telegram keep theirs: who closes first must not be us, or a request is lost now and then. */
const KEEP_ALIVE_MS = 72_000;

const REQUEST_ID = /^[\w-]{8,100}$/;

/** The id that the caller gave this request, when it looks like one; otherwise a new one. */
const requestId = (request: IncomingMessage): string => {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
};

/** The gateway's HTTP side: routes of the contract, health, documentation. */
export const createApp = async (deps: AppDeps): Promise<FastifyInstance> => {
  const app = fastify({
    bodyLimit: bodyLimitOf({}),
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: requestId,
    routerOptions: { maxParamLength: 200 },
    // What is refused before any route is found, such as `%ff` in the address; hooks are not asked then.
    frameworkErrors: (error, request, reply) => {
      reply.header('x-request-id', request.id);
      sendProblem(deps.texts, request, reply, toAppError(error) ?? new AppError('malformed_request'));
    },
    clientErrorHandler: answerUnread(deps.texts),
    serverFactory: (handler) =>
      createServer({ requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
        if (deps.intercept?.(request, response) !== true) handler(request, response);
      }),
  });
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      directives: { 'default-src': ["'self'"], 'img-src': ["'self'", 'data:'], 'upgrade-insecure-requests': null },
    },
    strictTransportSecurity: false,
  });
  logRequests(app, deps);
  if (deps.serveApi) addCors(app, deps.site);
  // Text is no JSON, whatever stands in it.
  app.removeContentTypeParser('text/plain');
  handleErrors(app, {
    texts: deps.texts,
    log: deps.log,
    methodsAt: deps.serveApi ? methodsAt : () => [],
    onFault: () => deps.metrics?.onFault('request'),
  });
  addHealthRoutes(app, deps.health);
  if (deps.metrics !== undefined) addMetricsRoute(app, deps.metrics);
  if (!deps.serveApi) return app;
  // Whoever waits for events is answered at once: the server would stand still until the last wait is over.
  const stopping = new AbortController();
  app.addHook('preClose', async () => stopping.abort());
  const rest = { ...deps, stopping: stopping.signal };
  addRestRoutes(app, rest);
  addMcpRoute(app, rest);
  addInternalRoutes(app, deps);
  addInternalBotRoutes(app, deps);
  addFeedRoute(app, deps.readFeed);
  await addDocs(app, deps.version);
  return app;
};

/** A bot's token: somebody who takes this server for Telegram's writes it into the address. */
const TOKEN = /\d{1,15}(:|%3a)[\w-]{6,}/gi;

/** One line per request: what, how it ended, how long it took; addresses without their query. */
const logRequests = (app: FastifyInstance, { log, metrics }: Pick<AppDeps, 'log' | 'metrics'>): void => {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const path = hideFeedSecret((request.url.split('?')[0] ?? '').replace(TOKEN, '[token]'));
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    const { method } = request;
    log.info({ event: 'request', request_id: request.id, method, path, status: reply.statusCode, ms });
    // A route that is there has few addresses by its template; those that are not have any number.
    const route = request.routeOptions.url ?? 'none';
    metrics?.onAnswer({ method, route, status: reply.statusCode, seconds: reply.elapsedTime / 1000 });
  });
};
