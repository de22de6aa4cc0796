import {
  type ActionName,
  AppError,
  type Call,
  type KeyValue,
  Phone,
  type StoreKey,
  storeKey,
  type Transport,
} from '@okno/contract';
import type { Config, Rule } from '../config.ts';
import { type LaneOf, UNKNOWN } from './bounded.ts';
import { createCount } from './count.ts';
import { createLimiter, type Limiter } from './limiter.ts';

type Deps = {
  readonly config: Pick<Config, 'LIMIT_KEY' | 'LIMIT_TENANT' | 'LIMIT_BOOKINGS'>;
  /** Where all processes count together; null: each counts for itself. */
  readonly counters: KeyValue | null;
  readonly laneOf: LaneOf;
  /** Monotonic milliseconds of this process. */
  readonly now: () => number;
};

/** What a refusal says of the limit: its name, how many in how many seconds, and when there is room again. */
export const tooMany = (policy: string, { max, seconds }: Rule, again_ms: number): AppError =>
  new AppError('too_many_requests', {
    policy,
    limit: max,
    window_seconds: seconds,
    after_seconds: Math.max(1, Math.ceil(again_ms / 1000)),
  });

const takeFrom = (limiter: Limiter | null, policy: string, key: string): void => {
  if (limiter === null) return;
  const verdict = limiter.take(key);
  if (!verdict.admitted) throw tooMany(policy, limiter.rule, verdict.again_ms);
};

type Named = { id?: unknown; client_id?: unknown; client?: { phone?: unknown } | null };

const idIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= MAX_ID ? value.toLowerCase() : undefined;

/** A client as whoever asks names them, by id or telephone number however it is spelt. */
const clientIn = ({ client_id, client }: Named): string | undefined =>
  idIn(client_id) ?? Phone.safeParse(client?.phone).data?.replace('+', '');

/** Actions by which somebody tries to get a time, and for whom: a client, or whoever has what is moved. */
const ATTEMPTS: Readonly<Record<string, (named: Named) => string | undefined>> = {
  'bookings.create': clientIn,
  'series.create': clientIn,
  'bookings.move': ({ id }) => idIn(id),
  'series.move': ({ id }) => idIn(id),
} satisfies Partial<Record<ActionName, (named: Named) => string | undefined>>;

/**
 * Who wants a time: a client, or what is to be moved, since only the backend knows whose it is; or whoever asks on a page or in
 * a Mini App, under the same name as in the chat (`telegram/haste.ts`). A far bot minds the haste of its people itself. What is
 * no id and no number is refused for that.
 */
const personIn = ({ name, input, caller }: Call, lane: string): StoreKey | undefined => {
  const named = ATTEMPTS[name];
  if (named === undefined || caller.via === 'telegram') return undefined;
  const person = named((input ?? {}) as Named);
  if (person !== undefined) return storeKey('limit', { tenant_id: lane }, person, 'booking');
  if (!('telegram_id' in caller)) return undefined;
  return storeKey('limit', { bot_id: caller.bot_id }, caller.telegram_id, 'booking');
};

const MAX_ID = 40;

/**
 * The same transport, within the limits of each key, each business and each person who wants a time
 * (docs/limits.md#limits). Keys and businesses are counted by each process for itself: these limits are for its protection, and
 * a question to a store would cost more than many a request. Attempts to get a time are counted where all processes do.
 */
export const limited = (transport: Transport, { config, counters, laneOf, now }: Deps): Transport => {
  const limiterOf = (rule: Rule | null) => rule && createLimiter(rule, now);
  const [keys, tenants] = [limiterOf(config.LIMIT_KEY), limiterOf(config.LIMIT_TENANT)];
  const count = createCount(counters, now);
  const attempt = async (person: StoreKey): Promise<void> => {
    const rule = config.LIMIT_BOOKINGS;
    if (rule === null) return;
    const { count: times, left_ms } = await count(person, rule.seconds * 1000);
    if (times > rule.max) throw tooMany('person', rule, left_ms);
  };
  return async (call) => {
    const { caller } = call;
    if (caller.via === 'assistant') takeFrom(keys, 'key', caller.key_id);
    const lane = laneOf(caller);
    // A business that is not known yet may be none; whoever invents names must not use up what belongs to others.
    if (lane !== UNKNOWN) takeFrom(tenants, 'business', lane);
    const person = personIn(call, lane);
    if (person !== undefined) await attempt(person);
    return transport(call);
  };
};
