import { SERVICE_KEY } from './studio.ts';

export type Answer<T = Record<string, unknown>> = {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
};

type Wish = {
  readonly method?: string;
  readonly body?: unknown;
  /** Sent as they are, over our own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Without it the caller is nobody. */
  readonly key?: string | null;
};

/** Sends one request to the REST API below `root` (e.g. `http://127.0.0.1:8080/api/v1`) and reads its JSON. */
export const ask = async <T = Record<string, unknown>>(
  root: string,
  path: string,
  wish: Wish = {},
): Promise<Answer<T>> => {
  const { method = 'GET', body, headers = {}, key = SERVICE_KEY } = wish;
  const response = await fetch(`${root}${path}`, {
    method,
    headers: {
      ...(key === null ? {} : { 'x-service-key': key }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  });
  // A file is told as the text it is.
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  const read: unknown = isJson ? await response.json() : { text: await response.text() };
  return { status: response.status, body: read as T, headers: response.headers };
};
