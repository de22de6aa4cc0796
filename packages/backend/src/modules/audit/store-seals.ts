import type pg from 'pg';
import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { Line, Seal } from './chain.ts';

/** So many lines are sealed in one transaction. */
const SEALED_AT_ONCE = 2_000;

/**
 * Seals what waits, of all tenants, as the worker; answers how many lines it was. Harmless to repeat and in several
 * processes at once: one of them seals, the others have nothing to do.
 */
export const sealAudit = async (workerPool: pg.Pool, at_once: number = SEALED_AT_ONCE): Promise<number> => {
  for (let all = 0; ; ) {
    const { rows } = await workerPool.query<{ count: number }>({
      name: 'seal_audit',
      text: 'select seal_audit($1) as count',
      values: [at_once],
    });
    const count = rows[0]?.count ?? 0;
    all += count;
    if (count < at_once) return all;
  }
};

/** The newest seal of a tenant; `hash` in hexadecimal. */
export type Anchor = { readonly tenant_id: string; readonly seal: number; readonly hash: string };

/** Of every tenant that was sealed within the last day or so. */
export const listAnchors = async (workerPool: pg.Pool): Promise<Anchor[]> =>
  (await workerPool.query<Anchor>('select tenant_id, seal, hash from list_audit_anchors()')).rows;

/** The seals after `after`, in their order. */
export const listSeals = (tx: Tx, { after, limit }: { after: number; limit: number }): Promise<Seal[]> =>
  tx.rows(sql<Seal>`
    select seal, entries::text[] as entries, encode(hash, 'hex') as hash, audit_instant(sealed_at) as sealed_at
    from audit_seals where seal > ${after} order by seal limit ${limit}`);

/** The lines with these numbers, every value as the text that is hashed. */
export const listSealedLines = (tx: Tx, ids: readonly string[]): Promise<Line[]> =>
  tx.rows(LINES(sql`${ids}::bigint[]`));

const LINES = (ids: ReturnType<typeof sql>) => sql<Line>`
  select id::text, audit_instant(at) as at, request_id, via, role, actor, bot_id::text, key_id::text, action,
    subject_id::text, outcome, times::text
  from audit_log where id = any(${ids}) order by audit_log.id`;

/** The lines that wait for their seal. */
export const listUnsealedLines = (tx: Tx): Promise<Line[]> => tx.rows(LINES(sql`array(select id from audit_unsealed)`));

/**
 * The numbers of lines that nobody sealed and that do not wait for it (`surplus`), and of those that are gone or were
 * sealed twice (`missing`), both up to `limit`. One statement, so that everything is as of one moment.
 */
export const listStrays = (tx: Tx, limit: number): Promise<{ id: string; is: 'surplus' | 'missing' }[]> =>
  tx.rows(sql<{ id: string; is: 'surplus' | 'missing' }>`
    with told as (select unnest(entries) as id from audit_seals union all select id from audit_unsealed),
    surplus as (select id from audit_log except all select id from told order by 1 limit ${limit}),
    missing as (select id from told except all select id from audit_log order by 1 limit ${limit})
    select id::text, 'surplus' as is from surplus union all select id::text, 'missing' from missing`);
