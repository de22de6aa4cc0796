import { actions, CALL_PATH, FAR_BOTS_PATH, isActionName } from '@okno/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { headerOf } from '../http/header.ts';
import { isOneOf } from '../http/same.ts';
import type { Part, Traces } from './traces.ts';

/** Whoever watches us asks every few seconds. */
const WATCHERS = /^\/(livez|readyz|metrics|api\/v1\/health)$/;

/** A program that asks whether there is something for it: most of the time there is nothing. */
const isIdleTalk = (request: FastifyRequest): boolean => {
  const { url = '' } = request.routeOptions;
  if (url === FAR_BOTS_PATH || WATCHERS.test(url)) return true;
  const { name } = (url === CALL_PATH ? (request.body ?? {}) : {}) as { name?: unknown };
  return typeof name === 'string' && isActionName(name) && (actions[name] as { takes?: boolean }).takes === true;
};

/**
 * A part for every request. Its trace goes on from that of the caller only for those who show a service key of ours, such as
 * a bot on another machine: a stranger could have everything traced otherwise, or mix what belongs to several people.
 */
export const followRequests = (app: FastifyInstance, traces: Traces | null, keys: readonly string[]): void => {
  if (traces === null) return;
  const parts = new WeakMap<FastifyRequest, Part>();

  const parentOf = (request: FastifyRequest): { parent?: string } => {
    const [header, key = ''] = [headerOf(request, 'traceparent'), headerOf(request, 'x-service-key')];
    return header !== undefined && isOneOf(key, keys) ? { parent: header } : {};
  };

  const begin = (request: FastifyRequest, elapsed_ms: number): Part => {
    const { method, id } = request;
    // The address itself names people and carries secrets; its template does not.
    const route = request.routeOptions.url;
    const facts = {
      'http.request.method': method,
      'okno.request_id': id,
      ...(route !== undefined && { 'http.route': route }),
    };
    const name = route === undefined ? method : `${method} ${route}`;
    return traces.begin({
      name,
      kind: 'server',
      facts,
      began: Date.now() - elapsed_ms,
      root: true,
      ...parentOf(request),
    });
  };

  // Only here: what was read of the body has come through the connection, and that belongs to nobody.
  app.addHook('preHandler', (request, reply, done) => {
    if (isIdleTalk(request)) return traces.quiet(done);
    const part = begin(request, reply.elapsedTime);
    parts.set(request, part);
    part.run(done);
  });
  app.addHook('onResponse', async (request, reply) => {
    if (parts.get(request) === undefined && isIdleTalk(request)) return;
    const part = parts.get(request) ?? begin(request, reply.elapsedTime);
    part.set({ 'http.response.status_code': reply.statusCode });
    if (reply.statusCode >= 500) part.set({ 'error.type': String(reply.statusCode) });
    part.end();
  });
};
