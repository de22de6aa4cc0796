import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { dumpDatabase, migrate } from '@okno/backend';
import { readConfig } from '../config.ts';
import { startEmbeddedPostgres } from '../embedded/index.ts';
import { createLog } from '../log.ts';
import { OperatorError } from '../problem.ts';
import { embeddedFolder, reachDatabase } from '../reach.ts';
import { forget } from '../reset.ts';
import { writeBackupFile } from './file.ts';
import { refuseInterrupted } from './interrupted.ts';
import { restoreBackup } from './restore.ts';

/** Whatever ends: a test, or the whole file. */
type Ending = { after(work: () => void): void };

const newFolder = (t: Ending): string => {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'okno-restore-')));
  t.after(() => rmSync(root, { recursive: true }));
  return root;
};

/** A folder with a database that does not run, and a backup of it. */
const backUp = async () => {
  const root = newFolder({ after });
  const [folder, file] = [path.join(root, 'postgres'), path.join(root, 'one.backup')];
  const server = await startEmbeddedPostgres({ dataDir: folder });
  try {
    await migrate(server.connection);
    await writeBackupFile(file, dumpDatabase(server.connection), { key: undefined, sealed_with: '' });
  } finally {
    await server.stop();
  }
  return { folder, file };
};

const made = await backUp();

/** A copy of it for one test, as the data of the program. */
const openData = (t: Ending) => {
  const config = readConfig({ DATA_DIR: path.join(newFolder(t), 'data') });
  const folder = embeddedFolder(config);
  cpSync(made.folder, folder, { recursive: true });
  const { file } = made;
  const names = () =>
    readdirSync(path.dirname(folder))
      .filter((name) => name.startsWith('postgres'))
      .sort();
  const restore = (mayReplace: () => Promise<boolean>) =>
    restoreBackup({ file, config, mayReplace, without_key: true, now: new Date('2031-03-10T12:00:00Z') });
  return { config, folder, names, restore };
};

test('who starts the program while a backup is being restored keeps the data that it runs on', async (t) => {
  const { folder, names, restore } = openData(t);
  const started: Awaited<ReturnType<typeof startEmbeddedPostgres>>[] = [];
  const startMeanwhile = async () => {
    started.push(await startEmbeddedPostgres({ dataDir: folder }));
    return true;
  };
  try {
    await assert.rejects(restore(startMeanwhile), /Okno is running on this data/);
    assert.deepEqual(names(), ['postgres'], 'nothing was put aside, and nothing is left');
  } finally {
    for (const server of started) await server.stop();
  }
  assert.equal((await restore(async () => true)).before, `${folder}-before-2031-03-10T120000Z`);
  assert.deepEqual(names(), ['postgres', 'postgres-before-2031-03-10T120000Z']);
});

test('who begins anew begins without what an interrupted restore left', async (t) => {
  const root = newFolder(t);
  const config = readConfig({ DATA_DIR: root });
  mkdirSync(`${embeddedFolder(config)}-restoring`);
  assert.throws(() => refuseInterrupted(embeddedFolder(config)), /or remove \S+-restoring to begin without data/);
  await forget(config);
  refuseInterrupted(embeddedFolder(config));
});

test('a restore that was interrupted between the old data and the new is told at the start, and can be repeated', async (t) => {
  const { config, folder, names, restore } = openData(t);
  const before = `${folder}-before-2031-03-10T110000Z`;
  renameSync(folder, before);
  cpSync(made.folder, `${folder}-restoring`, { recursive: true });
  const start = () => reachDatabase(config, createLog('silent'));
  await assert.rejects(start(), (error) => {
    assert.ok(error instanceof OperatorError);
    assert.match(error.message, /A restore was interrupted[^.]*: restore the backup again/);
    assert.ok(error.message.includes(before), 'it says where the old data is');
    return true;
  });
  assert.ok(!existsSync(folder), 'no empty database was made instead');
  await restore(() => assert.fail('there is nothing to replace'));
  assert.deepEqual(names(), ['postgres', path.basename(before)]);
  const database = await start();
  await database.stop();
});
