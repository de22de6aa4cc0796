import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';
import { askDatabase, makeDatabase } from './databases.ts';
import { type Engine, floodOf, inChunks, type Job, type Places } from './engine.ts';

const DATABASE = 'bench_graphile_worker';
const CHUNK = 5_000;
const AT_ONCE = 24;
const quiet = new Logger(() => () => undefined);

const poolOf = ({ postgres }: Places, max: number): pg.Pool => {
  const pool = new pg.Pool({ ...postgres, database: DATABASE, max });
  // The library asks for somebody who listens to both, and ends its connections itself.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
};

/** Tuned: 500 jobs fetched at once into its local queue, 24 run at once, completions written in batches. */
export const graphileWorker: Engine = {
  database: DATABASE,
  openPlanner: async (places) => {
    await makeDatabase(places, DATABASE);
    const pgPool = poolOf(places, 4);
    const utils = await makeWorkerUtils({ pgPool, logger: quiet });
    await utils.migrate();
    const plan = async (jobs: readonly Job[]): Promise<void> => {
      for (const chunk of inChunks(jobs, CHUNK))
        await utils.addJobs(
          chunk.map(({ i, at }) => ({ identifier: 'job', payload: { i }, runAt: new Date(at), maxAttempts: 3 })),
        );
    };
    return {
      plan,
      flood: (count) => plan(floodOf(count, Date.now())),
      isSettled: async () => {
        const [row] = await askDatabase(
          places,
          DATABASE,
          'select not exists (select from graphile_worker._private_jobs where run_at <= now()) as settled',
        );
        return row?.['settled'] === true;
      },
      close: async () => {
        await utils.release();
        await pgPool.end();
      },
    };
  },
  startWorker: async (places, fire) => {
    const pgPool = poolOf(places, AT_ONCE + 2);
    const runner = await run({
      pgPool,
      logger: quiet,
      noHandleSignals: true,
      preset: {
        worker: {
          concurrentJobs: AT_ONCE,
          localQueue: { size: 500 },
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
      taskList: { job: (payload) => fire([(payload as { i: number }).i]) },
    });
    return {
      stop: async () => {
        await runner.stop();
        await pgPool.end();
      },
    };
  },
};
