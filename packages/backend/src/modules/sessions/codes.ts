import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { AppError, type KeyValue, KeyValueAway, type StoreKey, storeKey } from '@okno/contract';
import type { Secrets } from '../../secrets.ts';
import type { Chat } from '../people/index.ts';
import { CODE_MS, LIMIT_MS, MAX_CODES, MAX_STARTS, triesLeft } from './rules.ts';

/** A sign-in that has begun, as it is kept; `told`: to whom its code was told, and what is kept of it. */
type Begun = {
  readonly device: string;
  /** Unix milliseconds, by the clock of the business. */
  readonly ends_at: number;
  readonly told: (Chat & { readonly mark: string }) | null;
};

/**
 * Codes for signing in (docs/rules.md#signing-in). Whoever begins keeps a ticket; the link carries its fingerprint only, so
 * that whoever sees the link, and is even told the code, can do nothing with it. Of a code is kept what only the holder of
 * the installation's key can compute: six digits alone are tried out in a moment.
 */
export type Codes = {
  /** @param address of whoever begins. Throws `too_many_requests`. */
  begin(asked: { tenant_id: string; now: number; address: string; device: string }): Promise<{
    readonly ticket: string;
    readonly fingerprint: string;
    readonly ends_at: number;
  }>;
  /** A new code for whoever has followed a link; missing when the link does not work, or is somebody else's by now. */
  tell(
    asked: Chat & { tenant_id: string; now: number; fingerprint: string },
  ): Promise<{ readonly code: string; readonly device: string; readonly ends_at: number } | undefined>;
  /** Who was told this code; it works once. Throws `wrong_code`. */
  redeem(given: { tenant_id: string; now: number; ticket: string; code: string }): Promise<Chat>;
};

const fingerprintOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

const isSame = (given: string, expected: string): boolean =>
  timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(expected).digest());

/** Nobody else writes under these keys, and what is written in another way is never read again (`VERSION`). */
const read = (text: string | null): Begun | undefined =>
  text === null ? undefined : (JSON.parse(text) as Begun | undefined);

/** Nobody can sign in while the store is away; nothing else is lost. */
const unlessAway = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw error instanceof KeyValueAway ? new AppError('unavailable', {}, { cause: error }) : error;
  }
};

/** Another one for whatever is kept in another form. */
const VERSION = 1;

const keyOf = (tenant_id: string, fingerprint: string): StoreKey =>
  storeKey('otp', { tenant_id }, 'sign_in', VERSION, fingerprint);

type Deps = {
  /** Must not need what a transaction holds: codes are looked at from inside of one. */
  readonly store: KeyValue;
  readonly secrets: Pick<Secrets, 'derive'>;
};

export const createCodes = ({ store, secrets }: Deps): Codes => {
  const limit = async (key: StoreKey, most: number): Promise<void> => {
    const { count, left_ms } = await store.count(key, LIMIT_MS);
    if (count > most)
      throw new AppError('too_many_requests', { after_seconds: Math.max(1, Math.ceil(left_ms / 1000)) });
  };
  const markOf = (tenant_id: string, fingerprint: string, code: string): string =>
    secrets.derive(`sign_in:${tenant_id}:${fingerprint}:${code}`);

  const begin: Codes['begin'] = async ({ tenant_id, now, address, device }) => {
    await limit(storeKey('limit', { tenant_id }, 'sign_in_from', fingerprintOf(address)), MAX_STARTS);
    const ticket = randomBytes(32).toString('base64url');
    const [fingerprint, ends_at] = [fingerprintOf(ticket), now + CODE_MS];
    const begun: Begun = { device, ends_at, told: null };
    await store.set(keyOf(tenant_id, fingerprint), JSON.stringify(begun), CODE_MS);
    return { ticket, fingerprint, ends_at };
  };

  const tell: Codes['tell'] = async ({ tenant_id, now, fingerprint, bot_id, telegram_id }) => {
    await limit(storeKey('limit', { tenant_id }, 'sign_in_code', telegram_id), MAX_CODES);
    const key = keyOf(tenant_id, fingerprint);
    const from = await store.get(key);
    const begun = read(from);
    if (from === null || begun === undefined || begun.ends_at <= now) return undefined;
    // The first who follows a link has it: nobody else can put themselves in their place.
    if (begun.told !== null && begun.told.telegram_id !== telegram_id) return undefined;
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const told = { bot_id, telegram_id, mark: markOf(tenant_id, fingerprint, code) };
    const next: Begun = { device: begun.device, ends_at: now + CODE_MS, told };
    const exchanged = await store.compareAndSet(key, { from, to: JSON.stringify(next), ttl_ms: CODE_MS });
    return exchanged ? { code, device: begun.device, ends_at: next.ends_at } : undefined;
  };

  const redeem: Codes['redeem'] = async ({ tenant_id, now, ticket, code }) => {
    const fingerprint = fingerprintOf(ticket);
    const key = keyOf(tenant_id, fingerprint);
    const from = await store.get(key);
    const begun = read(from);
    if (from === null || begun === undefined || begun.ends_at <= now) throw new AppError('wrong_code', { left: 0 });
    // Counted before anything is compared, so that many at once are not looked at together. The count outlives the code.
    const { count } = await store.count(storeKey('attempts', { tenant_id }, 'sign_in', fingerprint), 3 * CODE_MS);
    const left = triesLeft(count);
    const isRight = begun.told !== null && isSame(markOf(tenant_id, fingerprint, code), begun.told.mark);
    if (isRight && triesLeft(count - 1) > 0 && begun.told !== null) {
      const { bot_id, telegram_id } = begun.told;
      if (await store.compareAndSet(key, { from, to: null, ttl_ms: CODE_MS })) return { bot_id, telegram_id };
    }
    if (left === 0) await store.delete(key);
    throw new AppError('wrong_code', { left });
  };

  return {
    begin: (asked) => unlessAway(() => begin(asked)),
    tell: (asked) => unlessAway(() => tell(asked)),
    redeem: (given) => unlessAway(() => redeem(given)),
  };
};
