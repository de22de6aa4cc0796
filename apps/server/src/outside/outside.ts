import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector, type Dispatcher, request } from 'undici';
import { type Allowed, PUBLIC, readOutsideUrl } from './addresses.ts';

/** Why nothing came back. None says more than that: what lies in our own networks is nobody's business. */
export type OutsideCode = 'address_refused' | 'unreachable' | 'too_slow' | 'too_large';

export class OutsideError extends Error {
  readonly code: OutsideCode;

  constructor(code: OutsideCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'OutsideError';
    this.code = code;
  }
}

type Question = {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Of the answer, as it travels. */
  readonly max_bytes: number;
  /** For everything together: looking up, connecting, redirects, the answer to its end. */
  readonly timeout_ms: number;
  readonly max_redirects: number;
};

export type OutsideAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
};

/** Asks addresses that strangers have given us. Throws OutsideError. */
export type Outside = {
  ask(url: string, question: Question): Promise<OutsideAnswer>;
  close(): Promise<void>;
};

type Found = { readonly address: string; readonly family: number };

type Options = {
  /** Finds the addresses of a name. */
  readonly resolve?: (name: string) => Promise<readonly Found[]>;
  /** For tests, whose servers lie in no open network. */
  readonly allowed?: Allowed;
  /** A name or a connection led somewhere near; whoever asked is told no more than that nothing could be reached. */
  readonly onRefused?: OnRefused;
};

type OnRefused = (host: string) => void;

const CONNECT_MS = 5_000;

const resolveName = (name: string): Promise<readonly Found[]> => lookup(name, { all: true });

/**
 * Finds addresses and refuses them where the connection is about to use them, so that a name which leads somewhere
 * else a moment later (rebinding) leads nowhere. One bad address among good ones spoils them all. The refusal is the
 * same as for a name that does not exist: whether one exists in our own networks is nobody's business.
 */
const checkedLookup =
  (resolve: (name: string) => Promise<readonly Found[]>, allowed: Allowed, onRefused: OnRefused): LookupFunction =>
  (name, options, callback) => {
    resolve(name).then(
      (found) => {
        const [first] = found;
        if (first === undefined || !found.every(({ address }) => allowed.address(address))) {
          onRefused(name);
          return callback(new OutsideError('unreachable'), '', 0);
        }
        return options.all === true ? callback(null, [...found]) : callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, '', 0),
    );
  };

/** Looks once more at where the connection has really led, before anything is sent. */
const checkedConnector = (
  resolve: (name: string) => Promise<readonly Found[]>,
  allowed: Allowed,
  onRefused: OnRefused,
) => {
  const connect = buildConnector({
    lookup: checkedLookup(resolve, allowed, onRefused),
    timeout: CONNECT_MS,
    allowH2: false,
  });
  return (options: buildConnector.Options, callback: buildConnector.Callback): void =>
    connect(options, (error, socket) => {
      if (error !== null) return callback(error, null);
      if (allowed.address(socket.remoteAddress ?? '')) return callback(null, socket);
      socket.destroy();
      onRefused(options.hostname);
      return callback(new OutsideError('unreachable'), null);
    });
};

/** Redirects are followed by hand, each address checked like the first, and never from `https:` down to `http:`. */
const nextUrl = (from: URL, location: unknown, allowed: Allowed): URL => {
  const to = typeof location === 'string' ? URL.parse(location, from) : null;
  if (to === null) throw new OutsideError('unreachable');
  const next = readOutsideUrl(to.href, allowed);
  if (next === undefined || (from.protocol === 'https:' && next.protocol === 'http:'))
    throw new OutsideError('address_refused');
  return next;
};

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/** Lets go of an answer that nobody reads. */
const drop = (body: Dispatcher.ResponseData['body']): void => {
  body.on('error', () => {}).destroy();
};

const readBody = async ({ headers, body }: Dispatcher.ResponseData, max_bytes: number): Promise<Buffer> => {
  if (Number(headers['content-length'] ?? 0) > max_bytes) {
    drop(body);
    throw new OutsideError('too_large');
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > max_bytes) throw new OutsideError('too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const toOutsideError = (error: unknown, signal: AbortSignal): OutsideError => {
  if (error instanceof OutsideError) return error;
  return new OutsideError(signal.aborted ? 'too_slow' : 'unreachable', { cause: error });
};

/** The one way to addresses that come from strangers: calendars, and whatever else they may name. */
export const createOutside = ({
  resolve = resolveName,
  allowed = PUBLIC,
  onRefused = () => {},
}: Options = {}): Outside => {
  const dispatcher = new Agent({ connect: checkedConnector(resolve, allowed, onRefused), keepAliveTimeout: 1_000 });
  const ask = async (url: URL, question: Question, signal: AbortSignal, redirects: number): Promise<OutsideAnswer> => {
    const { method, headers, body = null } = question;
    // What is sent packed is refused by whoever reads it: nothing here unpacks.
    const sent = { ...headers, 'accept-encoding': 'identity' };
    const answer = await request(url, { method, headers: sent, body, signal, dispatcher });
    const { statusCode: status } = answer;
    if (!isRedirect(status))
      return { status, headers: answer.headers, body: await readBody(answer, question.max_bytes) };
    drop(answer.body);
    if (redirects >= question.max_redirects) throw new OutsideError('unreachable');
    return ask(nextUrl(url, answer.headers['location'], allowed), question, signal, redirects + 1);
  };
  return {
    ask: async (text, question) => {
      const url = readOutsideUrl(text, allowed);
      if (url === undefined) throw new OutsideError('address_refused');
      const signal = AbortSignal.timeout(question.timeout_ms);
      try {
        return await ask(url, question, signal, 0);
      } catch (error) {
        throw toOutsideError(error, signal);
      }
    },
    close: () => dispatcher.destroy(),
  };
};
