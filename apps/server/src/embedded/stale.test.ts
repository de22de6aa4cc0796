import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readPostmasterFile } from './postmaster-file.ts';
import { isAlive } from './processes.ts';
import { ask, dataWithOneNote, killHard, startChild, startIn, until } from './testing.ts';

const insertTwo = 'insert into notes values (2)';
const allNotes = 'select id from notes order by id';

/** Writes another process's number where the dead server's stands: in its two lock files. */
const writePid = (dataDir: string, pid: number): void => {
  const { port, socket_dir } = readPostmasterFile(dataDir) ?? assert.fail('there is no postmaster.pid');
  for (const name of [path.join(dataDir, 'postmaster.pid'), path.join(socket_dir, `.s.PGSQL.${port}.lock`)])
    fs.writeFileSync(name, fs.readFileSync(name, 'utf8').replace(/^\d+/, String(pid)));
};

/** A database whose server and starter were both killed: with a `postmaster.pid` that tells of a dead process. */
const killedData = async (t: Parameters<typeof dataWithOneNote>[0]): Promise<string> => {
  const dataDir = await dataWithOneNote(t);
  const { child, server, connection } = await startChild(t, dataDir);
  await ask(connection, insertTwo);
  process.kill(server, 'SIGKILL');
  await killHard(child);
  await until('the server is gone', () => !isAlive(server));
  assert.equal(readPostmasterFile(dataDir)?.pid, server);
  return dataDir;
};

test('after a kill of program and server at once everything acknowledged is there', async (t) => {
  const server = await startIn(t, await killedData(t));
  assert.deepEqual(await ask(server.connection, allNotes), [1, 2]);
});

test('a stale postmaster.pid whose number another program has now does not hinder', async (t) => {
  const dataDir = await killedData(t);
  // not our own number: the server itself knows that its parent cannot be a server
  const stranger = spawn('/bin/sleep', ['60'], { stdio: 'ignore' });
  t.after(() => stranger.kill());
  writePid(dataDir, stranger.pid ?? assert.fail('sleep did not start'));
  const server = await startIn(t, dataDir);
  assert.equal(server.attached, false);
  assert.deepEqual(await ask(server.connection, allNotes), [1, 2]);
});

test("a stale postmaster.pid whose number another folder's server has now does not hinder", async (t) => {
  const other = await startIn(t, await dataWithOneNote(t));
  const dataDir = await killedData(t);
  writePid(dataDir, other.pid);
  const server = await startIn(t, dataDir);
  assert.equal(server.attached, false);
  assert.deepEqual(await ask(server.connection, allNotes), [1, 2]);
  assert.deepEqual(await ask(other.connection, allNotes), [1]);
});

test('a stale postmaster.pid whose number belongs to a zombie does not hinder', async (t) => {
  const dataDir = await killedData(t);
  // the shell becomes `sleep`, which never collects the shell's child
  const parent = spawn('/bin/sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => parent.kill());
  const [output]: Buffer[] = await once(parent.stdout, 'data');
  const zombie = Number(output);
  await until('the child is a zombie', () => !isAlive(zombie));
  assert.ok(process.kill(zombie, 0), 'it still has its number');
  writePid(dataDir, zombie);
  const server = await startIn(t, dataDir);
  assert.deepEqual(await ask(server.connection, allNotes), [1, 2]);
});
