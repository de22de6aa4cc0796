import { AppError, type Caller, cleanLine } from '@okno/contract';
import type { InTenant } from '../../db/tx.ts';
import type { Secrets } from '../../secrets.ts';
import { listBotTokens } from '../tenants/index.ts';
import { type InitData, isFresh, isSignedFor, readInitData } from './init-data.ts';

type MiniAppCaller = Extract<Caller, { via: 'mini_app' }>;

/**
 * Who is in a Mini App of this business, by Telegram's word for them (`initData`).
 * @throws AppError `forbidden` when it is not signed for a bot of this business; `unauthenticated` when it is too old.
 */
export type ReadMiniApp = (tenant_id: string, init_data: string) => Promise<MiniAppCaller>;

const MAX_NAME = 100;
const HEADER = { header: 'Authorization' };

const nameOf = ({ id, name }: InitData['person']): string =>
  cleanLine([...cleanLine(name)].slice(0, MAX_NAME).join('')) || String(id);

const languageOf = ({ language }: InitData['person']): MiniAppCaller['language'] => {
  const tag = language.toLowerCase().slice(0, 2);
  return tag === 'ru' || tag === 'en' ? tag : null;
};

type Deps = { readonly inTenant: InTenant; readonly secrets: Pick<Secrets, 'open'> };

/** A token that was sealed with a key we do not have vouches for nobody, and takes nothing from the other bots. */
const tokenIn = (secrets: Deps['secrets'], tenant_id: string, sealed: string): string[] => {
  try {
    return [secrets.open(tenant_id, sealed)];
  } catch {
    return [];
  }
};

export const createMiniAppReader =
  ({ inTenant, secrets }: Deps): ReadMiniApp =>
  async (tenant_id, init_data) => {
    const data = readInitData(init_data);
    if (data === undefined) throw new AppError('forbidden', HEADER);
    const { now, bots } = await inTenant(tenant_id, async (tx) => ({
      bots: await listBotTokens(tx),
      now: await tx.now,
    }));
    const bot = bots.find(({ token_encrypted }) =>
      tokenIn(secrets, tenant_id, token_encrypted).some((token) => isSignedFor(data, token)),
    );
    if (bot === undefined) throw new AppError('forbidden', HEADER);
    // Said only of what Telegram has signed: the page gets a new one when it is opened again.
    if (!isFresh(data, now)) throw new AppError('unauthenticated');
    const { person } = data;
    const who = { name: nameOf(person), language: languageOf(person) };
    return { via: 'mini_app', bot_id: bot.bot_id, telegram_id: person.id, ...who };
  };
