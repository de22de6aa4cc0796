import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { atEnd, type Place } from '../../e2e/support/at-end.ts';

/** What is lost of the exchange that begins with `words`; `away`: the server cannot be reached after it. */
export type Loss = { readonly words: string; readonly lost: 'question' | 'answer'; readonly away: boolean };

/** Stands between a mover and a server, and loses one exchange. */
type Spoiler = { readonly url: string; readonly port: number; readonly hasLost: () => boolean };

/** Where a server listens: on a network, or at a socket of this machine. */
type Address = { readonly host: string; readonly port: number } | { readonly path: string };

export const startSpoiler = async (t: Place, to: Address, loss: Loss | null): Promise<Spoiler> => {
  const open = new Set<Socket>();
  let lost = false;
  const join = (client: Socket) => {
    const server = connect({ ...to, noDelay: true });
    const cut = () => [client, server].forEach((socket) => void socket.destroy());
    let deaf = false;
    for (const socket of [client, server]) {
      open.add(socket);
      // A broken connection is what this is for.
      socket.on('error', cut).on('close', () => {
        open.delete(socket);
        cut();
      });
    }
    client.on('data', (chunk: Buffer) => {
      const hit = loss !== null && !lost && chunk.includes(loss.words);
      lost ||= hit;
      if (hit && loss.lost === 'question') return cut();
      deaf ||= hit;
      server.write(chunk);
    });
    server.on('data', (chunk: Buffer) => (deaf ? cut() : client.write(chunk)));
  };
  const proxy = createServer({ noDelay: true }, (client) => {
    if (lost && loss?.away === true) client.destroy();
    else join(client);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  atEnd(t, async () => {
    const closed = once(proxy, 'close');
    proxy.close();
    for (const socket of open) socket.destroy();
    await closed;
  });
  const { port } = proxy.address() as AddressInfo;
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, port, hasLost: () => lost };
};
