import { createCluster } from 'redis';
import type { RedisConnection, RedisOptions } from './redis-connection.ts';

/** Between two attempts to find the cluster, when none of its addresses answers. */
const AGAIN_MS = 1000;

type Socket = { readonly connectTimeout: number; readonly reconnectStrategy: (retries: number) => number };

/** Who we are, the same for all: addresses of nodes that the cluster itself names carry no password. */
const loginOf = (address: string | undefined) => {
  const { username, password, protocol } = new URL(address ?? '');
  return {
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' && { tls: true as const }),
  };
};

/**
 * A connection to all nodes of a cluster, which are asked for from any of `addresses`. A command goes to the node that has
 * its key, and follows it when it has moved (MOVED, ASK); messages go through the whole cluster. Nodes are connected when
 * they are first needed: one that is dead would keep us from all the others.
 */
export const openClusterConnection = (
  addresses: readonly string[],
  { onChange }: Pick<RedisOptions, 'onChange'>,
  socket: Socket,
): RedisConnection => {
  const { tls, ...login } = loginOf(addresses[0]);
  const cluster = createCluster({
    rootNodes: addresses.map((url) => ({ url, socket: { connectTimeout: socket.connectTimeout } })),
    defaults: { ...login, disableOfflineQueue: true, socket: { ...socket, ...(tls === true && { tls }) } },
    minimizeConnections: true,
  });
  const lost = new Set<string>();
  const readied: (() => void)[] = [];
  // Which of the nodes we listen to is the client's affair: a node that was lost may have been that one.
  let missed = false;
  let again: NodeJS.Timeout | undefined;
  let closed = false;
  type Node = { readonly host: string; readonly port: number };
  const nameOf = ({ host, port }: Node): string => `${host}:${port}`;
  cluster.on('error', (error: Error) => onChange({ away: true, reason: error.message }));
  cluster.on('node-error', (error: Error, node: Node) => {
    lost.add(nameOf(node));
    missed = true;
    onChange({ away: true, reason: error.message });
  });
  const found = (): void => {
    if (lost.size === 0) onChange({ away: false, reason: 'connected' });
  };
  for (const event of ['node-ready', 'node-disconnect'])
    cluster.on(event, (node: Node) => {
      lost.delete(nameOf(node));
      found();
    });
  cluster.on('node-ready', () => {
    if (!missed) return;
    missed = false;
    for (const ready of readied) ready();
  });
  const connect = (): void => {
    cluster.connect().then(found, () => {
      // Why it fails is told to onChange; it is tried again until somebody closes it.
      if (!closed) again = setTimeout(connect, AGAIN_MS).unref();
    });
  };
  connect();
  return {
    get: (key) => cluster.get(key),
    set: (key, value, options) => cluster.set(key, value, options),
    del: (key) => cluster.del(key),
    eval: (script, options) => cluster.eval(script, options),
    publish: (channel, message) => cluster.publish(channel, message),
    subscribe: async (channels, hear) => void (await cluster.subscribe(channels, hear)),
    // Its type forgets that we are told of texts, as we said when we subscribed.
    unsubscribe: (channel, hear) => cluster.unsubscribe(channel, hear as Parameters<typeof cluster.unsubscribe>[1]),
    isReady: () => cluster.isReady,
    onReady: (ready) => {
      cluster.on('connect', ready);
      readied.push(ready);
    },
    destroy: () => {
      closed = true;
      clearTimeout(again);
      if (cluster.isOpen) cluster.destroy();
    },
  };
};
