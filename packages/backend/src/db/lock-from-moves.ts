import { freeToWrite } from './moving-locks.ts';
import { sql } from './sql.ts';
import type { Tx } from './tx.ts';

const MOVING = sql.raw(`not ${freeToWrite('one.tenant_id')}`);

/** Tells those apart whose businesses are being moved, to whom nobody writes now; all others stay until the transaction ends. */
export const lockFromMoves = async <One extends { readonly tenant_id: string }>(
  tx: Tx,
  all: readonly One[],
): Promise<{ here: One[]; moving: One[] }> => {
  const tenants = [...new Set(all.map(({ tenant_id }) => tenant_id))];
  const rows = await tx.rows<{ tenant_id: string }>(sql`
    select tenant_id from unnest(${tenants}::uuid[]) as one (tenant_id) where ${MOVING}`);
  const away = new Set(rows.map(({ tenant_id }) => tenant_id));
  return {
    here: all.filter(({ tenant_id }) => !away.has(tenant_id)),
    moving: all.filter(({ tenant_id }) => away.has(tenant_id)),
  };
};
