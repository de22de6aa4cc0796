import {
  AppError,
  type BreakerState,
  type Call,
  FAR_BOTS_PATH,
  type FarBot,
  FarBots,
  httpTransport,
  type Transport,
  withBreaker,
  withReadCache,
  withSecondTry,
} from '@okno/contract';
import { Pool } from 'undici';
import type { FarConfig } from '../config.ts';
import type { Logger } from '../log.ts';
import { followCalls } from '../traces/follow.ts';
import type { Traces } from '../traces/traces.ts';

/** Whoever has tapped waits; a backend that needs longer than this is as good as away. */
const TIMEOUT_MS = 5_000;
const CONNECTIONS = 32;

/** What is known of a bot here, and the backend should know. */
export type BotNews = { readonly configured_as: string } | { readonly revoked: true; readonly token_digest: string };

/** The backend as it is reached from another machine. */
export type FarBackend = {
  /** Carries the calls of people and programs. */
  readonly transport: Transport;
  readonly state: () => BreakerState;
  /** The bots we are to speak for. @throws AppError */
  readonly listBots: (version: string | undefined) => Promise<FarBots>;
  /** @throws AppError */
  readonly tellOfBot: (bot_id: FarBot['bot_id'], news: BotNews) => Promise<void>;
  readonly close: () => Promise<void>;
};

type Deps = {
  readonly config: Pick<FarConfig, 'BACKEND_URL' | 'BACKEND_API_KEY'>;
  readonly log: Logger;
  /** Milliseconds of a clock that is never set. */
  readonly ticks: () => number;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Hears when the way to the backend is given up, tried and taken again. */
  readonly onBreaker?: (state: BreakerState) => void;
  /** Follows what is asked; left out: nobody wants to know. */
  readonly traces?: Traces | null;
};

/**
 * From the outside to the wire: what was known last, a second try for what was cut, the log, the breaker, HTTPS. The log
 * stands outside the breaker, so that what was not sent is told as well.
 */
export const openBackend = ({ config, log, ticks, now, onBreaker, traces = null }: Deps): FarBackend => {
  const wire = openWire(config, traces);
  const breaker = withBreaker(wire.transport, {
    ticks,
    onChange: (state) => {
      log[state === 'closed' ? 'info' : 'warn']({ event: 'breaker', state });
      onBreaker?.(state);
    },
  });
  const told = withCallLog(followCalls(breaker.transport, traces, 'client'), { log, ticks, state: breaker.state });
  let asked = 0;
  const ask = (name: string, input: unknown) => {
    asked += 1;
    // Asked for every few seconds, and no action.
    const quietly: Transport = (call) => (traces === null ? told(call) : traces.quiet(() => told(call)));
    return quietly({ name, input, caller: PROGRAM, request_id: `far-bots-${process.pid}-${asked}` });
  };
  return {
    transport: withReadCache(withSecondTry(told), { ticks, now }),
    state: breaker.state,
    listBots: async (version) => FarBots.parse(await ask(LIST, { version })),
    tellOfBot: async (bot_id, news) => {
      await ask(TELL, { bot_id, news });
    },
    close: wire.close,
  };
};

/** Two questions that are no actions of the contract: they are about all businesses. */
const LIST = 'internal.bots';
const TELL = 'internal.bot_news';
const PROGRAM: Call['caller'] = { via: 'service', tenant: null, language: 'en' };

type Fetch = NonNullable<Parameters<typeof httpTransport>[0]['fetch']>;

/** One pool of connections for everything that is asked. */
const openWire = ({ BACKEND_URL, BACKEND_API_KEY }: Deps['config'], traces: Traces | null) => {
  const { origin } = new URL(BACKEND_URL);
  const pool = new Pool(origin, { connections: CONNECTIONS, headersTimeout: 0, bodyTimeout: 0 });
  const send: Fetch = async (url, { method = 'GET', headers, body, signal }) => {
    const { statusCode, body: answer } = await pool.request({
      path: url.slice(origin.length),
      method: method as 'GET',
      // What `fetch` takes as headers are plain names and values here.
      headers: { ...(headers as Record<string, string>), ...traces?.headers() },
      body: (body ?? null) as string | null,
      signal: signal ?? null,
    });
    const json = () => (statusCode === 204 ? Promise.resolve({}) : answer.json());
    return { ok: statusCode < 400, status: statusCode, json };
  };
  const http = httpTransport({ url: BACKEND_URL, service_key: BACKEND_API_KEY, timeout_ms: TIMEOUT_MS, fetch: send });
  const askPlainly = createPlainAsk({ BACKEND_URL, BACKEND_API_KEY }, send);
  const transport: Transport = (call) => (call.name === LIST || call.name === TELL ? askPlainly(call) : http(call));
  return { transport, close: () => pool.close() };
};

/** The list of bots and what became of them, by addresses of their own. */
const createPlainAsk =
  ({ BACKEND_URL, BACKEND_API_KEY }: Deps['config'], send: Fetch): Transport =>
  async ({ name, input, request_id }) => {
    const { version, bot_id, news } = input as { version?: string; bot_id?: number; news?: BotNews };
    const query = version === undefined ? '' : `?version=${encodeURIComponent(version)}`;
    const path = name === LIST ? `${FAR_BOTS_PATH}${query}` : `${FAR_BOTS_PATH}/${bot_id}/news`;
    const key = { 'x-service-key': BACKEND_API_KEY, 'x-request-id': request_id };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const request: RequestInit =
      news === undefined
        ? { headers: key, signal }
        : {
            method: 'PUT',
            headers: { ...key, 'content-type': 'application/json' },
            body: JSON.stringify(news),
            signal,
          };
    const reach = async <T>(attempt: () => Promise<T>): Promise<T> => {
      try {
        return await attempt();
      } catch (cause) {
        throw new AppError('unavailable', {}, { cause });
      }
    };
    const answer = await reach(() => send(`${BACKEND_URL}${path}`, request));
    const body: unknown = await reach(() => answer.json());
    if (answer.ok) return body;
    throw answer.status >= 500
      ? new AppError('unavailable')
      : AppError.fromJSON({ code: (body as { code?: unknown } | null)?.code, params: body });
  };

/** Nobody has to read that there was nothing to fetch. */
const isIdle = (name: string, answer: unknown): boolean => {
  const { items, bots } = (answer ?? {}) as { items?: unknown[]; bots?: unknown };
  return (name === 'notifications.pull' && items?.length === 0) || (name === LIST && bots === null);
};

/** One line for every call, with the id under which the backend's own log tells of it, and never what was said. */
const withCallLog =
  (
    next: Transport,
    { log, ticks, state }: { log: Logger; ticks: () => number; state: () => BreakerState },
  ): Transport =>
  async (call) => {
    const { name: action, request_id, caller, attempt = 1 } = call;
    const [began, breaker] = [ticks(), state()];
    const tell = (level: 'debug' | 'info' | 'warn', outcome: string) => {
      const ms = Math.round((ticks() - began) * 10) / 10;
      const bot_id = caller.via === 'telegram' ? { bot_id: caller.bot_id } : {};
      log[level]({ event: 'backend_call', request_id, action, ...bot_id, outcome, ms, attempt, breaker });
    };
    try {
      const answer = await next(call);
      tell(isIdle(action, answer) ? 'debug' : 'info', 'done');
      return answer;
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'fault';
      tell(code === 'unavailable' || code === 'internal' || code === 'fault' ? 'warn' : 'info', code);
      throw error;
    }
  };
