import { AppError, type FarBot } from '@okno/contract';
import type { FarConfig } from '../config.ts';
import { openBackend } from '../far/backend.ts';
import { sentenceOf } from '../far/bots.ts';
import { createLog } from '../log.ts';
import { OperatorError } from '../problem.ts';
import { createBotApi } from '../telegram/fetch.ts';
import { identifyToken } from '../telegram/setup.ts';
import { check, type Finding, fine, wrong, wrongIf } from './finding.ts';

/** Telegram is not asked for more bots than this: it does not like to be asked for all of them. */
const MOST = 20;

/** What a machine depends on that has bots and nothing else: the backend, its key, Telegram. */
export const lookFar = async (config: FarConfig): Promise<Finding[]> => {
  const place = `backend at ${config.BACKEND_URL}`;
  const backend = openBackend({ config, log: createLog('silent'), ticks: () => performance.now(), now: Date.now });
  try {
    const bots = (await backend.listBots(undefined)).bots ?? [];
    return [fine(place), fine('service key'), lookAtBots(bots), ...(await lookAtTelegram(config, bots))];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const sentence = sentenceOf(error);
    if (sentence !== undefined) return [wrong(place, sentence.message)];
    return [wrong(place, `does not answer (${reasonOf(error)}): check BACKEND_URL, the network and the server there`)];
  } finally {
    await backend.close();
  }
};

const reasonOf = ({ code, cause }: AppError): string => {
  const { code: why, message } = (cause ?? {}) as { code?: string; message?: string };
  return why ?? message ?? code;
};

const lookAtBots = (bots: readonly FarBot[]): Finding =>
  wrongIf(
    `bots that run here: ${bots.map(({ username }) => `@${username}`).join(', ') || 'none'}`,
    bots.length > 0 ? null : 'the backend names none that runs elsewhere: see docs/far-bot.md',
  );

const lookAtTelegram = async (config: FarConfig, bots: readonly FarBot[]): Promise<Finding[]> => {
  if (bots.length === 0) return [];
  const { options, close } = createBotApi(config.TELEGRAM_API_ROOT);
  const look = async () => {
    for (const { username, token } of bots.slice(0, MOST))
      await identifyToken(token, options).catch((error: Error) => {
        const unknown = error.message.includes('TELEGRAM_BOT_TOKEN');
        throw unknown
          ? new OperatorError(`does not know the token of @${username}: give the backend a new one from @BotFather`)
          : error;
      });
    return null;
  };
  try {
    return [await check('Telegram', look)];
  } finally {
    await close();
  }
};
