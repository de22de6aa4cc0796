import { DEMO_OWNER, DEMO_SPECIALISTS, DEMO_TENANT, seedDemo } from '@okno/backend';
import type { Config } from './config.ts';
import { DEMO_BOT } from './demo/emulator.ts';
import { createBotApi } from './telegram/fetch.ts';
import { identifyToken } from './telegram/setup.ts';
import type { Core } from './wire.ts';

const DEMO_BOT_ID = Number(DEMO_BOT.token.split(':')[0]);
const DEMO_STAFF = [DEMO_OWNER, ...DEMO_SPECIALISTS].map(({ telegram_id }) => telegram_id);

/** The business this installation begins with: the studio of the demo, made in an empty database. */
const firstTenant = async ({ operator, backend }: Core): Promise<string> =>
  (await operator.findTenantId(DEMO_TENANT.slug)) ?? seedDemo(backend);

/** The demo: its studio, with its bot on the emulator. */
export const prepareDemo = async (core: Core): Promise<void> => {
  const { token, username, first_name: name } = DEMO_BOT;
  await core.operator.saveBot(await firstTenant(core), { bot_id: DEMO_BOT_ID, username, name, token });
};

/**
 * The bot of TELEGRAM_BOT_TOKEN with the business it belongs to: the one that has this bot, otherwise the first.
 * The demo's own bot and people leave, because outside the emulator they are nobody.
 * @throws OperatorError when Telegram does not know the token, or cannot be reached.
 */
export const prepareOwnBot = async (core: Core, token: string, config: Config): Promise<void> => {
  const { operator } = core;
  const { options, close } = createBotApi(config.TELEGRAM_API_ROOT);
  try {
    const identity = await identifyToken(token, options);
    const known = (await operator.listBots()).find(({ bot_id }) => bot_id === identity.bot_id);
    const tenant_id = known?.tenant_id ?? (await firstTenant(core));
    await operator.revokeBot(tenant_id, DEMO_BOT_ID);
    await operator.dismissStaff(tenant_id, DEMO_STAFF);
    await operator.saveBot(tenant_id, identity);
    await operator.ensureAdmins(tenant_id, config.ADMIN_IDS);
  } finally {
    await close();
  }
};
