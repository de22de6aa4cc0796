import { sql } from './sql.ts';
import type { Tx } from './tx.ts';

/**
 * Whoever changes something that has versions waits here for the others until the transaction ends, so that nobody
 * changes what was just compared.
 */
export const lockVersions = (tx: Tx, ids: readonly string[]): void => {
  // In one order for everybody: two who edit many things at once would wait for each other.
  for (const id of [...ids].sort())
    tx.send(
      sql`select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || ' version ' || ${id}, 0))`,
    );
};
