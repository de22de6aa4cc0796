import type { Caller, Client, KeyValue, Texts } from '@okno/contract';
import type { ApiClientOptions } from 'grammy';
import type { ApiResponse, UserFromGetMe } from 'grammy/types';
import type { Pacer } from './pacer.ts';

/** A bot that this process answers for; `bot_info` is kept by the server, so that getMe is never called. */
export type BotAccount = { readonly token: string; readonly bot_info: UserFromGetMe };

export type LogEntry = {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly [detail: string]: unknown;
};

/** What is counted of a person: each has a limit of its own. */
export type Pace = 'booking' | 'message' | 'tap';

/** `refused`: for the first time until the limit is over; `told`: again, and that has been said. */
export type Admission = 'admitted' | 'refused' | 'told';

/** Counts one more of a person in one bot. Never rejects: who cannot count lets people in. */
export type Admit = (who: { readonly bot_id: number; readonly telegram_id: number }, pace: Pace) => Promise<Admission>;

/** Makes a call of the Bot API that brings no files, and no nulls, which grammY's own client would leave out. Throws when no answer came. */
export type CallBotApi = (token: string, method: string, payload: object) => Promise<ApiResponse<unknown>>;

export type BotDeps = {
  /** The backend's ear, speaking for `caller`. */
  readonly connect: (caller: Caller, request_id: string, onStale?: (as_of: number) => void) => Client;
  readonly texts: Texts;
  /** What outlives the process: dialogues, and which message of a chat is its menu. */
  readonly store: KeyValue;
  /** Whether somebody who writes or taps may go on, or is too fast; everybody may when it is left out. */
  readonly admit?: Admit;
  readonly api: ApiClientOptions;
  /** A shorter way for calls without files; grammY's own client makes all when it is left out. */
  readonly callBotApi?: CallBotApi;
  /** Whose turn it is to speak; shared by all that this process says. */
  readonly pacer: Pacer;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly newRequestId: () => string;
  /** Never gets tokens, texts or names of people. */
  readonly log: (entry: LogEntry) => void;
  /** Whether the log is told of everything that somebody wants; where requests are logged already, it is not. */
  readonly tellCommands?: boolean;
  /** Waits out the short pauses Telegram asks for; milliseconds. Real time when left out. */
  readonly wait?: (ms: number) => Promise<void>;
  /** Waits between two looks at what goes on in the background; does not keep the process alive. Milliseconds. */
  readonly rest?: (ms: number) => Promise<void>;
};
