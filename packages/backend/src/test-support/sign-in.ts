import { randomUUID } from 'node:crypto';
import { type Caller, type Client, createClient, localTransport, type Origin, type Transport } from '@okno/contract';
import { createSessionLookUp } from '../directory.ts';
import { createSessionFinder } from '../modules/sessions/index.ts';
import type { TestBackend } from './backend.ts';
import type { Studio } from './studio.ts';

const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36';

/** From where pages ask, unless it is said otherwise. */
export const ORIGIN: Origin = { address: '192.0.2.1', agent: CHROME };

/** A client whose requests come from somewhere, as the gateway would tell it. */
export const asking = (call: Transport, caller: Caller, origin: Origin = ORIGIN): Client =>
  createClient((one) => localTransport(call)({ ...one, origin }), caller, randomUUID());

/** A browser in which somebody is signed in. */
export type Browser = { readonly ask: Client; readonly token: string; readonly caller: Caller; readonly id: string };

/** The page of a business, for somebody who is not signed in. */
export const pageOf = ({ backend }: TestBackend, { slug }: Studio, origin?: Origin): Client =>
  asking(backend.call, { via: 'public', tenant: slug, language: 'en' }, origin);

/** What comes of the link: the fingerprint that the bot is given. */
export const linkIn = (link: string): string => /^https:\/\/t\.me\/[\w-]+\?start=in_([\w-]{43})$/.exec(link)?.[1] ?? '';

/** The whole way: a page asks, the bot tells, the page is told. */
export const signIn = async (world: TestBackend, studio: Studio, telegram_id: number): Promise<Browser> => {
  const page = pageOf(world, studio);
  const { ticket, link } = await page('sign_in.start', {});
  const { code } = await studio.as(telegram_id)('sign_in.take_code', { link: linkIn(link) });
  const { token } = await page('sessions.create', { ticket: ticket ?? '', code: code ?? '' });
  return browserOf(world, token ?? '');
};

/** Whoever comes with this token, as the gateway finds out. */
export const browserOf = async (world: TestBackend, token: string): Promise<Browser> => {
  const session = await createSessionFinder(createSessionLookUp(world.pool))(token);
  if (session === undefined) throw new Error('nobody knows this token');
  const { slug: _slug, ...who } = session;
  const caller = { via: 'session', ...who, language: 'en' } as const;
  return { ask: asking(world.backend.call, caller), token, caller, id: who.session_id };
};
