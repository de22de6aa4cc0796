import { Queue, Worker } from 'bullmq';
import { type Engine, floodOf, inChunks, type Job } from './engine.ts';
import { connectRedis } from './redis-server.ts';

const QUEUE = 'jobs';
const CHUNK = 5_000;
const AT_ONCE = 100;

type Payload = { readonly i: number };

const connectionTo = (port: number) => ({ port, host: '127.0.0.1', maxRetriesPerRequest: null });

const OPTIONS = { removeOnComplete: true, attempts: 3, backoff: { type: 'exponential', delay: 1_000 } };

/** A hundred run at once, and what is done is removed. Its jobs live in Redis, which is written to disk every second. */
export const bullMq: Engine = {
  database: null,
  openPlanner: async ({ redis_port }) => {
    const redis = connectRedis(redis_port);
    await redis.flushall();
    await redis.quit();
    const queue = new Queue<Payload>(QUEUE, { connection: connectionTo(redis_port) });
    await queue.waitUntilReady();
    const plan = async (jobs: readonly Job[]): Promise<void> => {
      for (const chunk of inChunks(jobs, CHUNK))
        await queue.addBulk(
          chunk.map(({ i, at }) => ({
            name: 'job',
            data: { i },
            opts: { ...OPTIONS, delay: Math.max(0, at - Date.now()) },
          })),
        );
    };
    return {
      plan,
      flood: (count) => plan(floodOf(count, Date.now())),
      isSettled: async () => {
        const counts = await queue.getJobCounts('waiting', 'active', 'prioritized');
        return Object.values(counts).every((count) => count === 0);
      },
      close: () => queue.close(),
    };
  },
  startWorker: async ({ redis_port }, fire) => {
    const worker = new Worker<Payload>(QUEUE, ({ data }) => fire([data.i]), {
      connection: connectionTo(redis_port),
      concurrency: AT_ONCE,
    });
    worker.on('error', (error) => {
      throw error;
    });
    await worker.waitUntilReady();
    return { stop: () => worker.close(true) };
  },
};
