import { randomUUID } from 'node:crypto';
import { AppError, createTexts, type Transport } from '@okno/contract';
import { createApp } from '../../apps/server/src/http/app.ts';
import { NO_FAR_BOTS, STRANGERS } from '../../apps/server/src/http/testing.ts';
import { createWakes } from '../../apps/server/src/http/waiting.ts';
import { bounded } from '../../apps/server/src/load/bounded.ts';
import { createGate } from '../../apps/server/src/load/gate.ts';
import { limited } from '../../apps/server/src/load/limited.ts';
import { createLog } from '../../apps/server/src/log.ts';
import { createCall, type Handlers } from '../../packages/backend/src/call.ts';
import { type Statement, toQuery } from '../../packages/backend/src/db/sql.ts';
import type { LookInTenant, Tx } from '../../packages/backend/src/db/tx.ts';
import { serviceActions } from '../../packages/backend/src/modules/services/actions.ts';
import { KEY, SERVICE, SLUG } from './service.ts';

const now = () => performance.now();

/** A transaction whose statements are written as always, and answered out of memory. */
const lookInMemory: LookInTenant = (_tenant_id, work) => {
  const rows = async <R>(statement: Statement<R>): Promise<R[]> => {
    toQuery(statement);
    return [SERVICE as R];
  };
  const tx: Tx = {
    now: Promise.resolve(Date.now()),
    rows,
    row: async (statement) => (await rows(statement))[0],
    foresee: () => {},
    send: () => {},
  };
  return work(tx);
};

const openDoor = (): Transport => {
  const tenant_id = randomUUID();
  const fault = (error: unknown) => {
    throw error;
  };
  return createCall({
    inTenant: () => fault(new AppError('internal')) as never,
    lookInTenant: lookInMemory,
    tenantOf: async () => tenant_id,
    handlers: serviceActions as unknown as Handlers,
    foresights: {},
    aside: null,
    onFault: fault,
    onRefused: () => {},
  });
};

/** The HTTP side of the server as it is in life, limits and log included; only the database is left out. */
export const listenOurs = async (): Promise<number> => {
  const setTimer = (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  };
  const gate = createGate({ most: 16, most_each: 12, now, setTimer });
  const laneOf = () => SLUG;
  const config = { LIMIT_KEY: null, LIMIT_TENANT: { max: 1_000_000, seconds: 1 }, LIMIT_BOOKINGS: null };
  const app = await createApp({
    call: limited(bounded(openDoor(), { gate, laneOf, patience_ms: 250 }), { config, counters: null, laneOf, now }),
    readFeed: async () => undefined,
    keys: [KEY],
    ...STRANGERS,
    wakes: createWakes(),
    texts: createTexts(),
    log: createLog('info'),
    health: { isConnected: async () => true, isReady: () => true },
    version: '0',
    operator: NO_FAR_BOTS,
    limitAddress: { max: 600, seconds: 60 },
    trustedProxies: [],
    serveApi: true,
  });
  return portOf(await app.listen({ port: 0, host: '127.0.0.1' }));
};

const portOf = (url: string): number => Number(new URL(url).port);
