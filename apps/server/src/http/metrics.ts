import { AppError } from '@okno/contract';
import type { FastifyInstance } from 'fastify';
import { headerOf } from './header.ts';
import { isSame } from './same.ts';

export type MetricsDoor = {
  /** Everything as Prometheus reads it. */
  read(): Promise<string>;
  /** What whoever reads has to show; without one the address does not exist. */
  readonly token: string | undefined;
};

/** The text format of Prometheus. */
const TEXT_FORMAT = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * `GET /metrics`, for whoever shows the token. Where a request comes from proves nothing: behind a proxy on the same
 * machine all of them come from there.
 */
export const addMetricsRoute = (app: FastifyInstance, { read, token }: MetricsDoor): void => {
  if (token === undefined) return;
  app.get('/metrics', async (request, reply) => {
    const [, given] = /^Bearer (\S+)$/i.exec(headerOf(request, 'authorization') ?? '') ?? [];
    if (given === undefined) throw new AppError('unauthenticated', { header: 'Authorization' });
    if (!isSame(given, token)) throw new AppError('forbidden', { header: 'Authorization' });
    return reply
      .header('cache-control', 'no-store')
      .type(TEXT_FORMAT)
      .send(await read());
  });
};
