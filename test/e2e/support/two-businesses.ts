import { DEMO_TENANT, seedDemo } from '@okno/backend';
import type { Core } from '../../../apps/server/src/wire.ts';
import { BOT, botId, OTHER_BOT } from './studio.ts';

export const OTHER_NAME = 'The Other Salon';

/** Two businesses in one database, each with a bot of its own; the second has nothing else. Gives their ids. */
export const openTwo = async ({
  backend,
  operator,
}: Pick<Core, 'backend' | 'operator'>): Promise<{ readonly first: string; readonly second: string }> => {
  const first = await seedDemo(backend);
  const second = await operator.createTenant({ ...DEMO_TENANT, slug: 'other', name: OTHER_NAME, translations: {} });
  for (const [tenant_id, { token, username, first_name }] of [
    [first, BOT],
    [second, OTHER_BOT],
  ] as const)
    await operator.saveBot(tenant_id, { bot_id: botId({ token }), username, name: first_name, token });
  return { first, second };
};
