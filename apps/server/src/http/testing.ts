import type { AppDeps } from './app.ts';

/** An installation without bots on other servers. */
export const NO_FAR_BOTS: AppDeps['operator'] = {
  listFarBots: async () => [],
  noteConfigured: async () => {},
  revokeBot: async () => {},
};
