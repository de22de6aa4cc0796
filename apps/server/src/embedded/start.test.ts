import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { ServerExit } from './handle.ts';
import { startEmbeddedPostgres } from './index.ts';
import { isAlive } from './processes.ts';
import { ask, dataWithOneNote, startChild, startIn, tempFolder } from './testing.ts';

test('makes a database with the built-in C.UTF-8 locale, full durability and no port on the network', async (t) => {
  const server = await startIn(t, path.join(tempFolder(t), 'data', 'pg'));
  const facts = `select concat_ws(' ', datlocprovider, datlocale, pg_encoding_to_char(encoding), current_setting('fsync'),
    current_setting('synchronous_commit'), current_setting('listen_addresses') || '.') from pg_database where datname = current_database()`;
  assert.deepEqual(await ask(server.connection, facts), ['b C.UTF-8 UTF8 on on .']);
  assert.equal(server.attached, false);
});

test('keeps the data over a stop and a start', async (t) => {
  const dataDir = await dataWithOneNote(t);
  const first = await startIn(t, dataDir);
  await ask(first.connection, 'insert into notes values (2)');
  await first.stop();
  assert.equal(isAlive(first.pid), false);
  const second = await startIn(t, dataDir);
  assert.deepEqual(await ask(second.connection, 'select id from notes order by id'), [1, 2]);
});

test('stops as often as it is asked to and leaves no socket folder', async (t) => {
  const server = await startIn(t, await dataWithOneNote(t));
  await Promise.all([server.stop(), server.stop()]);
  await server.stop();
  assert.equal(fs.existsSync(server.connection.host), false);
});

test('hands settings to the server and its lines to the log', async (t) => {
  const dataDir = await dataWithOneNote(t);
  const lines: string[] = [];
  const server = await startEmbeddedPostgres({
    dataDir,
    settings: { max_connections: '33' },
    log: (line) => lines.push(line),
  });
  t.after(() => server.stop());
  assert.deepEqual(await ask(server.connection, 'show max_connections'), ['33']);
  assert.ok(lines.some((line) => line.includes('starting PostgreSQL 18')));
});

test('the socket lies in a short folder that only its owner can open', async (t) => {
  const server = await startIn(t, await dataWithOneNote(t));
  assert.ok(server.connection.host.length < 80);
  assert.equal(fs.statSync(server.connection.host).mode & 0o777, 0o700);
});

test('a path with spaces and Cyrillic, three hundred letters long, works', async (t) => {
  const dataDir = path.join(tempFolder(t), 'Мои документы', 'окно '.repeat(20).trim(), 'x'.repeat(100), 'pg');
  const server = await startIn(t, dataDir);
  assert.deepEqual(await ask(server.connection, 'show data_directory'), [dataDir]);
});

test('a socket folder made by a stranger is not used', async (t) => {
  const dataDir = await dataWithOneNote(t);
  const known = await startIn(t, dataDir);
  await known.stop();
  fs.mkdirSync(known.connection.host, { mode: 0o777 });
  fs.chmodSync(known.connection.host, 0o777);
  t.after(() => fs.rmdirSync(known.connection.host));
  const server = await startIn(t, dataDir);
  assert.notEqual(server.connection.host, known.connection.host);
  assert.equal(fs.statSync(server.connection.host).mode & 0o777, 0o700);
});

test('a second start joins the running server, and its stop leaves the server to the first', async (t) => {
  const dataDir = await dataWithOneNote(t);
  const first = await startChild(t, dataDir);
  const second = await startIn(t, dataDir);
  assert.equal(second.attached, true);
  assert.equal(second.pid, first.server);
  await second.stop();
  assert.deepEqual(await ask(first.connection, 'select id from notes'), [1]);
});

test('a start through a link joins the server of the folder it points to', async (t) => {
  const dataDir = await dataWithOneNote(t);
  const first = await startIn(t, dataDir);
  const link = path.join(tempFolder(t), 'link');
  fs.symlinkSync(dataDir, link);
  const second = await startIn(t, link);
  assert.equal(second.attached, true);
  assert.equal(second.dataDir, first.dataDir);
});

test('two starts at the same moment on an empty folder end with one server', async (t) => {
  const dataDir = path.join(tempFolder(t), 'pg');
  const both = await Promise.all([startIn(t, dataDir), startIn(t, dataDir), startChild(t, dataDir)]);
  assert.equal(new Set([both[0].pid, both[1].pid, both[2].server]).size, 1);
  assert.deepEqual(fs.readdirSync(path.dirname(dataDir)), ['pg']);
});

test('who joined is told when the owner stops the server', async (t) => {
  const dataDir = await dataWithOneNote(t);
  const owner = await startIn(t, dataDir);
  const guest = await startIn(t, dataDir);
  const told = new Promise<ServerExit>((resolve) => guest.onExit(resolve));
  owner.onExit(() => assert.fail('the owner asked for the stop itself'));
  await owner.stop();
  const exit = await told;
  assert.equal(exit.reason, 'owner_stopped');
  assert.match(exit.message, /another program/);
});
