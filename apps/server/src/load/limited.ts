import { AppError, type Call, type KeyValue, storeKey, type Transport } from '@okno/contract';
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

/** For whom a program wants a time: a client by id or telephone number, as the program names them. */
const personIn = ({ name, input }: Call): string | undefined => {
  if (name !== 'bookings.create') return undefined;
  const { client_id, client } = (input ?? {}) as { client_id?: unknown; client?: { phone?: unknown } | null };
  const person = client_id ?? client?.phone;
  // What is longer is neither, and is refused for that.
  return typeof person === 'string' && person.length <= 40 ? person : undefined;
};

/**
 * The same transport, within the limits of each key, each business and each person who wants a time
 * (docs/limits.md#limits). Keys and businesses are counted by each process for itself: these limits are for its protection, and
 * a question to a store would cost more than many a request. Attempts to get a time are counted where all processes do.
 */
export const limited = (transport: Transport, { config, counters, laneOf, now }: Deps): Transport => {
  const limiterOf = (rule: Rule | null) => rule && createLimiter(rule, now);
  const [keys, tenants] = [limiterOf(config.LIMIT_KEY), limiterOf(config.LIMIT_TENANT)];
  const count = createCount(counters, now);
  const attempt = async (lane: string, person: string): Promise<void> => {
    const rule = config.LIMIT_BOOKINGS;
    if (rule === null) return;
    const key = storeKey('limit', { tenant_id: lane }, person, 'booking');
    const { count: times, left_ms } = await count(key, rule.seconds * 1000);
    if (times > rule.max) throw tooMany('person', rule, left_ms);
  };
  return async (call) => {
    const { caller } = call;
    if (caller.via === 'assistant') takeFrom(keys, 'key', caller.key_id);
    const lane = laneOf(caller);
    // A business that is not known yet may be none; whoever invents names must not use up what belongs to others.
    if (lane !== UNKNOWN) takeFrom(tenants, 'business', lane);
    // A far bot minds the haste of its people itself.
    const person = caller.via === 'telegram' ? undefined : personIn(call);
    if (person !== undefined) await attempt(lane, person);
    return transport(call);
  };
};
