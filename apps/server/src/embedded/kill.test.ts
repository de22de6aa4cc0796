import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { ServerExit } from './handle.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { isAlive } from './processes.ts';
import { ask, dataWithOneNote, killHard, spawnStarter, startChild, startIn, tempFolder, until } from './testing.ts';

const insertTwo = 'insert into notes values (2)';
const allNotes = 'select id from notes order by id';

const killServer = (pid: number): Promise<void> => {
  process.kill(pid, 'SIGKILL');
  return until('the server is gone', () => !isAlive(pid));
};

test('a killed server is reported, and a new start finds everything at the same address', async (t) => {
  const server = await startIn(t, await dataWithOneNote(t));
  const told = new Promise<ServerExit>((resolve) => server.onExit(resolve));
  await ask(server.connection, insertTwo);
  await killServer(server.pid);
  const exit = await told;
  assert.equal(exit.reason, 'crashed');
  assert.match(exit.message, /SIGKILL/);
  const again = await startIn(t, server.dataDir);
  assert.deepEqual(again.connection, server.connection);
  assert.deepEqual(await ask(again.connection, allNotes), [1, 2]);
});

test('a listener that comes after the exit is told as well', async (t) => {
  const server = await startIn(t, await dataWithOneNote(t));
  const first = new Promise<ServerExit>((resolve) => server.onExit(resolve));
  await killServer(server.pid);
  const exit = await first;
  server.onExit((later) => assert.equal(later, exit));
});

test('the server ends when its program is killed', async (t) => {
  const dataDir = await dataWithOneNote(t);
  const { child, server } = await startChild(t, dataDir);
  await killHard(child);
  await until('the server ended', () => !isAlive(server));
  assert.equal(readPostmasterFile(dataDir), null, 'it shut down in order');
});

test('the server ends when its program is killed where setpriv is missing', async (t) => {
  const dataDir = await dataWithOneNote(t);
  const { child, server } = await startChild(t, dataDir, { tools: { unshare: true, setpriv: false } });
  await killHard(child);
  await until('the server ended', () => !isAlive(server));
  assert.equal(readPostmasterFile(dataDir), null, 'it shut down in order');
});

test('a start right after the program was killed waits for the old server and then begins', async (t) => {
  const dataDir = await dataWithOneNote(t);
  const { child, server, connection } = await startChild(t, dataDir);
  await ask(connection, insertTwo);
  await killHard(child);
  const next = await startIn(t, dataDir);
  if (next.pid === server) await new Promise<ServerExit>((resolve) => next.onExit(resolve));
  const last = next.pid === server ? await startIn(t, dataDir) : next;
  assert.deepEqual(await ask(last.connection, allNotes), [1, 2]);
});

test('a first start that was killed in the middle is done again, and nothing of it is left', async (t) => {
  const parent = tempFolder(t);
  const dataDir = path.join(parent, 'pg');
  const child = spawnStarter(t, dataDir);
  const halfMade = (): string | undefined => fs.readdirSync(parent).find((name) => name.startsWith('.okno-initdb-'));
  const begun = (): boolean => fs.existsSync(path.join(parent, halfMade() ?? 'none', 'PG_VERSION'));
  await until('initdb has begun', begun);
  await killHard(child);
  assert.equal(fs.existsSync(dataDir), false);
  const server = await startIn(t, dataDir);
  assert.deepEqual(await ask(server.connection, 'select 1'), [1]);
  assert.deepEqual(fs.readdirSync(parent), ['pg']);
});
