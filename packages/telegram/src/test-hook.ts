import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type HookUpdate = {
  readonly update_id: number;
  readonly message?: { readonly text?: string };
  readonly callback_query?: { readonly id: string };
  readonly my_chat_member?: { readonly new_chat_member: { readonly status: string } };
};

/** One delivery that waits for its answer. */
export type Delivered = {
  readonly update: HookUpdate;
  readonly headers: IncomingHttpHeaders;
  answer(status?: number, headers?: Record<string, string>, body?: string): void;
};

export type Hook = {
  readonly url: string;
  /** Deliveries so far. */
  count(): number;
  next(): Promise<Delivered>;
  [Symbol.asyncDispose](): Promise<void>;
};

const read = async (request: IncomingMessage): Promise<HookUpdate> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
};

const delivered = (update: HookUpdate, request: IncomingMessage, response: ServerResponse): Delivered => ({
  update,
  headers: request.headers,
  answer: (status = 200, headers = {}, body = '') => {
    response.writeHead(status, headers).end(body);
  },
});

/** A webhook whose answers the test gives one by one. */
export const testHook = async (): Promise<Hook> => {
  const arrived: Delivered[] = [];
  const waiting: ((delivery: Delivered) => void)[] = [];
  let count = 0;
  const server = createServer((request, response) => {
    void read(request).then((update) => {
      count += 1;
      const delivery = delivered(update, request, response);
      const taker = waiting.shift();
      if (taker) taker(delivery);
      else arrived.push(delivery);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    count: () => count,
    next: () => {
      const first = arrived.shift();
      return first ? Promise.resolve(first) : new Promise((resolve) => waiting.push(resolve));
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
