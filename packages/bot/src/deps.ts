import type { Caller, Client, Texts } from '@okno/contract';
import type { ApiClientOptions } from 'grammy';
import type { UserFromGetMe } from 'grammy/types';
import type { Pacer } from './pacer.ts';

/** A bot that this process answers for; `bot_info` is kept by the server, so that getMe is never called. */
export type BotAccount = { readonly token: string; readonly bot_info: UserFromGetMe };

export type LogEntry = {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly [detail: string]: unknown;
};

export type BotDeps = {
  /** The backend's ear, speaking for `caller`. */
  readonly connect: (caller: Caller, request_id: string) => Client;
  readonly texts: Texts;
  readonly api: ApiClientOptions;
  /** Whose turn it is to speak; shared by all that this process says. */
  readonly pacer: Pacer;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly newRequestId: () => string;
  /** Never gets tokens, texts or names of people. */
  readonly log: (entry: LogEntry) => void;
  /** Waits out the short pauses Telegram asks for; milliseconds. Real time when left out. */
  readonly wait?: (ms: number) => Promise<void>;
};
