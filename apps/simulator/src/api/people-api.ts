import type { ChatView, ClockView, PayResult, PersonView, TapResult, WorldView } from './protocol.ts';

/** A chat, named by its two sides. */
export type ChatRef = { readonly bot_id: number; readonly person_id: number };

export type NewPerson = { readonly first_name: string; readonly last_name?: string; readonly language_code: string };

export type PeopleApi = {
  readonly state: () => Promise<WorldView>;
  readonly chat: (ref: ChatRef) => Promise<ChatView>;
  readonly text: (ref: ChatRef, text: string, reply_to?: number) => Promise<{ readonly message_id: number }>;
  readonly tap: (ref: ChatRef, target: TapTarget) => Promise<TapResult>;
  readonly contact: (ref: ChatRef) => Promise<{ readonly message_id: number }>;
  readonly file: (ref: ChatRef, file: NewFile) => Promise<{ readonly message_id: number }>;
  /** Pays an invoice; `declined`: the bank does not want to. */
  readonly pay: (ref: ChatRef, message_id: number, card: Card) => Promise<PayResult>;
  readonly speak: (person_id: number, language_code: string) => Promise<PersonView>;
  readonly block: (ref: ChatRef, blocked: boolean) => Promise<unknown>;
  readonly addPerson: (person: NewPerson) => Promise<PersonView>;
  readonly clock: (change: ClockChange) => Promise<ClockView>;
  /** Where a file that a bot sent can be fetched. */
  readonly fileUrl: (bot_id: number, file_id: string) => string;
};

export type NewFile = { readonly file_name: string; readonly mime_type: string; readonly content_base64: string };

export type Card = 'good' | 'declined';

/** A button of an inline keyboard; rows and columns count from 0. */
export type TapPlace = { readonly message_id: number; readonly row: number; readonly column: number };

/** A button by its place, or by what it carries. */
export type TapTarget = TapPlace | { readonly message_id: number; readonly data: string };

export type ClockChange = { readonly advance_ms: number } | { readonly offset_ms: number };

/** The emulator answered, and its answer was no; `message` is its own sentence. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** The emulator did not answer at all. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/**
 * People's side of the emulator at `root`. Every function throws `RefusedError` for an answer other than 2xx and
 * `UnreachableError` when there was none.
 */
export const createPeopleApi = (root: string, fetchFrom: Fetch): PeopleApi => {
  const call = <T>(path: string, body?: object): Promise<T> => request<T>(fetchFrom, root + path, body);
  const inChat = ({ bot_id, person_id }: ChatRef, rest = '') => `/chats/${bot_id}/${person_id}${rest}`;
  return {
    state: () => call('/state'),
    chat: (ref) => call(inChat(ref)),
    text: (ref, text, reply_to) =>
      call(inChat(ref, '/text'), { text, ...(reply_to !== undefined && { reply_to_message_id: reply_to }) }),
    tap: (ref, target) => call(inChat(ref, '/tap'), target),
    contact: (ref) => call(inChat(ref, '/contact'), {}),
    file: (ref, file) => call(inChat(ref, '/file'), file),
    pay: (ref, message_id, card) => call(inChat(ref, '/pay'), { message_id, card }),
    speak: (person_id, language_code) => call(`/people/${person_id}`, { language_code }),
    block: (ref, blocked) => call(inChat(ref, '/block'), { blocked }),
    addPerson: (person) => call('/people', person),
    clock: (change) => call('/clock', change),
    fileUrl: (bot_id, file_id) => `${root}/files/${bot_id}/${encodeURIComponent(file_id)}`,
  };
};

const request = async <T>(fetchFrom: Fetch, url: string, body?: object): Promise<T> => {
  const init: RequestInit = body
    ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    : {};
  const response = await fetchFrom(url, init).catch((cause: unknown) => {
    throw new UnreachableError('The emulator cannot be reached', { cause });
  });
  const text = await response.text();
  if (!response.ok) throw new RefusedError(reasonIn(text) ?? `HTTP ${response.status}`);
  return JSON.parse(text || '{}') as T;
};

/** The sentence in an error's body: a problem document's, or Telegram's `description`. */
export const reasonIn = (body: string): string | undefined => {
  const parsed = parseObject(body);
  return ['detail', 'description', 'message', 'error', 'title']
    .map((field) => parsed[field])
    .find((value): value is string => typeof value === 'string' && value !== '');
};

const parseObject = (body: string): Record<string, unknown> => {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    // A proxy's HTML page instead of JSON: the caller falls back to the status.
    return {};
  }
};
