import type pg from 'pg';
import type { InTenant } from './db/tx.ts';
import { listTenants, mendDue } from './due-mend.ts';
import { mendPhones } from './modules/people/index.ts';

/** How much was put right, in all businesses together. */
export type Mended = { readonly ends: number; readonly planned: number; readonly phones: number };

type Deps = {
  readonly inTenant: InTenant;
  /** Acts as the worker role. */
  readonly workerPool: pg.Pool;
  /** Hears of a business that could not be looked over; the others are. */
  readonly onError: (error: unknown) => void;
};

/**
 * Looks over what versions before this one have written, business by business: while a new version is rolled out, the one
 * before runs beside it. Harmless to repeat and in several processes at once (docs/rules.md#upgrades).
 * @returns what was put right until the end, or until `goesOn` said no
 */
export const createMend = ({ inTenant, workerPool, onError }: Deps) => {
  const mendTenant = async (tenant_id: string): Promise<Mended> => {
    const due = await inTenant(tenant_id, mendDue);
    return { ...due, phones: await inTenant(tenant_id, mendPhones) };
  };
  return async (goesOn: () => boolean): Promise<Mended> => {
    const total = { ends: 0, planned: 0, phones: 0 };
    for (const tenant_id of await listTenants(workerPool)) {
      if (!goesOn()) break;
      const mended = await mendTenant(tenant_id).catch(onError);
      if (mended === undefined) continue;
      total.ends += mended.ends;
      total.planned += mended.planned;
      total.phones += mended.phones;
    }
    return total;
  };
};
