import { DEMO_TENANT, seedDemo } from '@okno/backend';
import type { Config } from './config.ts';
import { DEMO_BOT, type DemoTelegram } from './demo/emulator.ts';
import { createBotApi } from './telegram/fetch.ts';
import { identifyToken } from './telegram/setup.ts';
import type { Core } from './wire.ts';

/** The demo's tenant in an empty database, and the bot of the settings. */
export const prepareTenant = async (config: Config, core: Core, demo: DemoTelegram | undefined): Promise<void> => {
  const { operator, backend } = core;
  const known = await operator.listBots();
  const token = config.TELEGRAM_BOT_TOKEN;
  const tenant_id = (await operator.findTenantId(DEMO_TENANT.slug)) ?? (await seedDemo(backend));
  if (demo !== undefined) {
    const [bot] = demo.emulator.snapshot().bots;
    await operator.saveBot(tenant_id, {
      bot_id: bot?.id ?? 0,
      username: DEMO_BOT.username,
      name: DEMO_BOT.first_name,
      token: DEMO_BOT.token,
    });
  }
  if (token === undefined) return;
  const owner = known.find((bot) => bot.token === token)?.tenant_id ?? tenant_id;
  const { options, close } = createBotApi(config.TELEGRAM_API_ROOT);
  try {
    await operator.saveBot(owner, await identifyToken(token, options));
  } finally {
    await close();
  }
  await operator.ensureAdmins(owner, config.ADMIN_IDS);
};
