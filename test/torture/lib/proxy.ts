import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { atEnd, type Place } from '../../e2e/support/at-end.ts';

/** Stands between clients and a server on the loopback and spoils what passes, when told to. */
export type FaultProxy = {
  /** Where clients connect, e.g. `http://127.0.0.1:40001`. */
  readonly url: string;
  /** Where new connections lead from now on; null: to nobody. */
  readonly leadTo: (port: number | null) => void;
  /** How many connections clients have opened so far. */
  readonly met: () => number;
  /** Ends every connection that is open. Gives their number. */
  readonly cutAll: () => number;
  /** The next so many answers are lost: the server has done its work, the client hears nothing and is cut off. */
  readonly dropAnswers: (count: number) => void;
  /** The next so many requests are cut in the middle. */
  readonly cutRequests: (count: number) => void;
};

type Pair = { readonly client: Socket; readonly server: Socket };

const destroy = ({ client, server }: Pair): void => {
  client.destroy();
  server.destroy();
};

/** A proxy on a free port of the loopback; closed at the end. One write of the client is taken for one request. */
export const startProxy = async (t: Place): Promise<FaultProxy> => {
  const pairs = new Set<Pair>();
  const left = { answers: 0, requests: 0 };
  let target: number | null = null;
  let met = 0;

  const join = (client: Socket, port: number) => {
    const pair = { client, server: connect({ port, host: '127.0.0.1', noDelay: true }) };
    pairs.add(pair);
    for (const socket of [pair.client, pair.server]) {
      // A broken connection is what a proxy of faults is for: the other side is cut as well.
      socket.on('error', () => destroy(pair));
      socket.on('close', () => {
        pairs.delete(pair);
        destroy(pair);
      });
    }
    pair.client.on('data', (chunk: Buffer) => {
      if (left.requests === 0) {
        pair.server.write(chunk);
        return;
      }
      left.requests -= 1;
      pair.server.write(chunk.subarray(0, chunk.length >> 1), () => destroy(pair));
    });
    pair.server.on('data', (chunk: Buffer) => {
      if (left.answers === 0) {
        pair.client.write(chunk);
        return;
      }
      left.answers -= 1;
      destroy(pair);
    });
  };

  const proxy = createServer({ noDelay: true }, (client) => {
    met += 1;
    if (target === null) client.destroy();
    else join(client, target);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const cutAll = () => {
    const open = pairs.size;
    for (const pair of pairs) destroy(pair);
    return open;
  };
  atEnd(t, async () => {
    const closed = once(proxy, 'close');
    proxy.close();
    cutAll();
    await closed;
  });
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    leadTo: (port) => {
      target = port;
    },
    met: () => met,
    cutAll,
    dropAnswers: (count) => {
      left.answers += count;
    },
    cutRequests: (count) => {
      left.requests += count;
    },
  };
};
