import { type Action, AppError, actions, isActionName, type Texts, type Transport } from '@okno/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { callerOf, noting } from './caller.ts';
import { headerOf } from './header.ts';
import type { RestDeps } from './rest.ts';
import { askPatiently, goneWith } from './waiting.ts';

type Deps = RestDeps & { readonly texts: Texts };

/** Loaded with the first request: it is a fifth of a second of everybody's start otherwise. */
const answering = () => import('../mcp/answer.ts');

/** A page of somebody else must not speak to us in the name of a program on its reader's machine. */
const refuseForeignPage = (request: FastifyRequest): void => {
  const origin = headerOf(request, 'origin');
  if (origin !== undefined && URL.parse(origin)?.host !== request.host)
    throw new AppError('forbidden', { header: 'Origin' });
};

const takes = (name: string): boolean => isActionName(name) && (actions[name] as Action).takes === true;

/** The Model Context Protocol for assistants, with the same keys as everything else. */
export const addMcpRoute = (app: FastifyInstance, deps: Deps): void => {
  app.post('/mcp', async (request, reply) => {
    refuseForeignPage(request);
    const prove = { action: 'mcp.call', onWrongKey: deps.onWrongKey, addresses: deps.addresses };
    const caller = await noting(request, prove, () => callerOf(request, deps));
    if (caller.via !== 'assistant') throw new AppError('unauthenticated', { header: 'Authorization' });
    const { answerMcp } = await answering();
    // From here on the protocol answers; what we have promised of every answer goes along.
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    const gone = goneWith(reply, deps.stopping);
    const call: Transport = (one) => (takes(one.name) ? askPatiently(deps, one, gone) : deps.call(one));
    await answerMcp(request, reply, { call, texts: deps.texts, caller, request_id: request.id });
  });
};
