import assert from 'node:assert/strict';
import { test } from 'node:test';
import helmet from '@fastify/helmet';
import fastify, { type FastifyInstance } from 'fastify';
import { PROTECTIVE_HEADERS, protectBrowsers } from './protective-headers.ts';

/** The two rules of ours: pictures may be written into pages, and plain HTTP (the demo) stays plain HTTP. */
const OURS = {
  contentSecurityPolicy: {
    directives: { 'default-src': ["'self'"], 'img-src': ["'self'", 'data:'], 'upgrade-insecure-requests': null },
  },
  strictTransportSecurity: false,
};

/** Names and values, without those of every answer. */
const headersOf = async (prepare: (app: FastifyInstance) => unknown): Promise<Record<string, unknown>> => {
  const app = fastify();
  await prepare(app);
  const { headers } = await app.inject('/');
  const { date: _date, connection: _connection, 'content-type': _type, 'content-length': _length, ...rest } = headers;
  return rest;
};

test('the headers that protect browsers are those of helmet', async () => {
  const expected = await headersOf(async (app) => {
    await app.register(helmet, OURS);
    app.get('/', async () => ({}));
  });
  assert.deepEqual(PROTECTIVE_HEADERS, expected);
  assert.equal(Object.keys(expected).length, 11);
});

test('they are left out where no browser comes', async () => {
  const serve = (config: { browserless?: true }) =>
    headersOf((app) => {
      app.addHook('onRequest', protectBrowsers);
      app.get('/', { config }, async () => ({}));
    });
  assert.deepEqual(await serve({ browserless: true }), {});
  assert.deepEqual(await serve({}), PROTECTIVE_HEADERS);
});
