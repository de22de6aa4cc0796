import { type Benchmark, planFor } from '../lib/benchmark.ts';
import { type Child, startChild } from '../lib/child.ts';
import { type Connection, openConnection } from '../lib/connection.ts';
import { closedLoop } from '../lib/load.ts';
import { alternate, type Measure } from '../lib/rounds.ts';
import { type Figures, median, ratioOf } from '../lib/stats.ts';
import type { Workplace } from '../lib/workplace.ts';
import type { ServerName } from './server-child.ts';
import { KEY, SERVICE, SLUG } from './service.ts';

const SENDERS = 16;

/** What a simple read may cost besides the database, in microseconds of CPU. */
const TARGET_US = 90;

/** As a program asks: with its key, for a business, with an id of its own. */
const questionFor = (id: string): Buffer =>
  Buffer.from(
    [
      `GET /api/v1/services/${id} HTTP/1.1`,
      'Host: 127.0.0.1',
      `X-Service-Key: ${KEY}`,
      `X-Tenant: ${SLUG}`,
      'Accept: application/json',
      'Accept-Language: en',
      '\r\n',
    ].join('\r\n'),
  );

const measured = (child: Child, connections: readonly Connection[], question: Buffer): Measure => {
  const send = async (sender: number) => {
    const status = await connections[sender]?.ask(question);
    if (status !== 200) throw new Error(`answered with ${status}`);
  };
  return async (ms): Promise<Figures> => {
    await child.ask('profile_go');
    const before = (await child.ask('cpu')) as number;
    const { per_second = 0, p50_ms = 0, p99_ms = 0, count = 0 } = await closedLoop(SENDERS, ms, send);
    const cpu_ms = ((await child.ask('cpu')) as number) - before;
    await child.ask('profile_pause');
    return { cpu_us: (cpu_ms * 1000) / count, per_second, p50_ms, p99_ms };
  };
};

const contender = async (place: Workplace, name: ServerName, profile: string | undefined): Promise<Measure> => {
  const input = { name, ...(profile !== undefined && name === 'ours' && { profile }) };
  const child = await startChild(place, new URL('./server-child.ts', import.meta.url), { input });
  const { port } = child.ready as { port: number };
  const connections = Array.from({ length: SENDERS }, () => openConnection(port));
  place.atEnd(() => {
    for (const connection of connections) connection.close();
  });
  return measured(child, connections, questionFor(SERVICE.id));
};

/** A simple read over HTTP without the database, against a bare route of Fastify and the least of `node:http`. */
export const read: Benchmark = async (place, options) => {
  const plan = planFor(3, options);
  const results = await alternate(
    {
      ours: await contender(place, 'ours', options.profile),
      fastify: await contender(place, 'fastify', undefined),
      node: await contender(place, 'node', undefined),
    },
    plan,
  );
  const cpu = (rounds: readonly Figures[]): number => median(rounds.map(({ cpu_us = Number.NaN }) => cpu_us));
  const toNode = ratioOf(results.ours, results.node, 'cpu_us').median;
  const own = cpu(results.ours);
  return {
    what: 'GET /services/{id} with a service key, from the socket to the socket, the database left out',
    rounds: plan.rounds,
    results,
    ratio: ratioOf(results.fastify, results.ours, 'cpu_us'),
    ratio_of: 'CPU of a request, the bare Fastify route with the same zod schemas to ours',
    target: null,
    checks: [{ what: `µs of CPU a read at most ${TARGET_US}`, value: Math.round(own), reached: own <= TARGET_US }],
    notes: [
      `closed loop, ${SENDERS} connections; each server is a process of its own`,
      `ours takes ${toNode.toFixed(1)} times the CPU of node:http answering the same bytes`,
      'ours: limits, gate, who asks, roles, schemas, handler, headers that protect browsers, log line; the statement is written, and answered out of memory',
    ],
  };
};
