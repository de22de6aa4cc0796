import { type Connection, checkSameDatabase, createPool, type DatabaseWatch, PoolerError } from '@okno/backend';
import type pg from 'pg';
import type { Config } from './config.ts';
import { explain } from './database.ts';
import { OperatorError } from './problem.ts';

/** Connections beside those of the work that is let in: for the worker, for keys that are looked up, and for health. */
const SPARE_CONNECTIONS = 4;
/** One listens, three claim, two fire, one settles. */
const WORKER_CONNECTIONS = 8;

export type Pools = {
  /** For requests; behind a pooler, where there is one. */
  readonly requests: pg.Pool;
  /** For what belongs to a session: it listens. The same, where nothing stands between. */
  readonly sessions: pg.Pool;
  readonly worker: pg.Pool;
  close(): Promise<void>;
};

/**
 * The connections of a process. What needs a session of its own goes to `DATABASE_URL`: listening, the worker's lock, and
 * migrations; requests go through `DATABASE_POOL_URL`, if it is given.
 * @param name what this process is called among those that are connected
 * @throws OperatorError when the pooler is not there, or is not as we need it
 */
export const openPools = async (
  config: Pick<Config, 'DATABASE_POOL_URL' | 'WORK_AT_ONCE'>,
  connection: Connection,
  {
    name,
    onError,
    watch,
  }: { name: string | undefined; onError: (error: Error) => void; watch?: DatabaseWatch | undefined },
): Promise<Pools> => {
  const common = { onError, watch, ...(name !== undefined && { name }) };
  const { DATABASE_POOL_URL: pooler } = config;
  const requests = createPool({
    ...common,
    connection: pooler === undefined ? connection : { connection_string: pooler },
    role: 'app',
    max: config.WORK_AT_ONCE + SPARE_CONNECTIONS,
    pooled: pooler !== undefined,
  });
  const worker = createPool({ ...common, connection, role: 'worker', max: WORKER_CONNECTIONS });
  const sessions = pooler === undefined ? requests : createPool({ ...common, connection, role: 'app', max: 1 });
  const close = async () => {
    await Promise.all([...new Set([requests, sessions, worker])].map((pool) => pool.end()));
  };
  if (pooler !== undefined)
    try {
      await checkSameDatabase(requests, sessions);
    } catch (error) {
      await close();
      throw explainPooler(error);
    }
  return { requests, sessions, worker, close };
};

const explainPooler = (error: unknown): OperatorError => {
  if (error instanceof PoolerError)
    return new OperatorError(`The pooler cannot be used: ${error.message}.`, { cause: error });
  const { message } = explain(error);
  return new OperatorError(message.replaceAll('DATABASE_URL', 'DATABASE_POOL_URL'), { cause: error });
};
