import type { Language, Origin, Role, Scope, ServiceScope } from '@okno/contract';
import type { Tx } from './db/tx.ts';

/** Who asks, as this tenant knows them at this very moment. */
export type Actor = {
  readonly tenant_id: string;
  readonly role: Role;
  /** Names the actor in history and audit: `telegram:42`, `service`, `program:<id>`, `assistant:<id>`, `guest`. */
  readonly id: string;
  readonly via: 'telegram' | 'session' | 'mini_app' | 'service' | 'program' | 'assistant' | 'public';
  readonly name: string;
  readonly language: Language;
  readonly client_id: string | null;
  /** Of the client they are. */
  readonly phone: string | null;
  readonly specialist_id: string | null;
  /** The assistant they are, and what its key lets it do. */
  readonly assistant: { readonly id: string; readonly scopes: readonly Scope[] } | null;
  /** The program of the business they are, and what its key lets it do; `stale` as with sessions. */
  readonly program: {
    readonly key_id: string;
    readonly scopes: readonly ServiceScope[];
    readonly stale: boolean;
  } | null;
  /** The chat in which they are talking to us, if they are. */
  readonly chat: { readonly bot_id: number; readonly telegram_id: number } | null;
  /** The chat by which a person is known, also when they come by a page. */
  readonly person: { readonly bot_id: number; readonly telegram_id: number } | null;
  /** Of whoever has signed in; `stale`: that they are here has not been written down for a while. */
  readonly session: { readonly id: string; readonly stale: boolean } | null;
};

/** Who is none of the people, programs and assistants of a business; what they are is laid over it. */
export const nobody = (tenant_id: string, id: string, language: Language) =>
  ({
    tenant_id,
    id,
    language,
    client_id: null,
    phone: null,
    specialist_id: null,
    assistant: null,
    program: null,
    chat: null,
    person: null,
    session: null,
  }) satisfies Partial<Actor>;

/** All that a handler may touch. `now` is the transaction's instant by the database's clock, Unix milliseconds. */
export type Ctx = {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly now: number;
  readonly request_id: string;
  /**
   * Whether nothing may be presumed: the first time a handler may write what holds only if its presumption does, as long as
   * the database refuses it otherwise (`isTakenAfterAll`); then everything is done anew, and with this.
   */
  readonly careful?: boolean;
  /** From where the request comes; only for actions that ask for it, and as far as the gateway knows. */
  readonly origin?: Origin;
};
