import { AppError } from '@okno/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Accounts } from '../telegram/accounts.ts';
import type { DispatchPosted, TelegramUpdate } from '../telegram/dispatch.ts';
import { headerOf } from './header.ts';
import { withoutProtection } from './protective-headers.ts';
import { isSame } from './same.ts';

/** Telegram's own limit for an update is far below this. */
const UPDATE_LIMIT = 1024 * 1024;

const Update = z.looseObject({ update_id: z.int().min(0) });

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

/**
 * Where Telegram brings updates. The address names the bot, the secret header proves that it is Telegram. The answer
 * comes when the update has been dealt with, which keeps Telegram from sending faster than we can work; it may carry a
 * call of the Bot API, which Telegram then makes for us. No browser ever comes here: the headers that protect one are
 * left out.
 */
export const addWebhook = (
  app: FastifyInstance,
  deps: { accounts: Accounts; dispatch: DispatchPosted; hasLeft: () => boolean },
): void => {
  const room = createRoom();
  app.post<{ Params: { bot: string } }>(
    `${WEBHOOK_PATH}/:bot`,
    { bodyLimit: UPDATE_LIMIT, onRequest: withoutProtection },
    async (request, reply) => {
      const account = deps.accounts.find(Number(request.params.bot));
      if (account === undefined) throw new AppError('not_found', { what: 'bot' });
      const secret = headerOf(request, SECRET_HEADER.toLowerCase()) ?? '';
      if (!isSame(secret, account.webhook_secret)) throw new AppError('unauthenticated', { header: SECRET_HEADER });
      // Telegram brings it again; by then another process, or this one anew, will take it.
      if (deps.hasLeft()) throw new AppError('unavailable');
      const update = Update.safeParse(request.body);
      if (!update.success) throw new AppError('invalid_input', { field: 'update_id', rule: 'must be a whole number' });
      const leave = room.enter(account.bot_info.id);
      try {
        const answer = await deps.dispatch(account, update.data as TelegramUpdate);
        return reply
          .code(200)
          .type('application/json')
          .send(answer ?? '{}');
      } finally {
        leave();
      }
    },
  );
};
