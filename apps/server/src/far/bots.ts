import { createHmac } from 'node:crypto';
import { AppError, type FarBot } from '@okno/contract';
import type { Logger } from '../log.ts';
import { OperatorError } from '../problem.ts';
import { type Account, type Accounts, toAccount } from '../telegram/accounts.ts';
import { pause } from '../telegram/pause.ts';
import type { FarBackend } from './backend.ts';

/** How often the backend is asked which bots we are to speak for. */
const EVERY_MS = 5_000;

type Deps = {
  readonly backend: Pick<FarBackend, 'listBots'>;
  readonly service_key: string;
  readonly accounts: Accounts;
  /** Somebody is to be listened to, and spoken for, from now on, or as somebody else than before. */
  readonly take: (account: Account) => void;
  readonly leave: (bot_id: number) => Promise<unknown>;
  readonly log: Logger;
};

export type FarBots = {
  /** Whether the backend has said which bots we speak for. */
  isKnown(): boolean;
  stop(): Promise<void>;
};

/**
 * Keeps the bots of this process those that the backend names: asks at once, then every five seconds. A backend that is
 * away is waited for; while it is, the bots stay those that were known.
 * @throws OperatorError when the backend refuses us
 */
export const followBackend = async (deps: Deps): Promise<FarBots> => {
  const stopping = new AbortController();
  let version: string | undefined;
  const look = async () => {
    const answer = await deps.backend.listBots(version);
    if (answer.bots !== null) await become(deps, answer.bots);
    if (answer.bots?.length === 0)
      deps.log.warn({ event: 'no_far_bots' }, 'the backend names no bot that runs elsewhere: see docs/far-bot.md');
    version = answer.version;
  };
  const lookOrWait = async () => {
    try {
      await look();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      deps.log.warn({ event: 'bots_unknown', reason: error.code });
    }
  };
  await look().catch((error: unknown) => {
    const refused = sentenceOf(error);
    if (refused !== undefined) throw refused;
    deps.log.warn({ event: 'bots_unknown', reason: (error as Error).message }, 'the backend is waited for');
  });
  const run = async () => {
    for (;;) {
      await pause(EVERY_MS, stopping.signal);
      if (stopping.signal.aborted) return;
      await lookOrWait().catch((error: unknown) => deps.log.error({ event: 'fault', err: error }));
    }
  };
  const running = run();
  return {
    isKnown: () => version !== undefined,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};

/** What the operator has to put right; nothing for a backend that may come back by itself. */
export const sentenceOf = (error: unknown): OperatorError | undefined => {
  if (!(error instanceof AppError)) throw error;
  switch (error.code) {
    case 'forbidden':
      return new OperatorError(
        error.params['rule'] === undefined
          ? 'The backend does not know BACKEND_API_KEY: set it to one of the keys that TELEGRAM_BOT_API_KEY names there.'
          : 'The backend tells tokens over https only: put a proxy with TLS before it that sends X-Forwarded-Proto, name it there in TRUSTED_PROXIES, and put its address into BACKEND_URL.',
      );
    case 'not_found':
      return new OperatorError(
        'BACKEND_URL leads to a program that is no backend of this version: check the address, and that it runs with ROLES containing gateway.',
      );
    case 'unauthenticated':
      return new OperatorError('A proxy before BACKEND_URL takes the header X-Service-Key away: let it pass.');
    default:
      return undefined;
  }
};

const become = async (deps: Deps, bots: readonly FarBot[]): Promise<void> => {
  const { accounts, log, take, leave } = deps;
  const named = new Map(bots.map((bot) => [bot.bot_id, bot]));
  for (const { bot_info } of accounts.all()) {
    if (named.has(bot_info.id)) continue;
    accounts.remove(bot_info.id);
    log.info({ event: 'bot_left', bot_id: bot_info.id });
    await leave(bot_info.id);
  }
  for (const bot of bots) {
    const before = accounts.find(bot.bot_id);
    const account = toFarAccount(bot, deps.service_key);
    if (before !== undefined && before.token === account.token && before.bot_info.username === bot.username) continue;
    accounts.add(account);
    log.info({ event: 'bot_taken', bot_id: bot.bot_id });
    take(account);
  }
};

/**
 * Its secret is made of the key we share with the backend, so every process with this key has the same one. In place of
 * the tenant's id stands its slug, which is all that is known of it here.
 */
const toFarAccount = ({ tenant, ...bot }: FarBot, service_key: string): Account =>
  toAccount({ ...bot, tenant_id: tenant }, (purpose) =>
    createHmac('sha256', service_key).update(purpose).digest('base64url'),
  );
