import { randomBytes } from 'node:crypto';
import { createMemoryKeyValue, createTexts, type KeyValue } from '@okno/contract';
import type pg from 'pg';
import { type Backend, createBackend } from '../backend.ts';
import { createAlarm } from '../db/alarm.ts';
import { createPool } from '../db/pool.ts';
import { type AcrossTenants, createAcrossTenants } from '../db/tx.ts';
import { createOperator, type Operator } from '../operator.ts';
import { createSecrets, type Secrets } from '../secrets.ts';
import { backwards, type Ending, migratedDatabase, type TestDatabase } from './database.ts';

/** A backend on a database of its own. */
export type TestBackend = TestDatabase & {
  /** Runs before the connections are closed. */
  readonly after: Ending['after'];
  readonly backend: Backend;
  readonly operator: Operator;
  readonly secrets: Secrets;
  readonly pool: pg.Pool;
  readonly workerPool: pg.Pool;
  readonly across: AcrossTenants;
  readonly ring: () => void;
  /** What was thrown that is no refusal: bugs, which a test that does not expect them asserts to be none. */
  readonly faults: unknown[];
  /** How far the clock is moved, in milliseconds. */
  readonly clockOffset: () => number;
  /** Sets the backend's clock to an instant; it goes on from there. */
  readonly setClock: (instant: string) => Promise<void>;
};

/** Monday morning, in a year of its own: no clock changes anywhere near, and weekdays are easy to count. */
export const MONDAY = '2031-03-03T08:00:00Z';

/** Where codes are kept, given connections that nothing else uses. */
type OpenStore = (pool: pg.Pool) => KeyValue;
const inMemory: OpenStore = () => createMemoryKeyValue(() => performance.now());

/** A backend whose clock stands at `MONDAY`; closed at the end. */
export const testBackend = async (
  end: Ending,
  { connections = 20, openStore = inMemory }: { connections?: number; openStore?: OpenStore } = {},
): Promise<TestBackend> => {
  const ending = backwards(end);
  const faults: unknown[] = [];
  let offset_ms = 0;
  const clockOffset = () => offset_ms;
  const database = await migratedDatabase(ending);
  const { connection, rows } = database;
  // Dropped connections are part of some tests; what they do to a call is what counts.
  const onError = () => {};
  const pool = createPool({ connection, role: 'app', max: connections, onError });
  const workerPool = createPool({ connection, role: 'worker', max: 10, onError });
  const storePool = createPool({ connection, role: 'app', max: 4, onError });
  ending.after(async () => {
    await backend.writeRefusals();
    await Promise.all([pool.end(), workerPool.end(), storePool.end()]);
  });
  const secrets = createSecrets([randomBytes(32)]);
  const onFault = (error: unknown) => faults.push(error);
  // Which addresses are near is the server's business; here one name stands for them.
  const ruleOfAddress = (url: string) =>
    new URL(url).host === 'near.example' ? 'must lead into the open internet' : null;
  const backend = createBackend({
    ...{ pool, clockOffset, onFault, secrets, ruleOfAddress },
    texts: createTexts(),
    store: openStore(storePool),
  });
  const operator = createOperator({ inTenant: backend.inTenant, pool, workerPool, secrets });
  const setClock = async (instant: string) => {
    const [row] = await rows<{ now: Date }>('select now() as now');
    offset_ms = Date.parse(instant) - (row?.now.getTime() ?? Number.NaN);
  };
  await setClock(MONDAY);
  return {
    ...database,
    backend,
    operator,
    secrets,
    pool,
    workerPool,
    across: createAcrossTenants(workerPool, clockOffset),
    ring: createAlarm(workerPool),
    faults,
    clockOffset,
    setClock,
    after: ending.after,
  };
};
