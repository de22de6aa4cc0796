import { DEMO_OWNER, DEMO_SPECIALISTS, DEMO_TENANT, seedDemo } from '@okno/backend';
import type { Config } from './config.ts';
import { DEMO_BOT } from './demo/emulator.ts';
import type { Logger } from './log.ts';
import { OperatorError } from './problem.ts';
import { createBotApi } from './telegram/fetch.ts';
import { identifyToken } from './telegram/setup.ts';
import type { Core } from './wire.ts';

const DEMO_BOT_ID = Number(DEMO_BOT.token.split(':')[0]);
const DEMO_STAFF = [DEMO_OWNER, ...DEMO_SPECIALISTS].map(({ telegram_id }) => telegram_id);

/** The business this installation begins with: the studio of the demo, made in an empty database. */
const firstTenant = async ({ operator, backend }: Core): Promise<string> =>
  (await operator.findTenantId(DEMO_TENANT.slug)) ?? seedDemo(backend);

/**
 * The demo: its studio, with its bot on the emulator; gives the studio's id.
 * @throws OperatorError when the data serves real people: on the emulator their reminders would come to nobody.
 */
export const prepareDemo = async (core: Core): Promise<string> => {
  const { operator } = core;
  const real = (await operator.listBots()).filter(({ bot_id }) => bot_id !== DEMO_BOT_ID);
  if (real.length > 0) {
    const names = real.map(({ username }) => `@${username}`).join(', ');
    throw new OperatorError(`This data serves ${names}: set TELEGRAM_BOT_TOKEN (or begin anew with --reset).`);
  }
  const { token, username, first_name: name } = DEMO_BOT;
  const tenant_id = await firstTenant(core);
  await operator.saveBot(tenant_id, { bot_id: DEMO_BOT_ID, username, name, token });
  await operator.ensureDemoStaff(tenant_id);
  return tenant_id;
};

/**
 * With an address for the world and without a bot of its own: a demo that was here before has its bot on the emulator, and
 * Telegram knows nothing of it. It is served no more, until it is the demo again.
 */
const leaveDemo = async ({ operator }: Core, log: Logger): Promise<void> => {
  const demo = (await operator.listBots()).find(({ bot_id }) => bot_id === DEMO_BOT_ID);
  if (demo === undefined) return;
  await operator.revokeBot(demo.tenant_id, demo.bot_id);
  const words = 'with PUBLIC_URL there is no demo: its bot is not served, and its studio and bookings stay';
  log.info({ event: 'demo_left', bot_id: demo.bot_id }, words);
};

/**
 * The bot of TELEGRAM_BOT_TOKEN with the business it belongs to: the one that has this bot, otherwise the first.
 * The demo's own bot and people leave, because outside the emulator they are nobody.
 * @throws OperatorError when Telegram does not know the token, or cannot be reached.
 */
const prepareOwnBot = async (core: Core, token: string, config: Config): Promise<void> => {
  const { operator } = core;
  const { options, close } = createBotApi(config.TELEGRAM_API_ROOT);
  try {
    const identity = await identifyToken(token, options);
    const tenant_id = (await operator.findTenantOfBot(identity.bot_id)) ?? (await firstTenant(core));
    await operator.revokeBot(tenant_id, DEMO_BOT_ID);
    await operator.dismissStaff(tenant_id, DEMO_STAFF);
    await operator.saveBot(tenant_id, identity);
    await operator.ensureAdmins(tenant_id, config.ADMIN_IDS);
  } finally {
    await close();
  }
};

/** What is served where there is no demo: the bot of TELEGRAM_BOT_TOKEN, or without one the bots that the database names. */
export const prepareOwn = (core: Core, config: Config, log: Logger): Promise<void> =>
  config.TELEGRAM_BOT_TOKEN === undefined
    ? leaveDemo(core, log)
    : prepareOwnBot(core, config.TELEGRAM_BOT_TOKEN, config);
