import { AppError } from '@okno/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Accounts } from '../telegram/accounts.ts';
import type { DispatchPosted, TelegramUpdate } from '../telegram/dispatch.ts';
import { headerOf } from './header.ts';
import { isSame } from './same.ts';

/** Telegram's own limit for an update is far below this. */
const UPDATE_LIMIT = 1024 * 1024;

const Update = z.looseObject({ update_id: z.int().min(0) });

const SECRET_HEADER = 'X-Telegram-Bot-Api-Secret-Token';

export const WEBHOOK_PATH = '/tg/webhook';

/**
 * Where Telegram brings updates. The address names the bot, the secret header proves that it is Telegram. The answer
 * comes when the update has been dealt with, which keeps Telegram from sending faster than we can work; it may carry a
 * call of the Bot API, which Telegram then makes for us. No browser ever comes here: the headers that protect one are
 * left out.
 */
export const addWebhook = (
  app: FastifyInstance,
  deps: { accounts: Accounts; dispatch: DispatchPosted; isStopping: () => boolean },
): void => {
  app.post<{ Params: { bot: string } }>(
    `${WEBHOOK_PATH}/:bot`,
    { bodyLimit: UPDATE_LIMIT, helmet: false },
    async (request, reply) => {
      const account = deps.accounts.find(Number(request.params.bot));
      if (account === undefined) throw new AppError('not_found', { what: 'bot' });
      const secret = headerOf(request, SECRET_HEADER.toLowerCase()) ?? '';
      if (!isSame(secret, account.webhook_secret)) throw new AppError('unauthenticated', { header: SECRET_HEADER });
      // Telegram brings it again; by then another process, or this one anew, will take it.
      if (deps.isStopping()) throw new AppError('unavailable');
      const update = Update.safeParse(request.body);
      if (!update.success) throw new AppError('invalid_input', { field: 'update_id', rule: 'must be a whole number' });
      const answer = await deps.dispatch(account, update.data as TelegramUpdate);
      return reply
        .code(200)
        .type('application/json')
        .send(answer ?? '{}');
    },
  );
};
