import type { CallBotApi } from '@okno/bot';
import type { ApiClientOptions } from 'grammy';
import { Pool } from 'undici';
import { type Exchanged, exchange } from './exchange.ts';

/** How the bots of this process reach Telegram; `close` when none of them speaks any more. */
export type BotApi = {
  /** For grammY's own client, which reads files and can be broken off. */
  readonly options: ApiClientOptions;
  /** For what is said to people: a third of the work for a call. */
  readonly call: CallBotApi;
  close(): Promise<void>;
};

const CONNECTIONS = 64;
/** An answer that has not come by now counts as lost; grammY's own default is eight minutes. */
const TIMEOUT_S = 15;

type Request = {
  readonly method?: string;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly signal?: unknown;
};

/** What does no harm when it is done twice; a message sent twice would be one too many. */
const REPEATABLE = /\/(edit\w+|answerCallbackQuery|delete\w+|set\w+|get\w+)$/;

/** The other side closed a connection it had kept, in the very moment in which we used it again. */
const isCut = (error: unknown): boolean =>
  ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(String((error as { code?: unknown }).code));

/** A call was answered with `ok` or the status of a refusal, or its answer was `lost`. */
type OnCall = (method: string, outcome: string, seconds: number) => void;

/** The method at the end of an address; the token before it is nobody's business. */
const METHOD = /\/([A-Za-z]{1,50})$/;

/** What an edit answers is the message as it was sent: as long as all its buttons, and nobody reads it. */
const UNREAD = /^edit/;
const OK = '{"ok":true';

const answerOf = (method: string, { body }: Exchanged): Awaited<ReturnType<CallBotApi>> =>
  UNREAD.test(method) && body.toString('latin1', 0, OK.length) === OK
    ? { ok: true, result: true }
    : JSON.parse(body.toString());

/**
 * One pool of connections to the Bot API for all bots: half the CPU of grammY's own client per call.
 * @param api_root e.g. `https://api.telegram.org`, without a slash at the end
 * @param onCall hears of every call
 */
export const createBotApi = (api_root: string, onCall: OnCall = () => {}): BotApi => {
  const { origin } = new URL(api_root);
  const root = api_root.slice(origin.length);
  // Long polls may take their time; the callers have limits of their own.
  const unlimited = { headersTimeout: 0, bodyTimeout: 0 };
  const pool = new Pool(origin, { connections: CONNECTIONS, ...unlimited });
  // Each bot that waits for updates keeps a connection busy nearly all the time: no message is to wait for one of those.
  const polls = new Pool(origin, { connections: null, ...unlimited });

  /** Tells how a call ended, and makes it again where that does no harm. `path` ends with the method. */
  const attempt = async <T>(path: string, ask: () => Promise<T>, statusOf: (answer: T) => number): Promise<T> => {
    const began = performance.now();
    const tell = (outcome: string) =>
      onCall(METHOD.exec(path)?.[1] ?? 'unknown', outcome, (performance.now() - began) / 1000);
    try {
      const answer = await ask().catch((error: unknown) => {
        if (!isCut(error) || !REPEATABLE.test(path)) throw error;
        return ask();
      });
      const status = statusOf(answer);
      tell(status < 400 ? 'ok' : String(status));
      return answer;
    } catch (error) {
      tell('lost');
      throw error;
    }
  };

  const send = async (url: string, request: Request) => {
    const path = url.slice(origin.length);
    const ask = () =>
      (path.endsWith('/getUpdates') ? polls : pool).request({
        path,
        method: request.method === 'GET' ? 'GET' : 'POST',
        // grammY's request and undici's are the same but for the names of their types.
        headers: request.headers as Record<string, string>,
        body: (request.body ?? null) as string | null,
        signal: request.signal as AbortSignal,
      });
    const { statusCode, body } = await attempt(path, ask, (answer) => answer.statusCode);
    return { ok: statusCode < 400, status: statusCode, json: () => body.json() };
  };
  const fetch = send as unknown as NonNullable<ApiClientOptions['fetch']>;

  const call: CallBotApi = async (token, method, payload) => {
    const path = `${root}/bot${token}/${method}`;
    const body = JSON.stringify(payload);
    const ask = () => exchange(pool, { path, body, timeout_ms: TIMEOUT_S * 1000 });
    return answerOf(method, await attempt(path, ask, ({ status }) => status));
  };
  return {
    options: { apiRoot: api_root, fetch, timeoutSeconds: TIMEOUT_S },
    call,
    close: async () => {
      await Promise.all([pool.close(), polls.close()]);
    },
  };
};
