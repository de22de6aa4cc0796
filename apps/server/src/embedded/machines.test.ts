import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { Client } from 'pg';
import { findAccount } from './account.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { isAlive } from './processes.ts';
import { ask, dataWithOneNote, killHard, startChild, startIn, tempFolder, until } from './testing.ts';

const isRoot = process.getuid?.() === 0;

/** A machine whose root has no `unshare` and keeps shared things in a folder of the test. */
const withoutUnshare = (t: TestContext, setpriv: boolean) => {
  const shared = tempFolder(t);
  return { shared_dir: path.join(shared, 'shared'), tools: { unshare: false, setpriv }, open: shared };
};

const ownerOf = (pid: number): number => fs.statSync(`/proc/${pid}`).uid;

if (isRoot && process.platform === 'linux') {
  test('root without unshare runs the server as another user, from a copy that user can reach', async (t) => {
    const { open, ...machine } = withoutUnshare(t, true);
    fs.chmodSync(open, 0o755);
    const dataDir = path.join(tempFolder(t), 'pg');
    const server = await startIn(t, dataDir, machine);
    assert.notEqual(ownerOf(server.pid), 0);
    assert.ok(fs.lstatSync(dataDir).isSymbolicLink(), 'the closed folder holds a link to the data');
    assert.ok(server.dataDir.startsWith(machine.shared_dir));
    await ask(server.connection, 'create table notes as select 1 as id');
    await server.stop();
    const withUnshare = await startIn(t, dataDir);
    assert.deepEqual(
      await ask(withUnshare.connection, 'select id from notes'),
      [1],
      'the other way takes over the data',
    );
    await withUnshare.stop();
    const back = await startIn(t, dataDir, machine);
    assert.deepEqual(await ask(back.connection, 'select id from notes'), [1], 'and back again');
  });

  for (const setpriv of [true, false])
    test(`a server of another user ends with its program, ${setpriv ? 'with' : 'without'} setpriv`, async (t) => {
      const { open, ...machine } = withoutUnshare(t, setpriv);
      fs.chmodSync(open, 0o755);
      const dataDir = path.join(tempFolder(t), 'pg');
      const { child, server } = await startChild(t, dataDir, machine);
      assert.notEqual(ownerOf(server), 0);
      await killHard(child);
      await until('the server ended', () => !isAlive(server));
      assert.equal(readPostmasterFile(dataDir), null, 'it shut down in order');
    });

  test('data that the other user cannot reach is not moved but explained', async (t) => {
    const { open, ...machine } = withoutUnshare(t, true);
    fs.chmodSync(open, 0o755);
    const dataDir = await dataWithOneNote(t);
    await assert.rejects(startIn(t, dataDir, machine), { code: 'not_writable', message: /cannot reach it/ });
  });
}

test('where sockets are not possible the server listens on loopback and asks for a password', async (t) => {
  const server = await startIn(t, path.join(tempFolder(t), 'pg'), { transport: 'tcp' });
  assert.equal(server.connection.host, '127.0.0.1');
  assert.deepEqual(await ask(server.connection, 'show listen_addresses'), ['127.0.0.1']);
  const stranger = new Client({ ...server.connection, password: 'guess' });
  await assert.rejects(stranger.connect(), /password authentication failed/);
  const second = await startIn(t, server.dataDir, { transport: 'tcp' });
  assert.equal(second.attached, true);
  assert.deepEqual(second.connection, server.connection);
});

test('an account is found by its whole name and is never root', () => {
  const passwd = 'root:x:0:0::/root:/bin/sh\nnobodyelse:x:7:7::/:/bin/false\nnobody:x:65534:65533::/:/bin/false\n';
  assert.deepEqual(findAccount(passwd, 'nobody'), { name: 'nobody', uid: 65534, gid: 65533 });
  assert.equal(findAccount(passwd, 'root'), null);
  assert.equal(findAccount(passwd, 'postgres'), null);
});
