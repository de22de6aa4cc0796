import { readConfig } from '../config.ts';
import { openDatabase } from '../database.ts';
import { createLog } from '../log.ts';

/** `okno migrate`: brings the schema up to date without starting the server. */
export const migrateCommand = async (): Promise<void> => {
  const config = readConfig();
  const database = await openDatabase(config, createLog('silent'));
  try {
    const { ran } = database;
    process.stdout.write(ran.length === 0 ? 'The database is up to date.\n' : `Ran: ${ran.join(', ')}\n`);
  } finally {
    await database.stop();
  }
};
