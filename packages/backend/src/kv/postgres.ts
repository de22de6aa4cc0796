import { awayWhen, checkEntry, checkMessage, type Exchange, type OpenKeyValue, type StoreKey } from '@okno/contract';
import type pg from 'pg';
import { sql } from '../db/sql.ts';
import { createInTenant, createLookInTenant, type InTenant, type Tx } from '../db/tx.ts';
import { createTenantOf } from '../directory.ts';
import { toRefusal } from '../faults.ts';
import { createEars } from './postgres-ears.ts';

/** The store's clock is the database's own: the demo moves that of the business, and programs do not notice. */
const REAL_TIME = () => 0;
/** Nothing here is written into the timetable. */
const UNPLANNED = () => {};

/**
 * The store in the table `kv`, for installations without Redis. Rows of a tenant like all others: a bot's are those of
 * the tenant it belongs to.
 */
export const createPostgresKeyValue = (pool: pg.Pool): OpenKeyValue => {
  const look = inTenantOf(pool, createLookInTenant(pool, REAL_TIME));
  const change = inTenantOf(pool, createInTenant(pool, REAL_TIME, UNPLANNED));
  const ears = createEars(pool);
  return {
    get: (key) =>
      look(key, async (tx) => {
        const row = await tx.row(
          sql<{ value: string }>`select value from kv where key = ${key.text} and expires_at > now()`,
        );
        return row?.value ?? null;
      }),
    set: async (key, value, ttl_ms) => {
      checkEntry(ttl_ms, value);
      await change(key, async (tx) =>
        tx.send(sql`insert into kv (key, value, expires_at) values (${key.text}, ${value}, ${until(ttl_ms)})
          on conflict (tenant_id, key) do update set value = excluded.value, expires_at = excluded.expires_at`),
      );
    },
    compareAndSet: async (key, exchange) => {
      checkEntry(exchange.ttl_ms, exchange.to ?? '');
      return change(key, (tx) => exchanged(tx, key.text, exchange));
    },
    delete: (key) => change(key, async (tx) => tx.send(sql`delete from kv where key = ${key.text}`)),
    count: async (key, ttl_ms) => {
      checkEntry(ttl_ms);
      return change(key, (tx) => counted(tx, key.text, ttl_ms));
    },
    publish: async (key, message) => {
      checkMessage(message);
      await awayWhen(isAway, () =>
        pool.query({ name: 'kv_tell', text: TELL, values: [ears.write(key.text, message)] }),
      );
    },
    subscribe: (key, listener) => ears.subscribe(key.text, listener),
    close: ears.close,
  };
};

/** One transaction of the tenant whose key it is. */
const inTenantOf = (pool: pg.Pool, inTenant: InTenant) => {
  const tenantOf = createTenantOf(pool);
  const tenantOfKey = async ({ scope }: StoreKey): Promise<string> =>
    'tenant_id' in scope ? scope.tenant_id : tenantOf({ via: 'telegram', ...scope, ...NOBODY });
  return <T>(key: StoreKey, work: (tx: Tx) => Promise<T>): Promise<T> =>
    awayWhen(isAway, async () => inTenant(await tenantOfKey(key), work));
};

const isAway = (error: unknown): boolean => toRefusal(error, 'kv').code === 'unavailable';

/** A bot's tenant is found as for any caller; who is calling makes no difference. */
const NOBODY = { telegram_id: 0, name: '', language: null };

const TELL = `select pg_notify('okno_kv', $1)`;

const until = (ttl_ms: number) => sql`now() + ${ttl_ms}::float8 * interval '1 ms'`;

const exchanged = async (tx: Tx, key: string, { from, to, ttl_ms }: Exchange): Promise<boolean> => {
  if (from === null && to === null)
    return (await tx.row(sql`select from kv where key = ${key} and expires_at > now()`)) === undefined;
  const here = sql`key = ${key} and value = ${from} and expires_at > now()`;
  if (to === null) return (await tx.row(sql`delete from kv where ${here} returning true as done`)) !== undefined;
  const done =
    from === null
      ? sql`insert into kv (key, value, expires_at) values (${key}, ${to}, ${until(ttl_ms)})
          on conflict (tenant_id, key) do update set value = excluded.value, expires_at = excluded.expires_at
          where kv.expires_at <= now() returning true as done`
      : sql`update kv set value = ${to}, expires_at = ${until(ttl_ms)} where ${here} returning true as done`;
  return (await tx.row(done)) !== undefined;
};

const counted = async (tx: Tx, key: string, ttl_ms: number): Promise<{ count: number; left_ms: number }> => {
  // What has run out counts as nothing, though the sweep has not come by yet.
  const row = await tx.row(sql<{ count: number; left_ms: number }>`
    insert into kv (key, value, expires_at) values (${key}, '1', ${until(ttl_ms)})
    on conflict (tenant_id, key) do update set
      value = case when kv.expires_at > now() then (kv.value::bigint + 1)::text else '1' end,
      expires_at = case when kv.expires_at > now() then kv.expires_at else excluded.expires_at end
    returning value::float8 as count, extract(epoch from expires_at - now())::float8 * 1000 as left_ms`);
  if (row === undefined) throw new Error('a count was not written');
  return row;
};
