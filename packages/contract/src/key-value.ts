/**
 * What may be kept in the store, each kind with what it is for (docs/redis.md): the first word of every key.
 */
const FAMILIES = ['otp', 'attempts', 'fsm', 'last_menu', 'user', 'slots', 'locks', 'limit'] as const;
export type KeyFamily = (typeof FAMILIES)[number];

/** Whose a key is: a bot's, or a tenant's. There are no others: the same person talks to several businesses. */
export type KeyScope = { readonly bot_id: number } | { readonly tenant_id: string };

/** The name of something kept; made by `storeKey` only. */
export type StoreKey = { readonly text: string; readonly scope: KeyScope };

const MAX_KEY = 512;

/**
 * The one way to name anything in the store: `fsm:bot:7000001:42`. A colon inside a part does not make two of it.
 * Throws RangeError for a key of more than 512 characters.
 */
export const storeKey = (family: KeyFamily, scope: KeyScope, ...rest: readonly (string | number)[]): StoreKey => {
  const owner = 'bot_id' in scope ? ['bot', scope.bot_id] : ['tenant', scope.tenant_id];
  const text = [family, ...[...owner, ...rest].map((part) => encodeURIComponent(part))].join(':');
  if (text.length > MAX_KEY) throw new RangeError(`a key of ${text.length} characters`);
  return { text, scope };
};

/**
 * The same key in the same place as `other`: in a cluster one server has both, and does in order what one process asks of
 * them. A cluster chooses the server by what stands in braces, and no part of a key has any by itself.
 */
export const beside = (other: StoreKey, { text, scope }: StoreKey): StoreKey => ({
  text: `${text}:{${other.text}}`,
  scope,
});

/** A change that happens only if `from` is what is there; null stands for nothing. `ttl_ms` is that of `to`. */
export type Exchange = { readonly from: string | null; readonly to: string | null; readonly ttl_ms: number };

/** How often something was counted, this time included, and how long until the count begins anew. */
export type Counted = { readonly count: number; readonly left_ms: number };

/** Hears messages; null says that some may have been missed, because the connection had been lost. */
export type Listener = (message: string | null) => void;

/**
 * Short-lived things that several processes share: dialogues, counters, codes. Whatever lies here may be gone at any
 * moment, so it is never the only copy of what must not be lost; and everything runs out by itself, by the clock of
 * the store. Every method but `subscribe` throws `KeyValueAway` when the store cannot be reached in time.
 */
export type KeyValue = {
  readonly get: (key: StoreKey) => Promise<string | null>;
  readonly set: (key: StoreKey, value: string, ttl_ms: number) => Promise<void>;
  /** Of several at once that expect the same, one is done. Answers whether this one was. */
  readonly compareAndSet: (key: StoreKey, exchange: Exchange) => Promise<boolean>;
  readonly delete: (key: StoreKey) => Promise<void>;
  /** Counts one more. The first count of a key begins its time; later ones do not make it longer. */
  readonly count: (key: StoreKey, ttl_ms: number) => Promise<Counted>;
  /** Tells whoever listens at this moment, in all processes; at most once, and nobody may be there. */
  readonly publish: (key: StoreKey, message: string) => Promise<void>;
  /** Listens until the answer is called. Never rejects: while the store is away it goes on trying, then says null. */
  readonly subscribe: (key: StoreKey, listener: Listener) => Promise<() => void>;
};

/** The store cannot be reached in time. Whether what was asked for has been done, nobody knows. */
export class KeyValueAway extends Error {
  constructor(options?: ErrorOptions) {
    super('the key-value store does not answer', options);
    this.name = 'KeyValueAway';
  }
}

/** Nothing here lives longer: what is to stay belongs into a table of its own. */
const MAX_TTL_MS = 30 * 86_400_000;
const MAX_VALUE_BYTES = 65_536;
/** A notification of PostgreSQL carries 8000 bytes, key included. */
const MAX_MESSAGE_BYTES = 7000;

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

const check = (what: string, size: number, [least, most]: readonly [number, number]): void => {
  if (!(size >= least && size <= most)) throw new RangeError(`${what} of ${size}, which must be ${least} to ${most}`);
};

/** What one of the stores cannot hold none takes. */
const checkText = (text: string): void => {
  if (text.includes('\0') || !text.isWellFormed()) throw new RangeError('a text that cannot be stored');
};

/** Every store refuses the same: throws RangeError for a time (ms) or a value that does not fit. */
export const checkEntry = (ttl_ms: number, value = ''): void => {
  check('milliseconds to live', ttl_ms, [1, MAX_TTL_MS]);
  check('bytes of a value', bytesOf(value), [0, MAX_VALUE_BYTES]);
  checkText(value);
};

/** The same for a message. */
export const checkMessage = (message: string): void => {
  check('bytes of a message', bytesOf(message), [0, MAX_MESSAGE_BYTES]);
  checkText(message);
};

/** A store that is open. */
export type OpenKeyValue = KeyValue & {
  /** Lets go of the connections that are its own; before the pool it was made of is closed. */
  close(): Promise<void>;
};

/** Runs `work`; what it throws for want of the store becomes `KeyValueAway`, everything else stays what it is. */
export const awayWhen = async <T>(isAway: (error: unknown) => boolean, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw isAway(error) ? new KeyValueAway({ cause: error }) : error;
  }
};
