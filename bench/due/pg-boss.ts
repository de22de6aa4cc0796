import { PgBoss } from 'pg-boss';
import { askDatabase, makeDatabase } from './databases.ts';
import { type Engine, floodOf, inChunks, type Job, type Places } from './engine.ts';

const DATABASE = 'bench_pg_boss';
const QUEUE = 'jobs';
const CHUNK = 5_000;

type Payload = { readonly i: number };

const open = async ({ postgres }: Places): Promise<PgBoss> => {
  const boss = new PgBoss({ ...postgres, database: DATABASE } as ConstructorParameters<typeof PgBoss>[0] & object);
  boss.on('error', (error) => {
    throw error;
  });
  await boss.start();
  return boss;
};

/** Tuned: 500 jobs a fetch, four loops, the next fetch at once while there is more, half a second of polling. */
export const pgBoss: Engine = {
  database: DATABASE,
  openPlanner: async (places) => {
    await makeDatabase(places, DATABASE);
    const boss = await open(places);
    await boss.createQueue(QUEUE, { retryLimit: 3 });
    const plan = async (jobs: readonly Job[]): Promise<void> => {
      for (const chunk of inChunks(jobs, CHUNK))
        await boss.insert(
          QUEUE,
          chunk.map(({ i, at }) => ({ data: { i }, startAfter: new Date(at) })),
        );
    };
    return {
      plan,
      flood: (count) => plan(floodOf(count, Date.now())),
      isSettled: async () => {
        const [row] = await askDatabase(
          places,
          DATABASE,
          `select not exists (select from pgboss.job where state < 'completed' and start_after <= now()) as settled`,
        );
        return row?.['settled'] === true;
      },
      close: () => boss.stop({ graceful: false }),
    };
  },
  startWorker: async (places, fire) => {
    const boss = await open(places);
    await boss.work<Payload>(
      QUEUE,
      { batchSize: 500, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true, localConcurrency: 4 },
      (jobs) => fire(jobs.map(({ data }) => data.i)),
    );
    return { stop: () => boss.stop({ graceful: false }) };
  },
};
