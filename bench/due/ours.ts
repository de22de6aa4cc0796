import { createDueEngine, createDueStore, createPool, migrate } from '@okno/backend';
import pg from 'pg';
import { askDatabase, makeDatabase } from './databases.ts';
import { type Engine, inChunks, type Places } from './engine.ts';

const DATABASE = 'bench_okno';
/** So many businesses share the timetable. */
const TENANTS = 100;

const toId = (i: number): string => `00000000-0000-4000-8000-${i.toString(16).padStart(12, '0')}`;
const toNumber = (id: string): number => Number.parseInt(id.slice(-12), 16);

const TENANT_OF = `('00000000-0000-4000-9000-' || lpad(to_hex(n % ${TENANTS}), 12, '0'))::uuid`;

const PLAN = `insert into due (fire_at, tenant_id, kind, id)
  select to_timestamp(at / 1000.0), ${TENANT_OF}, 'notification', id
  from unnest($1::float8[], $2::uuid[]) with ordinality as job(at, id, n)`;

const FLOOD = `insert into due (fire_at, tenant_id, kind, id)
  select now() + interval '1 day' + random() * interval '365 days', ${TENANT_OF}, 'notification', gen_random_uuid()
  from generate_series($1::int + 1, $2::int) n`;

const CHUNK = 5_000;
const FLOOD_CHUNK = 200_000;

const workerPool = ({ postgres }: Places, max: number) => {
  let closing = false;
  const pool = createPool({
    connection: { ...postgres, database: DATABASE },
    role: 'worker',
    max,
    onError: (error) => {
      if (!closing) throw error;
    },
  });
  const close = () => {
    closing = true;
    return pool.end();
  };
  return { pool, close };
};

/**
 * The product's own engine over the product's own schema: what stands in `wire.ts`, with a job that is run together and
 * does nothing but fire. The rows are planned as the superuser, because businesses need not be made up for it.
 */
export const okno: Engine = {
  database: DATABASE,
  openPlanner: async (places) => {
    await makeDatabase(places, DATABASE);
    const connection = { ...places.postgres, database: DATABASE };
    await migrate(connection);
    const { pool: worker, close } = workerPool(places, 1);
    const store = createDueStore(worker, () => 0);
    while ((await store.keepWeeks()) !== 'kept');
    await close();
    const ask = new pg.Client(connection);
    await ask.connect();
    return {
      plan: async (jobs) => {
        for (const chunk of inChunks(jobs, CHUNK))
          await ask.query(PLAN, [chunk.map(({ at }) => at), chunk.map(({ i }) => toId(i))]);
      },
      flood: async (count) => {
        for (let from = 0; from < count; from += FLOOD_CHUNK)
          await ask.query(FLOOD, [from, Math.min(count, from + FLOOD_CHUNK)]);
      },
      isSettled: async () => {
        const [row] = await askDatabase(
          places,
          DATABASE,
          `select not exists (select from deliveries) and not exists (select from handfuls)
            and not exists (select from due where fire_at <= now()) as settled`,
        );
        return row?.['settled'] === true;
      },
      close: () => ask.end(),
    };
  },
  startWorker: async (places, fire) => {
    const { pool, close } = workerPool(places, 10);
    const engine = createDueEngine({
      store: createDueStore(pool, () => 0),
      run: async ({ kind }) => {
        throw new Error(`${kind} is run together`);
      },
      together: {
        notification: async (items) => {
          await fire(items.map(({ due_id }) => toNumber(due_id)));
          return items.map(() => ({ done: true }));
        },
      },
      random: Math.random,
      ticks: () => performance.now(),
      onError: (error) => {
        throw error;
      },
    });
    await engine.start();
    return {
      stop: async () => {
        await engine.stop();
        await close();
      },
    };
  },
};
