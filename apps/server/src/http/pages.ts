import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { OperatorError } from '../problem.ts';

const SIMULATOR = fileURLToPath(new URL('../../../simulator/dist/', import.meta.url));

/** The chat page of the demo; it is built when the program is started through npm. */
export const addSimulator = async (app: FastifyInstance): Promise<void> => {
  if (!existsSync(SIMULATOR))
    throw new OperatorError('The simulator page is not built: start the program with `npm start`.');
  await app.register(fastifyStatic, { root: SIMULATOR, prefix: '/simulator/', redirect: true });
  app.get('/simulator', async (_request, reply) => reply.redirect('/simulator/'));
  app.get('/', async (_request, reply) => reply.redirect('/simulator/'));
};
