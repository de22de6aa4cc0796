import type { Input, Output } from './action.ts';
import type { ActionName, Actions } from './actions/index.ts';
import type { Language } from './shapes.ts';

/** Who is asking, as the gateway has established it. The backend turns it into an actor of a tenant. */
export type Caller =
  /** A person in a chat with one of our bots; the update came with the bot's secret. */
  | {
      readonly via: 'telegram';
      readonly bot_id: number;
      readonly telegram_id: number;
      readonly name: string;
      /** Null: one that we do not speak, or none at all; the business's own is used then. */
      readonly language: Language | null;
    }
  /** A program with a service key, acting for the tenant it names; nobody named: the only one of this installation. */
  | { readonly via: 'service'; readonly tenant: string | null; readonly language: Language }
  /** An outside program whose key or token the gateway has looked up; both are read again by the backend. */
  | {
      readonly via: 'assistant';
      readonly tenant_id: string;
      readonly assistant_id: string;
      readonly key_id: string;
      readonly language: Language;
    }
  /** A program of one business with a service key of its own; it is read again by the backend. */
  | {
      readonly via: 'program';
      readonly tenant_id: string;
      readonly program_id: string;
      readonly key_id: string;
      readonly language: Language;
    }
  /** A person who has signed in with a browser; whether the session still holds is read again by the backend. */
  | {
      readonly via: 'session';
      readonly tenant_id: string;
      readonly session_id: string;
      readonly bot_id: number;
      readonly telegram_id: number;
      readonly language: Language;
    }
  /** A person in a Mini App of one of our bots, for whom Telegram has vouched. */
  | {
      readonly via: 'mini_app';
      readonly bot_id: number;
      readonly telegram_id: number;
      readonly name: string;
      readonly language: Language | null;
    }
  /** Anybody. */
  | { readonly via: 'public'; readonly tenant: string | null; readonly language: Language };

/** From where a request comes, as far as the gateway knows. */
export type Origin = {
  /** The network address of whoever asks. */
  readonly address: string;
  /** What their program says of itself; empty when it says nothing. */
  readonly agent: string;
};

export type Call = {
  readonly name: string;
  readonly input: unknown;
  readonly caller: Caller;
  /** Follows the call through all logs. */
  readonly request_id: string;
  /** The same key has the effect once and gets the same answer. */
  readonly idempotency_key?: string;
  /** Only of actions that ask for it. */
  readonly origin?: Origin;
  /** The versions of which one must still be that of what is changed (docs/rules.md#two-editors). */
  readonly if_match?: readonly string[];
} & Local;

/** What is for those who carry a call, and does not travel with it. */
export type Local = {
  /** How often this call was tried, this time included; once when left out. */
  readonly attempt?: number;
  /** Hears that the answer is the last one known, and as of when (Unix milliseconds). */
  readonly onStale?: (as_of: number) => void;
};

/** Carries one call to the backend and brings back plain JSON, or throws AppError. */
export type Transport = (call: Call) => Promise<unknown>;

/** Asks the backend as one caller. Throws AppError. */
export type Client = <N extends ActionName>(
  name: N,
  input: Input<Actions[N]>,
  options?: Pick<Call, 'idempotency_key' | 'if_match' | 'onStale'>,
) => Promise<Output<Actions[N]>>;

/**
 * A client that speaks for `caller`; all its calls carry `request_id`. `onStale` hears of every answer that is only the
 * last one known.
 */
export const createClient =
  (transport: Transport, caller: Caller, request_id: string, onStale?: Local['onStale']): Client =>
  (name, input, options = {}) => {
    const hear = options.onStale === undefined ? onStale : both(options.onStale, onStale);
    return transport({ name, input, caller, request_id, ...options, ...(hear && { onStale: hear }) }) as never;
  };

const both =
  (one: (as_of: number) => void, other: Local['onStale']) =>
  (as_of: number): void => {
    one(as_of);
    other?.(as_of);
  };
