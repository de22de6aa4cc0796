import { AppError } from '@okno/contract';
import type { AppDeps } from './app.ts';
import type { Keys } from './caller.ts';

/** Of an app at which nobody is known or counted, on plain HTTP. */
export const STRANGERS: Omit<Keys, 'keys' | 'addresses'> & Pick<AppDeps, 'limitAddress' | 'trustedProxies'> = {
  recogniseAssistant: async () => undefined,
  findProgram: async () => undefined,
  findSession: async () => undefined,
  readMiniApp: async () => {
    throw new AppError('forbidden', { header: 'Authorization' });
  },
  site: { origin: null, secure: false, friends: [] },
  onWrongKey: () => {},
  limitAddress: null,
  trustedProxies: [],
};

/** An installation without bots on other servers. */
export const NO_FAR_BOTS: AppDeps['operator'] = {
  listFarBots: async () => [],
  noteConfigured: async () => {},
  revokeBot: async () => {},
  revokeToken: async () => {},
};
