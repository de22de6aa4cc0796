import type pg from 'pg';
import { freeToWrite } from '../db/moving-locks.ts';

/** Few enough that a batch is over in milliseconds. */
const BATCH = 1000;
const EVERY_MS = 60_000;

// One process sweeps at a time: two would only wait for each other's rows. What belongs to a business on its way to another
// server is left to that one.
const SWEEP = `
  delete from kv using (
    select tenant_id, key from kv
    where expires_at <= now() and (select pg_try_advisory_xact_lock(4243, 1)) and ${freeToWrite('tenant_id')}
    order by expires_at limit $1) as gone
  where kv.tenant_id = gone.tenant_id and kv.key = gone.key and kv.expires_at <= now()`;

/** Takes away what has run out, of all tenants, in batches; answers how much it was. */
export const sweep = async (workerPool: pg.Pool, batch: number = BATCH): Promise<number> => {
  for (let gone = 0; ; ) {
    const { rowCount } = await workerPool.query({ name: 'kv_sweep', text: SWEEP, values: [batch] });
    gone += rowCount ?? 0;
    if ((rowCount ?? 0) < batch) return gone;
  }
};

/** Sweeps once a minute, by this process's clock; what has run out is not there for anybody even before. */
export const startSweeping = (workerPool: pg.Pool, onError: (error: unknown) => void): { stop(): Promise<void> } => {
  let running: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(() => sweep(workerPool)).catch(onError);
  }, EVERY_MS).unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
};
