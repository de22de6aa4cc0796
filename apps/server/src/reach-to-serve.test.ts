import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { tempFolder } from '../../../test/e2e/support/at-end.ts';
import { layReadyData } from '../../../test/support/ready-data.ts';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { OperatorError } from './problem.ts';
import { reachDatabase } from './reach.ts';
import { reachToServe } from './reach-to-serve.ts';

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
