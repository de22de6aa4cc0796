import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { readConfig } from '../../apps/server/src/config.ts';
import { createLog } from '../../apps/server/src/log.ts';
import { reachDatabase } from '../../apps/server/src/reach.ts';
import { reachToServe } from '../../apps/server/src/reach-to-serve.ts';
import { layReadyData } from '../support/ready-data.ts';
import { tempFolder } from './support/at-end.ts';

test('whoever is to serve waits for a command that has started the embedded server, and does not end with it', async (t) => {
  const DATA_DIR = path.join(tempFolder(t), 'data');
  await layReadyData(DATA_DIR);
  const [config, log] = [readConfig({ DATA_DIR }), createLog('silent')];
  const command = await reachDatabase(config, log);
  // The control: another command joins.
  const other = await reachDatabase(config, log);
  assert.equal(other.joined, true);
  await other.stop();
  const serving = reachToServe(config, log);
  await command.stop();
  const own = await serving;
  assert.equal(own.joined, false);
  await own.stop();
});
