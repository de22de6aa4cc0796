import fs from 'node:fs';
import path from 'node:path';
import { migrate } from '@okno/backend';
import { readConfig } from '../../apps/server/src/config.ts';
import { openDatabase } from '../../apps/server/src/database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../apps/server/src/embedded/index.ts';
import { createLog } from '../../apps/server/src/log.ts';
import { syncFolder } from '../../apps/server/src/sync-folder.ts';
import { atEnd, type Place, tempFolder } from '../e2e/support/at-end.ts';

/** Where the run keeps what its tests share; nothing outside of `npm test`. */
const sharedFolder = (): string | undefined => process.env['OKNO_TEST_SHARED'];

/** An empty database of ours at rest, made once per run; two who make it at once make the same. */
const makeReady = async (shared: string): Promise<string> => {
  const ready = path.join(shared, 'ready');
  if (fs.existsSync(ready)) return ready;
  const making = fs.mkdtempSync(path.join(shared, 'making-'));
  fs.chmodSync(making, 0o755);
  const database = await openDatabase(readConfig({ DATA_DIR: making }), createLog('silent'));
  await database.stop();
  try {
    fs.renameSync(path.join(making, 'postgres'), ready);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as { code?: string }).code ?? '')) throw error;
  }
  fs.rmSync(making, { recursive: true, force: true });
  return ready;
};

/** Writes a tree through to the disk, as initdb does with what it makes. */
const syncTree = (folder: string): void => {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) syncTree(place);
    else syncFile(place);
  }
  syncFolder(folder);
};

const syncFile = (place: string): void => {
  const file = fs.openSync(place, 'r+');
  fs.fsyncSync(file);
  fs.closeSync(file);
};

/**
 * Lays an empty database with our schema where the embedded server will look for its data, unless there is something already:
 * a copy takes a tenth of the time that making it does. Whoever tests a first start leaves this out.
 * @param data_dir as in `DATA_DIR`
 */
export const layReadyData = async (data_dir: string): Promise<void> => {
  const shared = sharedFolder();
  const folder = path.join(data_dir, 'postgres');
  if (shared === undefined || fs.existsSync(folder)) return;
  fs.mkdirSync(data_dir, { recursive: true });
  fs.cpSync(await makeReady(shared), folder, { recursive: true, verbatimSymlinks: true });
  syncTree(folder);
  for (const one of [data_dir, path.dirname(data_dir)]) syncFolder(one);
};

/** An embedded server of the test's own with an empty database of ours in it, outside of `npm test` as well; gone at the end. */
export const startReadyPostgres = async (
  t: Place,
  settings: Readonly<Record<string, string>> = {},
): Promise<EmbeddedPostgres> => {
  const data_dir = tempFolder(t);
  await layReadyData(data_dir);
  const server = await startEmbeddedPostgres({ dataDir: path.join(data_dir, 'postgres'), settings });
  atEnd(t, () => server.stop());
  // Finds nothing to do where the data was laid ready.
  await migrate(server.connection);
  return server;
};
