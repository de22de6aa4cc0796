import type { FastifyInstance, FastifyReply } from 'fastify';
import { API_ROOT } from './api-root.ts';
import { headerOf } from './header.ts';
import { methodsAt } from './rest.ts';
import type { Site } from './site.ts';

const ASKED = 'Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, X-Request-Id, X-Tenant';
const TOLD = 'ETag, Retry-After, X-Request-Id';
/** Browsers keep none for longer than two hours. */
const KEPT_SECONDS = '7200';

const pathOf = (url: string): string => url.split('?')[0] ?? '';

/** What is there for programs alone no page may ask. */
const isApi = (path: string): boolean => path.startsWith(`${API_ROOT}/`) && !path.startsWith(`${API_ROOT}/internal/`);

const welcome = (reply: FastifyReply, origin: string): FastifyReply =>
  reply
    .header('access-control-allow-origin', origin)
    .header('access-control-allow-credentials', 'true')
    .header('access-control-expose-headers', TOLD);

/**
 * Pages on the sites of `CORS_ORIGINS` may ask the API in the name of who reads them; each by its exact name, never
 * everybody. To all others nothing is said, and their browser keeps the answers from them.
 */
export const addCors = (app: FastifyInstance, { friends }: Site): void => {
  if (friends.length === 0) return;
  app.addHook('onRequest', async (request, reply) => {
    const path = pathOf(request.url);
    if (!isApi(path)) return;
    // Whatever keeps answers on their way keeps them for this asker only.
    reply.header('vary', 'Origin');
    const origin = headerOf(request, 'origin');
    if (origin === undefined || !friends.includes(origin)) return;
    welcome(reply, origin);
    const methods = methodsAt(path);
    const isPreflight =
      request.method === 'OPTIONS' && headerOf(request, 'access-control-request-method') !== undefined;
    if (!isPreflight || methods.length === 0) return;
    reply
      .header('access-control-allow-methods', methods.join(', '))
      .header('access-control-allow-headers', ASKED)
      .header('access-control-max-age', KEPT_SECONDS);
    return reply.code(204).send();
  });
};
