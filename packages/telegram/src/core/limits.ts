/** Every number the emulator refuses by. Rates are messages; `Infinity` switches a rate off. */
export type Limits = {
  /** About one message a second per chat; a burst passes, so that ordinary conversations do. */
  readonly chat_messages_per_second: number;
  readonly chat_burst: number;
  /** Telegram advises 30 a second for bulk sending and serves up to 1000 with `allow_paid_broadcast`. */
  readonly bot_messages_per_second: number;
  readonly bot_burst: number;
  readonly callback_answer_ms: number;
  /** So long whoever pays waits for the bot's word. */
  readonly checkout_answer_ms: number;
  readonly delete_within_ms: number;
  readonly message_update_ms: number;
  readonly query_update_ms: number;
  readonly webhook_timeout_ms: number;
  /** How many calls `calls` remembers at least. */
  readonly logged_calls: number;
  /** How many messages one chat remembers; the oldest go first. */
  readonly kept_messages: number;
};

const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;

/** What the real servers do, except the rate per bot, which is generous. */
export const defaultLimits: Limits = {
  chat_messages_per_second: 1,
  chat_burst: 20,
  bot_messages_per_second: 1000,
  bot_burst: 1000,
  callback_answer_ms: 15 * SECOND_MS,
  checkout_answer_ms: 10 * SECOND_MS,
  delete_within_ms: 48 * HOUR_MS,
  message_update_ms: 24 * HOUR_MS,
  query_update_ms: 150 * SECOND_MS,
  webhook_timeout_ms: 60 * SECOND_MS,
  logged_calls: 10_000,
  kept_messages: 5_000,
};

export type Bucket = { tokens: number; at: number };

type Rate = { readonly per_second: number; readonly burst: number };

/** A full bucket at `now` (ms). */
export const fullBucket = (rate: Rate, now: number): Bucket => ({ tokens: rate.burst, at: now });

/** Takes one token and returns 0, or takes none and returns the whole seconds until there is one. */
export const takeToken = (bucket: Bucket, rate: Rate, now: number): number => {
  if (rate.per_second === Number.POSITIVE_INFINITY) return 0;
  const elapsed = Math.max(0, now - bucket.at) / SECOND_MS;
  bucket.tokens = Math.min(rate.burst, bucket.tokens + elapsed * rate.per_second);
  bucket.at = now;
  if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / rate.per_second));
  bucket.tokens -= 1;
  return 0;
};
