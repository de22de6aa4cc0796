import { type BackupPart, type Loaded, loadDatabase } from '@okno/backend';
import { startEmbeddedPostgres } from '../embedded/index.ts';

/**
 * Nobody uses this server yet, and its rows come in one transaction: with the least of a journal they are written once, and
 * through to the disk before it is committed, instead of twice. What is committed is as safe as ever.
 */
const SETTINGS = {
  wal_level: 'minimal',
  max_wal_senders: '0',
  // Nothing is saved by writing in between what the end writes anyway.
  max_wal_size: '4GB',
  checkpoint_timeout: '1h',
  autovacuum: 'off',
};

/**
 * Makes an embedded database in a folder of which nobody else knows, and fills it with a backup. When this returns the server
 * has ended and everything is on the disk; what it was started with does not stay.
 * @throws BackupError as `loadDatabase` does
 */
export const loadScratch = async (dataDir: string, parts: AsyncIterable<BackupPart>): Promise<Loaded> => {
  const server = await startEmbeddedPostgres({ dataDir, settings: SETTINGS });
  return loadDatabase(server.connection, parts).finally(() => server.stop());
};
