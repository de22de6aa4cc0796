import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Config } from './config.ts';
import { OperatorError } from './problem.ts';
import { isEmbeddedRunning } from './reach.ts';

/** `--reset`: the embedded database and the demo's chats go; a database of one's own is never touched. */
export const forget = async (config: Config): Promise<void> => {
  if (config.DATABASE_URL !== undefined)
    throw new OperatorError('--reset is for the embedded database only: drop the database of DATABASE_URL yourself.');
  if (isEmbeddedRunning(config))
    throw new OperatorError('Okno is running on this data: stop it before you begin anew.');
  for (const name of ['postgres', 'postgres-restoring', 'telegram.json'])
    await rm(join(resolve(config.DATA_DIR), name), { recursive: true, force: true });
};
