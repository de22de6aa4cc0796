import { createHash } from 'node:crypto';
import type { FarBotAccess, Operator } from '@okno/backend';
import { AppError, FAR_BOTS_PATH, type FarBot, type FarBots, readAs } from '@okno/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Logger } from '../log.ts';
import { tokenDigest } from '../telegram/accounts.ts';
import { type Keys, noting, requireServiceKey } from './caller.ts';
import { headerOf } from './header.ts';
import { isSame } from './same.ts';

type Deps = Pick<Keys, 'keys' | 'onWrongKey' | 'addresses'> & {
  readonly operator: Pick<Operator, 'listFarBots' | 'noteConfigured' | 'revokeBot' | 'revokeToken'>;
  readonly log: Logger;
};

const Wish = z.strictObject({ version: z.string().max(100).optional() });
const Place = z.object({ bot_id: z.coerce.number().int().positive() });
/** What became of a bot: what Telegram has been told of it, or that Telegram no longer knows its token, and which. */
const News = z.union([
  z.strictObject({ configured_as: z.string().min(1).max(100) }),
  // A far server of the version before does not say which.
  z.strictObject({ revoked: z.literal(true), token_digest: z.string().min(1).max(100).optional() }),
]);

const parse = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const { data, complaints } = readAs(schema, value);
  if (complaints !== null) throw new AppError('invalid_input', { ...complaints[0], errors: complaints });
  return data as T;
};

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/**
 * Tokens open bots, so they travel where nobody listens: over TLS, which ends at a proxy that is trusted and says so, or
 * inside this machine.
 */
const requireConfidence = (request: FastifyRequest): void => {
  const through = headerOf(request, 'x-forwarded-proto');
  const near = LOOPBACK.test(request.socket.remoteAddress ?? '');
  if (through === undefined ? !near : request.protocol !== 'https')
    throw new AppError('forbidden', { rule: 'tokens are told over https only' });
};

/**
 * How the server of far bots learns which they are. It is no action of the contract: the list is of all businesses, and
 * there is nobody in them who asks.
 */
export const addInternalBotRoutes = (app: FastifyInstance, { operator, log, ...keys }: Deps): void => {
  const admit = async (request: FastifyRequest, action: string) => {
    await noting(request, { action, onWrongKey: keys.onWrongKey, addresses: keys.addresses }, () =>
      requireServiceKey(request, keys.keys),
    );
    requireConfidence(request);
  };
  const find = async (bot_id: number): Promise<FarBotAccess> => {
    const bot = (await operator.listFarBots()).find((one) => one.bot_id === bot_id);
    if (bot === undefined) throw new AppError('not_found', { what: 'bot', field: 'bot_id' });
    return bot;
  };

  app.get(FAR_BOTS_PATH, async (request, reply): Promise<FarBots> => {
    await admit(request, 'internal.bots');
    const { version: known } = parse(Wish, request.query);
    const bots = (await operator.listFarBots()).flatMap(toTold);
    const version = versionOf(bots);
    reply.header('cache-control', 'no-store');
    if (version === known) return { version, bots: null };
    log.info({ event: 'far_bots_told', request_id: request.id, bots: bots.length });
    return { version, bots };
  });

  app.put(`${FAR_BOTS_PATH}/:bot_id/news`, async (request, reply) => {
    await admit(request, 'internal.bot_news');
    const { bot_id } = parse(Place, request.params);
    const news = parse(News, request.body);
    const { tenant_id } = await find(bot_id);
    if ('configured_as' in news) {
      await operator.noteConfigured(tenant_id, bot_id, news.configured_as);
      return reply.code(204).send();
    }
    const digest = news.token_digest;
    if (digest === undefined) await operator.revokeBot(tenant_id, bot_id);
    else await operator.revokeToken(tenant_id, bot_id, (token) => isSame(tokenDigest(token), digest));
    return reply.code(204).send();
  });
};

/** A token that was sealed with a key we do not have cannot be told; whoever starts this server hears of it. */
const toTold = ({ tenant, bot_id, username, name, token, configured_as }: FarBotAccess): FarBot[] =>
  token === null ? [] : [{ tenant, bot_id, username, name, token, configured_as }];

/** Short for the list; what Telegram has been told is no change of it. */
const versionOf = (bots: readonly FarBot[]): string =>
  createHash('sha256')
    .update(JSON.stringify(bots.map(({ configured_as: _, ...bot }) => bot)))
    .digest('base64url')
    .slice(0, 22);
