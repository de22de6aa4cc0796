import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { createClient } from 'redis';
import { freePort } from './free-port.ts';
import { runRedis, type TestRedis } from './redis.ts';
import { until } from './until.ts';

const run = promisify(execFile);

/** Three servers in cluster mode that know each other and have all slots between them. */
export type TestCluster = {
  readonly nodes: readonly TestRedis[];
  /** As REDIS_URL wants it. */
  readonly url: string;
  /** Gives a slot with what is in it to another node: half done (what is asked for is sent on with ASK), or all of it. */
  readonly moveSlotOf: (key: string, how: 'half' | 'whole') => Promise<void>;
  /** Which of the nodes has the slot of a key. */
  readonly nodeOf: (key: string) => Promise<TestRedis>;
  readonly empty: () => Promise<void>;
};

type Ending = { after(work: () => Promise<void>): void };

/** Asks one node. */
const ask = async <T>({ url }: TestRedis, words: readonly string[]): Promise<T> => {
  const client = createClient({ url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.sendCommand([...words])) as T;
  } finally {
    client.destroy();
  }
};

const startNode = async (t: Ending, program: string): Promise<TestRedis> => {
  const words = ['--cluster-enabled', 'yes', '--cluster-config-file', 'nodes.conf', '--cluster-node-timeout', '1000'];
  return runRedis(t, program, [...words, '--cluster-port', String(await freePort())]);
};

/** @param program full path of redis-server; redis-cli lies beside it */
export const startRedisCluster = async (t: Ending, program: string): Promise<TestCluster> => {
  const nodes = [await startNode(t, program), await startNode(t, program), await startNode(t, program)];
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
  await run(path.join(path.dirname(program), 'redis-cli'), ['--cluster', 'create', ...addresses, '--cluster-yes']);
  const [first] = nodes;
  if (first === undefined) throw new Error('no node');
  await until('the cluster is whole', async () => {
    const told = await Promise.all(nodes.map((node) => ask<string>(node, ['CLUSTER', 'INFO'])));
    return told.every((text) => text.includes('cluster_state:ok'));
  });
  const nodeOf = async (key: string): Promise<TestRedis> => {
    const slot = await ask<number>(first, ['CLUSTER', 'KEYSLOT', key]);
    const ranges = await ask<[number, number, [string, number]][]>(first, ['CLUSTER', 'SLOTS']);
    const port = ranges.find(([from, to]) => from <= slot && slot <= to)?.[2][1];
    return nodes.find((node) => node.port === port) ?? first;
  };
  const moveSlotOf = async (key: string, how: 'half' | 'whole'): Promise<void> => {
    const slot = String(await ask<number>(first, ['CLUSTER', 'KEYSLOT', key]));
    const from = await nodeOf(key);
    const to = nodes.find((node) => node !== from) ?? first;
    const [from_id, to_id] = await Promise.all([from, to].map((node) => ask<string>(node, ['CLUSTER', 'MYID'])));
    await ask(to, ['CLUSTER', 'SETSLOT', slot, 'IMPORTING', from_id ?? '']);
    await ask(from, ['CLUSTER', 'SETSLOT', slot, 'MIGRATING', to_id ?? '']);
    const keys = await ask<string[]>(from, ['CLUSTER', 'GETKEYSINSLOT', slot, '100']);
    if (keys.length > 0) await ask(from, ['MIGRATE', '127.0.0.1', String(to.port), '', '0', '1000', 'KEYS', ...keys]);
    if (how === 'half') return;
    for (const node of [to, from]) await ask(node, ['CLUSTER', 'SETSLOT', slot, 'NODE', to_id ?? '']);
  };
  const empty = async () => {
    for (const node of nodes) await ask(node, ['FLUSHALL']);
  };
  return { nodes, url: nodes.map((node) => node.url).join(','), moveSlotOf, nodeOf, empty };
};
