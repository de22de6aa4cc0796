import type { z } from 'zod';

/**
 * Who may ask. `guest` is anybody not known yet (the public booking page), `bot` a program with a service key,
 * `assistant` an outside program with a key of its own, `owner` the owner of the whole platform.
 */
export const ROLES = [
  'guest',
  'client',
  'specialist',
  'moderator',
  'super_admin',
  'owner',
  'bot',
  'assistant',
] as const;
export type Role = (typeof ROLES)[number];

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/**
 * What names the state of something that two people may edit at once: those fields of what `read` answers
 * (docs/rules.md#two-editors).
 */
export type Versioned = {
  readonly read: string;
  readonly fields: readonly string[];
  /** What names it, if that is more than its id. */
  readonly by?: readonly string[];
  /** The state is that of everything the input is about, which `read` is given as well; what the write answers is none. */
  readonly of_input?: true;
};

/** One thing that can be asked of the backend. `http` is its line in the REST API, below `/api/v1`. */
export type Action<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> = {
  readonly summary: string;
  readonly http: `${Method} /${string}`;
  /** The status of success; 200 when left out. */
  readonly status?: 200 | 201 | 204;
  readonly roles: readonly Role[];
  /** Secrets in the answer: a repeated call with the same idempotency key gets null there, so they are not kept. */
  readonly told_once?: readonly string[];
  /** Said of a POST that only computes: what it is given is too much for an address. */
  readonly reads?: true;
  /**
   * Said of a GET that takes what it gives, so that nobody else gets it for a while: it runs in a transaction, is not
   * audited (its trace is what was taken), and over HTTP may wait as long as its input's `wait` (seconds) while it has
   * no `items`.
   */
  readonly takes?: true;
  /**
   * Said of what is only shown, and looked at anew when somebody acts on it: the answer may be some seconds old, also about
   * who asks. So it has to be for everybody.
   */
  readonly may_lag?: true;
  /** Said of what only a chat can prove: the bot asks for it, and nobody by REST. */
  readonly in_chat?: true;
  /** Said of what has to know from where a request comes (`Origin`). */
  readonly origin?: true;
  /** Said of what opens or ends the session of a browser: over HTTP its cookie is set or taken away. */
  readonly cookie?: 'opens' | 'ends';
  /** The largest body over HTTP in KiB; 64 when left out. */
  readonly body_kib?: number;
  /** Said of a GET whose answer is a text that over HTTP travels as a file of this type. */
  readonly file?: 'text/csv';
  /**
   * Said of a file of any size, which is told in parts: the answer is `{ text, next }`, and `after: next` asks for what
   * follows. Over HTTP all parts are one file.
   */
  readonly parts?: true;
  /**
   * Said of what two may edit at once: over HTTP the answer names its state in `ETag`, and a write that says in `If-Match`
   * which state it was made from is refused when it is another one by now.
   */
  readonly versioned?: Versioned;
  readonly input: I;
  readonly output: O;
};

/** Keeps the exact types of input and output. */
export const action = <I extends z.ZodObject, O extends z.ZodType>(definition: Action<I, O>): Action<I, O> =>
  definition;

export type Input<A> = A extends Action<infer I, z.ZodType> ? z.input<I> : never;
export type Parsed<A> = A extends Action<infer I, z.ZodType> ? z.output<I> : never;
export type Output<A> = A extends Action<z.ZodObject, infer O> ? z.output<O> : never;

/** Reading changes nothing: such calls take no idempotency key, are not audited and may be cached. */
export const isRead = (one: Pick<Action, 'http' | 'reads' | 'takes'>): boolean =>
  one.reads === true || (isGet(one) && one.takes !== true);

/** What such an action is given stands in the address: it has no body. */
export const isGet = ({ http }: Pick<Action, 'http'>): boolean => http.startsWith('GET ');

export const STAFF = ['specialist', 'moderator', 'super_admin'] as const satisfies readonly Role[];
export const PEOPLE = ['client', ...STAFF] as const satisfies readonly Role[];
export const EVERYBODY = ['guest', ...PEOPLE, 'bot', 'assistant'] as const satisfies readonly Role[];
