import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Operator } from '@okno/backend';
import { AppError, type Texts, type Transport } from '@okno/contract';
import fastify, { type FastifyInstance } from 'fastify';
import type { Rule } from '../config.ts';
import { type Logger, linesOf } from '../log.ts';
import type { Answer } from '../metrics/metrics.ts';
import { followRequests } from '../traces/follow-requests.ts';
import type { Traces } from '../traces/traces.ts';
import { limitAddresses } from './addresses.ts';
import type { Keys } from './caller.ts';
import { addCors } from './cors.ts';
import { addDocs } from './docs.ts';
import { answerUnread, handleErrors, sendProblem, toAppError } from './errors.ts';
import { addFeedRoute, hideFeedSecret, type ReadFeed } from './feeds.ts';
import { addHealthRoutes, type HealthCheck } from './health.ts';
import { addInternalRoutes } from './internal.ts';
import { addInternalBotRoutes } from './internal-bots.ts';
import { ANSWERS_TO_THE_END } from './leaving.ts';
import { addMcpRoute } from './mcp.ts';
import { addMetricsRoute, type MetricsDoor } from './metrics.ts';
import { protectBrowsers } from './protective-headers.ts';
import { readJsonOnly } from './reading.ts';
import { addRestRoutes, bodyLimitOf, methodsAt } from './rest.ts';
import { boundConnections, TIMES } from './times.ts';
import type { Wakes } from './waiting.ts';

export type AppDeps = Omit<Keys, 'addresses'> & {
  readonly call: Transport;
  /** For the further parts of a file that has been begun; the same when it is left out. */
  readonly callFurther?: Transport;
  readonly readFeed: ReadFeed;
  /** Knows the bots that run on other servers. */
  readonly operator: Pick<Operator, 'listFarBots' | 'noteConfigured' | 'revokeBot' | 'revokeToken'>;
  readonly wakes: Wakes;
  readonly texts: Texts;
  readonly log: Logger;
  readonly health: HealthCheck;
  /** Follows requests; left out: nobody wants to know. */
  readonly traces?: Traces | null;
  /** What is counted, and who may read it; nothing is counted when it is left out. */
  readonly metrics?: MetricsDoor & { onAnswer(answer: Answer): void; onFault(where: 'request'): void };
  readonly version: string;
  /** What an address may ask for without a key; null: everything. */
  readonly limitAddress: Rule | null;
  /** Who is believed in `X-Forwarded-For`: addresses and networks. */
  readonly trustedProxies: readonly string[];
  /** Whether this process is a gateway; without it only health is answered. */
  readonly serveApi: boolean;
  /** Looks at every answer before it is begun. */
  readonly mark?: (response: ServerResponse) => void;
  /** Answer a request before anything else does: those who do say so (the emulator of the demo, the front door). */
  readonly intercept?: readonly ((request: IncomingMessage, response: ServerResponse) => boolean)[];
};

const REQUEST_ID = /^[\w-]{8,100}$/;

/** The id that the caller gave this request, when it looks like one; otherwise a new one. */
const requestId = (request: IncomingMessage): string => {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
};

/** The gateway's HTTP side: routes of the contract, health, documentation. */
export const createApp = async (deps: AppDeps): Promise<FastifyInstance> => {
  const { intercept = [], mark = () => {} } = deps;
  const app = fastify({
    ...ANSWERS_TO_THE_END,
    bodyLimit: bodyLimitOf({}),
    requestTimeout: TIMES.requestTimeout,
    // Nobody is believed unless named: whoever comes directly could write any address there.
    trustProxy: deps.trustedProxies.length === 0 ? false : [...deps.trustedProxies],
    genReqId: requestId,
    routerOptions: { maxParamLength: 200 },
    // What is refused before any route is found, such as `%ff` in the address; hooks are not asked then.
    frameworkErrors: (error, request, reply) => {
      reply.header('x-request-id', request.id);
      sendProblem(deps.texts, request, reply, toAppError(error) ?? new AppError('malformed_request'));
    },
    clientErrorHandler: answerUnread(deps.texts),
    serverFactory: (handler) => {
      const server = createServer(TIMES, (request, response) => {
        mark(response);
        if (!intercept.some((one) => one(request, response))) handler(request, response);
      });
      boundConnections(server, deps.trustedProxies);
      return server;
    },
  });
  logRequests(app, deps);
  followRequests(app, deps.traces ?? null, deps.keys);
  if (deps.serveApi) addCors(app, deps.site);
  readJsonOnly(app);
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
  const now = () => performance.now();
  const addresses = limitAddresses(app, { rule: deps.limitAddress, now, log: deps.log });
  const rest = { ...deps, addresses, stopping: stopping.signal };
  addRestRoutes(app, rest);
  addMcpRoute(app, rest);
  addInternalRoutes(app, rest);
  addInternalBotRoutes(app, rest);
  addFeedRoute(app, deps.readFeed);
  await addDocs(app, deps.version);
  return app;
};

/** A bot's token: somebody who takes this server for Telegram's writes it into the address. */
const TOKEN = /\d{1,15}(:|%3a)[\w-]{6,}/gi;

/** One line per request: what, how it ended, how long it took; addresses without their query. */
const logRequests = (app: FastifyInstance, { log, metrics }: Pick<AppDeps, 'log' | 'metrics'>): void => {
  const lines = linesOf(log);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    protectBrowsers(request, reply, done);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const path = hideFeedSecret((request.url.split('?', 1)[0] ?? '').replace(TOKEN, '[token]'));
    const { method, id: request_id } = request;
    const { statusCode: status, elapsedTime } = reply;
    lines.info({ event: 'request', request_id, method, path, status, ms: Math.round(elapsedTime * 10) / 10 });
    // A route that is there has few addresses by its template; those that are not have any number.
    metrics?.onAnswer({ method, route: request.routeOptions.url ?? 'none', status, seconds: elapsedTime / 1000 });
    done();
  });
};
