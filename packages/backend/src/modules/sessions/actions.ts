import { randomUUID } from 'node:crypto';
import { type Actions, AppError, type Parsed, type Session } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { formatInstant } from '../../time.ts';
import type { Chat } from '../people/index.ts';
import { findClientBot } from '../tenants/index.ts';
import type { Codes } from './codes.ts';
import { linkOf, MAX_SESSIONS, SESSION_MS } from './rules.ts';
import { deviceOf } from './rules-device.ts';
import {
  insertSession,
  listSessions,
  updateOldestRevoked,
  updateOthersRevoked,
  updateSessionRevoked,
} from './store.ts';
import { newToken } from './tokens.ts';

type Deps = { readonly codes: Codes };

/** Without the gateway's word nobody knows where a request comes from; then all of them are one. */
const originOf = ({ origin }: Ctx) => ({ address: origin?.address ?? '', device: deviceOf(origin?.agent ?? '') });

const whoAsks = ({ actor }: Ctx): Chat => {
  if (actor.person === null) throw new AppError('forbidden');
  return actor.person;
};

const start = async (ctx: Ctx, { codes }: Deps) => {
  const bot_username = await findClientBot(ctx.tx);
  if (bot_username === null) throw new AppError('not_found', { what: 'bot' });
  const { tenant_id } = ctx.actor;
  const { ticket, fingerprint, ends_at } = await codes.begin({ tenant_id, now: ctx.now, ...originOf(ctx) });
  return { ticket, link: linkOf(bot_username, fingerprint), bot_username, expires_at: formatInstant(ends_at) };
};

const takeCode = async (ctx: Ctx, fingerprint: string, { codes }: Deps) => {
  const { tenant_id } = ctx.actor;
  const told = await codes.tell({ tenant_id, now: ctx.now, fingerprint, ...whoAsks(ctx) });
  if (told === undefined) throw new AppError('not_found', { what: 'sign_in', field: 'link' });
  return { code: told.code, device: told.device, expires_at: formatInstant(told.ends_at) };
};

const needed = (field: string) => new AppError('invalid_input', { field, rule: 'is needed' });

/** Who signs in: whoever was told the code of this ticket, or is in a Mini App. */
const provenBy = async (
  { actor, now }: Ctx,
  { ticket, code }: Parsed<Actions['sessions.create']>,
  { codes }: Deps,
): Promise<Chat & Pick<Session, 'opened_by'>> => {
  if (ticket === undefined && code === undefined && actor.via === 'mini_app' && actor.person !== null)
    return { ...actor.person, opened_by: 'mini_app' };
  if (ticket === undefined) throw needed('ticket');
  if (code === undefined) throw needed('code');
  const chat = await codes.redeem({ tenant_id: actor.tenant_id, now, ticket, code });
  return { ...chat, opened_by: 'code' };
};

/** Every sign-in opens a session of its own, and ends the one that this browser had (docs/rules.md#sessions). */
const create = async (ctx: Ctx, input: Parsed<Actions['sessions.create']>, deps: Deps) => {
  const { tx, actor, now } = ctx;
  const person = await provenBy(ctx, input, deps);
  if (actor.session !== null && actor.person !== null)
    await updateSessionRevoked(tx, { telegram_id: actor.person.telegram_id, id: actor.session.id });
  const { token, token_hash } = newToken();
  const { device } = originOf(ctx);
  const session = { id: randomUUID(), token_hash, device, ...person, expires_at: now + SESSION_MS };
  const made = await insertSession(tx, session);
  updateOldestRevoked(tx, { telegram_id: person.telegram_id, most: MAX_SESSIONS });
  return { ...made, current: true, token };
};

const list = async (ctx: Ctx) => {
  const sessions = await listSessions(ctx.tx, whoAsks(ctx).telegram_id);
  return { items: sessions.map((one) => ({ ...one, current: one.id === ctx.actor.session?.id })) };
};

const revoke = async (ctx: Ctx, id: string) => {
  const ended = await updateSessionRevoked(ctx.tx, { telegram_id: whoAsks(ctx).telegram_id, id });
  if (ended === undefined) throw new AppError('not_found', { what: 'session', field: 'id' });
  return ended;
};

/** Signing out twice does no harm, nor does it where nobody is signed in. */
const end = async (ctx: Ctx) => {
  const { session } = ctx.actor;
  const ended =
    session && (await updateSessionRevoked(ctx.tx, { telegram_id: whoAsks(ctx).telegram_id, id: session.id }));
  return { ended: ended ? 1 : 0 };
};

export const createSignInActions = (deps: Deps): HandlersOf<'sign_in'> & HandlersOf<'sessions'> => ({
  'sign_in.start': (ctx) => start(ctx, deps),
  'sign_in.take_code': (ctx, { link }) => takeCode(ctx, link, deps),
  'sessions.create': (ctx, input) => create(ctx, input, deps),
  'sessions.list': (ctx) => list(ctx),
  'sessions.revoke': (ctx, { id }) => revoke(ctx, id),
  'sessions.revoke_others': async (ctx) => {
    const { telegram_id } = whoAsks(ctx);
    return { ended: await updateOthersRevoked(ctx.tx, { telegram_id, but: ctx.actor.session?.id ?? null }) };
  },
  'sessions.end': (ctx) => end(ctx),
});
