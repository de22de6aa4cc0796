import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { migrate } from '@okno/backend';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../../apps/server/src/embedded/index.ts';
import { atEnd, tempFolder } from '../e2e/support/at-end.ts';
import { requireProgram } from '../support/requires.ts';
import { DEPLOY } from './files.ts';

test('with the login of deploy/postgres Okno makes its schema without the right to make roles, and is nothing by itself', async (t) => {
  const psql = requireProgram(t, 'psql');
  if (psql === null) return;
  const server = await startEmbeddedPostgres({ dataDir: path.join(tempFolder(t), 'postgres') });
  atEnd(t, () => server.stop());
  const { host, port, user } = server.connection;
  const file = path.join(DEPLOY, 'postgres/okno/login.sql');
  const run = () =>
    promisify(execFile)(
      psql,
      ['--no-psqlrc', '--set=ON_ERROR_STOP=1', "--set=password=a'word", `--file=${file}`, 'postgres'],
      {
        env: {
          PATH: process.env['PATH'],
          PGHOST: host,
          PGPORT: String(port),
          PGUSER: user,
          PGPASSWORD: server.connection.password ?? '',
        },
      },
    );
  await run();
  await run();
  const login = { host, port, user: 'okno', password: "a'word", database: 'okno' };
  assert.ok((await migrate(login)).length > 30);
  assert.deepEqual(await migrate(login), []);
  const client = new Client(login);
  await client.connect();
  atEnd(t, () => client.end());
  const refused = async (text: string) =>
    client.query(text).then(
      () => 'done',
      (error: { code: string }) => error.code,
    );
  const INSUFFICIENT = '42501';
  assert.equal(await refused('create role somebody'), INSUFFICIENT);
  assert.equal(await refused('create database another'), INSUFFICIENT);
  assert.equal(await refused("copy (select 1) to program 'true'"), INSUFFICIENT);
  assert.equal(await refused('alter role okno superuser'), INSUFFICIENT);
  await client.query("set role okno_app; select set_config('app.tenant_id', gen_random_uuid()::text, false)");
  assert.equal(await refused('create table t (id int)'), INSUFFICIENT);
  assert.equal(await refused('delete from audit_log'), INSUFFICIENT);
});
