import { lockSpecialists } from '../modules/scheduling/index.ts';
import type { TestBackend } from './backend.ts';
import type { Studio } from './studio.ts';
import { until } from './until.ts';
import { WAITING_FOR_LOCK } from './waiting.ts';

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
    await until('some wait for the specialist', async () => (await rows(WAITING_FOR_LOCK)).length >= 3);
    return calls;
  });
