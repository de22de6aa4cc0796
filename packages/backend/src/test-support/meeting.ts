import { lockSpecialists } from '../modules/scheduling/index.ts';
import type { TestBackend } from './backend.ts';
import type { Studio } from './studio.ts';
import { until } from './until.ts';

/** Begins calls while nobody can take time of this studio's specialists, until some of them have seen that it is free. */
export const meeting = async <T>(
  { backend, rows }: TestBackend,
  studio: Studio,
  begin: () => Promise<T>[],
): Promise<Promise<T>[]> =>
  backend.inTenant(studio.tenant_id, async (tx) => {
    lockSpecialists(tx, studio.specialist_ids);
    await tx.now;
    const calls = begin();
    const here = '(select oid from pg_database where datname = current_database())';
    const waiting = `select 1 from pg_locks where locktype = 'advisory' and not granted and database = ${here}`;
    await until('some wait for the specialist', async () => (await rows(waiting)).length >= 3);
    return calls;
  });
