import { AppError } from '@okno/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Account, Accounts } from '../telegram/accounts.ts';
import type { DispatchPosted, TelegramUpdate } from '../telegram/dispatch.ts';
import { headerOf } from './header.ts';
import { isSame } from './same.ts';
import { cutUnlessRead } from './unread.ts';

/** Telegram's own limit for an update is far below this. */
const UPDATE_LIMIT = 1024 * 1024;

const SECRET_HEADER = 'X-Telegram-Bot-Api-Secret-Token';

/** As many as Telegram ever brings at once to one bot: who brings more is none, or something is wrong with us. */
const MAX_EACH = 100;

/** With thousands of bots; each that is being dealt with holds some kilobytes. */
const MAX_ALL = 2_000;

/** Counts the updates that are being dealt with. */
const createRoom = () => {
  const each = new Map<number, number>();
  let all = 0;
  return {
    /** @throws AppError `unavailable` when there are too many: Telegram keeps the update and brings it again in a moment */
    enter: (bot_id: number): (() => void) => {
      const count = each.get(bot_id) ?? 0;
      if (count >= MAX_EACH || all >= MAX_ALL) throw new AppError('unavailable');
      each.set(bot_id, count + 1);
      all += 1;
      return () => {
        const left = (each.get(bot_id) ?? 1) - 1;
        if (left === 0) each.delete(bot_id);
        else each.set(bot_id, left);
        all -= 1;
      };
    },
  };
};

export const WEBHOOK_PATH = '/tg/webhook';

type Webhook = { Params: { bot: string } };

type Deps = { readonly accounts: Accounts; readonly dispatch: DispatchPosted; readonly hasLeft: () => boolean };

/** @throws AppError `not_found` */
const accountOf = ({ accounts }: Deps, { params }: FastifyRequest<Webhook>): Account => {
  const account = accounts.find(Number(params.bot));
  if (account === undefined) throw new AppError('not_found', { what: 'bot' });
  return account;
};

/** @throws AppError `unauthenticated` unless it is Telegram that comes with something for this bot */
const checkSecret = (request: FastifyRequest, account: Account): void => {
  const secret = headerOf(request, SECRET_HEADER.toLowerCase()) ?? '';
  if (!isSame(secret, account.webhook_secret)) throw new AppError('unauthenticated', { header: SECRET_HEADER });
};

const isUpdate = (body: unknown): body is TelegramUpdate => {
  const { update_id } = (body ?? {}) as { update_id?: unknown };
  return typeof update_id === 'number' && Number.isSafeInteger(update_id) && update_id >= 0;
};

/** Telegram has shown that it is Telegram: what it brings is read as what we fetch from it, and not searched for traps. */
const readUpdates = (scope: FastifyInstance): void => {
  scope.removeContentTypeParser('application/json');
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body: string, done) => {
    let value: unknown;
    try {
      value = JSON.parse(body);
    } catch {
      return done(new AppError('malformed_request', { field: 'body', rule: 'must be JSON' }));
    }
    return done(null, value);
  });
};

/**
 * Where Telegram brings updates. The address names the bot, the secret header proves that it is Telegram: of whoever else
 * comes nothing is read. The answer comes when the update has been dealt with, which keeps Telegram from sending faster than
 * we can work; it may carry a call of the Bot API, which Telegram then makes for us.
 */
export const addWebhook = (app: FastifyInstance, deps: Deps): void => {
  const room = createRoom();
  const onRequest = (request: FastifyRequest<Webhook>, _reply: FastifyReply, done: () => void): void => {
    try {
      checkSecret(request, accountOf(deps, request));
    } catch (error) {
      cutUnlessRead(request.raw);
      throw error;
    }
    done();
  };
  const options = { bodyLimit: UPDATE_LIMIT, config: { browserless: true }, onRequest } as const;
  app.register((scope, _options, done) => {
    readUpdates(scope);
    scope.post<Webhook>(`${WEBHOOK_PATH}/:bot`, options, async (request, reply) => {
      const account = accountOf(deps, request);
      // Telegram brings it again; by then another process, or this one anew, will take it.
      if (deps.hasLeft()) throw new AppError('unavailable');
      const { body } = request;
      if (!isUpdate(body)) throw new AppError('invalid_input', { field: 'update_id', rule: 'must be a whole number' });
      const leave = room.enter(account.bot_info.id);
      try {
        const answer = await deps.dispatch(account, body);
        return reply
          .code(200)
          .type('application/json')
          .send(answer ?? '{}');
      } finally {
        leave();
      }
    });
    done();
  });
};
