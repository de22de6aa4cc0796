import { type Actions, AppError, type Delivery, type Output, type Parsed } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import type { Tx } from '../../db/tx.ts';
import {
  type Fetched,
  lease,
  lockFetchable,
  lockFetched,
  MAX_ATTEMPTS,
  takeBackUnfetched,
  updateDelivery,
  updateFetchableIn,
  updateLeased,
} from '../notifications/index.ts';
import { announceBot } from '../tenants/index.ts';
import { describe, fail, type Prepared, prepare } from './outgoing.ts';
import { settle } from './settle.ts';
import { saveBookingMessage } from './store.ts';

/** Whoever has fetched something has it for so long; then another may have it. */
const LEASE_MS = 60_000;

export type Pulled = Output<Actions['notifications.pull']>['items'][number];
type Wish = Parsed<Actions['notifications.pull']>;
export type Report = Parsed<Actions['notifications.report']>;
export type Reported = Output<Actions['notifications.report']>;

/** Messages to many are fetched and reported on in the same way, but they are another module's. */
export type FarBroadcasts = {
  /** Takes some for `lease_ms`. */
  pull(ctx: Ctx, wish: Wish & { readonly lease_ms: number }): Promise<Pulled[]>;
  /** Misses what is no message to many. */
  report(ctx: Ctx, told: Report & { readonly lease_ms: number }): Promise<Reported | undefined>;
};

type Fetching = Pick<HandlersOf<'notifications'>, 'notifications.pull' | 'notifications.report'>;

/** How a bot on another server takes what it has to say, and tells what became of it (docs/rules.md#far-bots). */
export const createFetching = (broadcasts: FarBroadcasts): Fetching => ({
  'notifications.pull': async (ctx, wish) => {
    const items = await pull(ctx, wish);
    const limit = wish.limit - items.length;
    // What is to be said to many comes when nobody waits for news of their own.
    const more = limit === 0 ? [] : await broadcasts.pull(ctx, { ...wish, limit, lease_ms: LEASE_MS });
    return { items: [...items, ...more] };
  },

  'notifications.report': async (ctx, told) => {
    const fetched = await lockFetched(ctx.tx, told.id);
    if (fetched !== undefined) return report(ctx, fetched, told);
    const reported = await broadcasts.report(ctx, { ...told, lease_ms: LEASE_MS });
    if (reported === undefined) throw new AppError('not_found', { what: 'notification', field: 'id' });
    return reported;
  },
});

/** Each is looked at again, as it would be here, and taken for a minute. */
const pull = async ({ tx }: Ctx, wish: Wish): Promise<Pulled[]> => {
  const ids = await lockFetchable(tx, { bot_id: wish.bot_id, limit: wish.limit });
  const items = await Promise.all(ids.map((id) => pullOne(tx, id)));
  return items.filter((item) => item !== null);
};

const pullOne = async (tx: Tx, id: string): Promise<Pulled | null> => {
  const prepared = await prepare(tx, id);
  if ('done' in prepared) return null;
  if (prepared.outgoing.attempts > MAX_ATTEMPTS) {
    fail(tx, prepared, { status: 'uncertain', error: 'whoever fetched it said nothing of it, again and again' });
    return null;
  }
  const taken = await lease(tx, id, LEASE_MS);
  return { id, attempt: prepared.outgoing.attempts, message: prepared.message, ...taken };
};

/** What became of something that was fetched. */
const report = async ({ tx, now }: Ctx, fetched: Fetched, told: Report): Promise<Reported> => {
  const prepared = (await describe(tx, fetched)) ?? bare(fetched);
  if (fetched.status === 'cancelled') return reportCalledOff(tx, prepared, told);
  if (fetched.lease !== told.lease || fetched.status !== 'sending') return reportLate(tx, prepared, fetched, told);
  if (told.status === 'begun') updateLeased(tx, told.id, LEASE_MS);
  else {
    const result = settle(tx, prepared, { delivery: deliveryOf(told), attempt: fetched.attempts, now });
    if (!result.done) updateFetchableIn(tx, told.id, result.after_ms);
  }
  return current(tx, told.id, false);
};

/** What is about no booking ends without anything beside it. */
const bare = (outgoing: Fetched): Prepared => {
  const { id, bot_id, telegram_id, language } = outgoing;
  const to = { id, bot_id, telegram_id, language };
  return {
    outgoing,
    message: { ...to, kind: 'undelivered', count: 0, first: [], username: null, host: null },
    ends_at: Number.POSITIVE_INFINITY,
  };
};

/** The same as if it had been sent here. */
export const deliveryOf = ({ status, message_id, retry_after = 0, reason = status }: Report): Delivery => {
  switch (status) {
    case 'sent':
      return { status, message_id: message_id ?? null };
    case 'retry':
    case 'paused':
      return { status, after_ms: retry_after * 1000, reason };
    case 'begun':
      throw new Error('it has not ended');
    default:
      return { status, reason };
  }
};

/** It was called off while somebody had it: they are told so, and what has left all the same is remembered. */
const reportCalledOff = async (tx: Tx, { message }: Prepared, told: Report): Promise<Reported> => {
  if (told.status === 'begun') throw new AppError('called_off');
  if (told.status === 'sent' && told.message_id !== undefined && 'booking' in message)
    saveBookingMessage(tx, message.booking.id, { ...message, message_id: told.message_id });
  return current(tx, told.id, true);
};

/** The lease has ended. What has arrived has arrived, whoever has it by now; of everything else others decide. */
const reportLate = async (tx: Tx, prepared: Prepared, { status }: Fetched, told: Report): Promise<Reported> => {
  const isOpen = status === 'pending' || status === 'sending';
  if (told.status !== 'sent' || !isOpen) {
    // Whoever says the same twice hears the same.
    if (status === told.status) return current(tx, told.id, false);
    throw new AppError('lease_lost', { status });
  }
  settle(tx, prepared, { delivery: deliveryOf(told), attempt: 1, now: 0 });
  return current(tx, told.id, false);
};

const current = async (tx: Tx, id: string, called_off: boolean): Promise<Reported> => {
  const fetched = await lockFetched(tx, id);
  if (fetched === undefined) throw new Error('a notification that was there is not');
  return { id, status: fetched.status as Reported['status'], called_off, error: fetched.error };
};

/** The story of notifications.set_delivery. */
export const setDelivery = async ({ tx }: Ctx, wish: Parsed<Actions['notifications.set_delivery']>) => {
  if (!(await updateDelivery(tx, wish.bot_id, wish.delivery)))
    throw new AppError('not_found', { what: 'bot', field: 'bot_id' });
  announceBot(tx, wish.bot_id);
  if (wish.delivery === 'near') takeBackUnfetched(tx, wish.bot_id);
  return wish;
};
