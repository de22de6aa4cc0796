import type { Config } from '../../../apps/server/src/config.ts';
import { openDatabase } from '../../../apps/server/src/database.ts';
import { createLog } from '../../../apps/server/src/log.ts';
import { type Core, wireCore } from '../../../apps/server/src/wire.ts';
import { layReadyData } from '../../support/ready-data.ts';

/** Does something with the backend alone, before or without a server. */
export const withCore = async <T>(config: Config, work: (core: Core) => Promise<T>): Promise<T> => {
  const log = createLog('silent');
  if (config.DATABASE_URL === undefined) await layReadyData(config.DATA_DIR);
  const database = await openDatabase(config, log);
  const core = await wireCore({ config, database, clockOffset: () => 0, log });
  try {
    return await work(core);
  } finally {
    await core.close();
    await database.stop();
  }
};
