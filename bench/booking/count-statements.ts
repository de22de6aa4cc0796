import type pg from 'pg';
import type { Send } from '../lib/load.ts';

type Query = (...given: readonly unknown[]) => unknown;

/** Statements that travel together come as one batch, which knows how many they are. */
type Batch = { readonly size?: number };

/** How often something is asked of the database, and in how many packets. */
export type Counted = { readonly statements: number; readonly exchanges: number };

/** Wraps the connections that a new pool opens. */
export const watchPool = (pool: pg.Pool): (() => Counted) => {
  let statements = 0;
  let exchanges = 0;
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as Query;
    const counted: Query = (...given) => {
      statements += (given[0] as Batch | undefined)?.size ?? 1;
      exchanges += 1;
      return query(...given);
    };
    Object.assign(client, { query: counted });
  });
  return () => ({ statements, exchanges });
};

/** What one send costs on average, when everything is prepared and remembered. */
export const countPerSend = async (counted: () => Counted, send: Send): Promise<Counted> => {
  const times = 20;
  await send(0);
  const before = counted();
  for (let index = 0; index < times; index += 1) await send(0);
  const after = counted();
  return {
    statements: (after.statements - before.statements) / times,
    exchanges: (after.exchanges - before.exchanges) / times,
  };
};
