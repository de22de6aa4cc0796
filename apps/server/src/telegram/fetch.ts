import type { ApiClientOptions } from 'grammy';
import { Pool } from 'undici';

/** How the bots of this process reach Telegram; `close` when none of them speaks any more. */
export type BotApi = { readonly options: ApiClientOptions; close(): Promise<void> };

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

/**
 * One pool of connections to the Bot API for all bots: half the CPU of grammY's own client per call.
 * @param api_root e.g. `https://api.telegram.org`, without a slash at the end
 * @param onCall hears of every call
 */
export const createBotApi = (api_root: string, onCall: OnCall = () => {}): BotApi => {
  const { origin } = new URL(api_root);
  // Long polls may take their time; the callers have limits of their own.
  const unlimited = { headersTimeout: 0, bodyTimeout: 0 };
  const pool = new Pool(origin, { connections: CONNECTIONS, ...unlimited });
  // Each bot that waits for updates keeps a connection busy nearly all the time: no message is to wait for one of those.
  const polls = new Pool(origin, { connections: null, ...unlimited });
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
    const began = performance.now();
    const tell = (outcome: string) =>
      onCall(METHOD.exec(path)?.[1] ?? 'unknown', outcome, (performance.now() - began) / 1000);
    const { statusCode, body } = await ask()
      .catch((error: unknown) => {
        if (!isCut(error) || !REPEATABLE.test(path)) throw error;
        return ask();
      })
      .catch((error: unknown) => {
        tell('lost');
        throw error;
      });
    tell(statusCode < 400 ? 'ok' : String(statusCode));
    return { ok: statusCode < 400, status: statusCode, json: () => body.json() };
  };
  const fetch = send as unknown as NonNullable<ApiClientOptions['fetch']>;
  return {
    options: { apiRoot: api_root, fetch, timeoutSeconds: TIMEOUT_S },
    close: async () => {
      await Promise.all([pool.close(), polls.close()]);
    },
  };
};
