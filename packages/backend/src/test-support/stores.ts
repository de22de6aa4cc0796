import { type TestBackend, testBackend } from './backend.ts';
import type { Ending } from './database.ts';
import { openStudio } from './studio.ts';

export type Tenants = TestBackend & {
  readonly bot_id: number;
  readonly tenant_id: string;
  readonly other_bot_id: number;
  readonly other_tenant_id: string;
};

/** A database with two businesses, each with a bot. */
export const openKeyValueTenants = async (ending: Ending): Promise<Tenants> => {
  const world = await testBackend(ending);
  const [one, other] = [await openStudio(world), await openStudio(world)];
  return {
    ...world,
    bot_id: one.bot_id,
    tenant_id: one.tenant_id,
    other_bot_id: other.bot_id,
    other_tenant_id: other.tenant_id,
  };
};
