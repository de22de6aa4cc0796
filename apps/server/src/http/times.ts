import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { BlockList } from 'node:net';
import ipaddr from 'ipaddr.js';
import { placeOf } from './addresses.ts';

/**
 * How long a connection may take for what, in milliseconds (docs/limits.md#slowness). Node looks once a second who has taken
 * too long; its own default is every half a minute.
 */
export const TIMES = {
  /** From the first byte of a request to the last of its headers. */
  headersTimeout: 10_000,
  /** To the last byte of its body; the largest of ours, half a megabyte, comes over the slowest telephone in that time. */
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  /** Longer than proxies and Telegram keep theirs: who closes first must not be us, or a request is lost now and then. */
  keepAliveTimeout: 72_000,
} as const;

/** About 10 kB each; most of them are kept for their next request. */
const MAX_CONNECTIONS = 10_000;

/** One address cannot take them all; a proxy that is trusted speaks for many. */
const MAX_CONNECTIONS_EACH = 1_000;

/** Cuts connections beyond what the process, or one address, may have open. */
export const boundConnections = (server: Server, trustedProxies: readonly string[]): void => {
  server.maxConnections = MAX_CONNECTIONS;
  const trusted = listOf(trustedProxies);
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const { remoteAddress = '' } = socket;
    if (isIn(trusted, remoteAddress)) return;
    const place = placeOf(remoteAddress);
    const count = (open.get(place) ?? 0) + 1;
    open.set(place, count);
    socket.once('close', () => {
      const left = (open.get(place) ?? 1) - 1;
      if (left === 0) open.delete(place);
      else open.set(place, left);
    });
    if (count > MAX_CONNECTIONS_EACH) socket.destroy();
  });
};

const listOf = (networks: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const network of networks) {
    const [address, bits] = ipaddr.isValidCIDR(network)
      ? ipaddr.parseCIDR(network)
      : ([ipaddr.parse(network), network.includes(':') ? 128 : 32] as const);
    list.addSubnet(address.toString(), bits, address.kind());
  }
  return list;
};

const isIn = (list: BlockList, address: string): boolean =>
  list.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
