import type { FastifyInstance, FastifyReply } from 'fastify';
import type pg from 'pg';
import { API_ROOT } from './api-root.ts';

export type HealthCheck = {
  /** Answers whether the database answers, within a second. */
  isConnected(): Promise<boolean>;
  /** False before everything is started and while the process is stopping. */
  isReady(): boolean;
  /** What is not well and is no reason to give us no work; told beside it. */
  warnings?(): readonly string[];
};

/** Three questions of whoever watches us: does it work (`/health`), is it alive, may it get work. */
export const addHealthRoutes = (app: FastifyInstance, health: HealthCheck): void => {
  app.get(`${API_ROOT}/health`, async (_request, reply) => {
    const connected = await health.isConnected();
    return send(reply, connected, {
      status: connected ? 'healthy' : 'unhealthy',
      database: connected ? 'connected' : 'disconnected',
      timestamp: new Date().toISOString(),
    });
  });
  app.get('/livez', async () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    const ready = health.isReady() && (await health.isConnected());
    const warnings = health.warnings?.() ?? [];
    return send(reply, ready, { status: ready ? 'ready' : 'not_ready', ...(warnings.length > 0 && { warnings }) });
  });
};

const send = (reply: FastifyReply, good: boolean, body: object): FastifyReply =>
  reply
    .code(good ? 200 : 503)
    .header('cache-control', 'no-store')
    .send(body);

/** A question that any live database answers at once. */
export const isConnected = async (pool: pg.Pool): Promise<boolean> => {
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), 1000).unref());
  const asked = pool.query('select 1').then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]);
};
