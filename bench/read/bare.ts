import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { Input, Output, SERVICE } from './service.ts';

/** The least that answers: the same bytes, whatever is asked. */
export const listenNode = async (): Promise<number> => {
  const body = JSON.stringify(SERVICE);
  const length = Buffer.byteLength(body);
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': length }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

/** A route of Fastify that parses what comes in and what goes out by the same schemas, and gives each request an id. */
export const listenFastify = async (): Promise<number> => {
  const app = fastify({ genReqId: () => randomUUID() });
  app.get('/api/v1/services/:id', async (request) => {
    Input.parse(request.params);
    return Output.parse(SERVICE);
  });
  return Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
};
