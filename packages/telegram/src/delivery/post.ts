import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { type Body, parseBody } from '../http/body.ts';

export type PostResult =
  | { readonly ok: true; readonly reply: Body | undefined }
  | { readonly ok: false; readonly why: string; readonly retry_after: number };

/** One connection pool to a webhook. `post` never rejects; `abort` hangs up and makes it fail with `why`. */
export type Poster = {
  post(body: string): { readonly result: Promise<PostResult>; readonly abort: (why: string) => void };
  close(): void;
};

const FAULTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  ENOTFOUND: 'Failed to resolve host: Name or service not known',
};

const failed = (why: string, retryAfter = 0): PostResult => ({ ok: false, why, retry_after: retryAfter });

const describe = (error: NodeJS.ErrnoException): string => FAULTS[error.code ?? ''] ?? error.message;

const readReply = async (response: IncomingMessage): Promise<PostResult> => {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const status = response.statusCode ?? 0;
  if (status < 200 || status > 299) {
    const retryAfter = Number.parseInt(response.headers['retry-after'] ?? '', 10);
    const why = `Wrong response from the webhook: ${status} ${response.statusMessage ?? ''}`;
    return failed(why, Number.isNaN(retryAfter) ? 0 : retryAfter);
  }
  if (chunks.length === 0) return { ok: true, reply: undefined };
  const reply = parseBody(response.headers['content-type'], Buffer.concat(chunks));
  return { ok: true, reply: reply.ok ? reply.body : undefined };
};

/** A keep-alive client for one webhook address. */
export const createPoster = (address: string, secretToken: string): Poster => {
  const url = new URL(address);
  const secure = url.protocol === 'https:';
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const send = secure ? httpsRequest : httpRequest;
  const headers = {
    'content-type': 'application/json',
    ...(secretToken === '' ? {} : { 'X-Telegram-Bot-Api-Secret-Token': secretToken }),
  };
  return {
    post: (body) => {
      const length = Buffer.byteLength(body);
      const request = send(url, { method: 'POST', agent, headers: { ...headers, 'content-length': length } });
      const result = new Promise<PostResult>((resolve) => {
        request.on('response', (response) => {
          readReply(response).then(resolve, (error: Error) => resolve(failed(describe(error))));
        });
        request.on('error', (error) => resolve(failed(describe(error))));
        request.end(body);
      });
      return { result, abort: (why) => request.destroy(new Error(why)) };
    },
    close: () => agent.destroy(),
  };
};
