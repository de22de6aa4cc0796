import { AppError, CALL_PATH, type Call, Name, readAs, type Transport } from '@okno/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Keys, noting, requireServiceKey } from './caller.ts';

const language = z.enum(['ru', 'en']);

const Envelope = z.strictObject({
  name: z.string().max(100),
  input: z.unknown(),
  caller: z.discriminatedUnion('via', [
    z.strictObject({
      via: z.literal('telegram'),
      bot_id: z.int().positive(),
      telegram_id: z.int().positive(),
      name: Name,
      language: language.nullable(),
    }),
    z.strictObject({ via: z.literal('service'), tenant: z.string().max(40).nullable(), language }),
    z.strictObject({ via: z.literal('public'), tenant: z.string().max(40).nullable(), language }),
  ]),
  request_id: z.string().regex(/^[\w-]{1,100}$/),
  idempotency_key: z.string().max(200).optional(),
  if_match: z.array(z.string().max(100)).max(20).optional(),
});

/** The door for far bots: one call in an envelope, with a service key. */
export const addInternalRoutes = (
  app: FastifyInstance,
  deps: Pick<Keys, 'keys' | 'onWrongKey' | 'addresses'> & { readonly call: Transport },
): void => {
  const prove = { action: 'internal.call', onWrongKey: deps.onWrongKey, addresses: deps.addresses };
  app.post(CALL_PATH, async (request, reply) => {
    await noting(request, prove, () => requireServiceKey(request, deps.keys));
    const { data: envelope, complaints } = readAs(Envelope, request.body);
    if (complaints !== null) throw new AppError('invalid_input', { ...complaints[0], errors: complaints });
    try {
      return { result: await deps.call(envelope as Call) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // Between our own processes a refusal travels as it is; the bot finds the words.
      return reply.code(error.status).send(error.toJSON());
    }
  });
};
