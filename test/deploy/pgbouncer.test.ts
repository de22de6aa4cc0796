import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { createInTenant, createLookInTenant, createPool } from '@okno/backend';
import pg from 'pg';
import { readConfig } from '../../apps/server/src/config.ts';
import { openPools } from '../../apps/server/src/pools.ts';
import { OperatorError } from '../../apps/server/src/problem.ts';
import { atEnd } from '../e2e/support/at-end.ts';
import { addressOf, openStudioDatabase, type StudioDatabase } from '../e2e/support/database.ts';
import { ask } from '../e2e/support/rest.ts';
import { ANNA, openStudio } from '../e2e/support/studio.ts';
import { book, createVisitor } from '../e2e/support/visitor.ts';
import { PASSWORD, startPgBouncer } from '../support/pgbouncer.ts';
import { requireProgram } from '../support/requires.ts';
import { parseDatabaseUrl } from '../support/test-server.ts';
import { DEPLOY } from './files.ts';

/** As few as it takes for everybody to meet everybody. */
const MOST = 3;

const makeLogin = async (psql: string, database: StudioDatabase): Promise<void> => {
  const { host, port, user, password, database: name } = parseDatabaseUrl(database.url);
  const file = path.join(DEPLOY, 'postgres/okno/requests.sql');
  const words = ['--no-psqlrc', '--set=ON_ERROR_STOP=1', `--set=password=${PASSWORD}`, `--file=${file}`, name];
  const env = {
    PATH: process.env['PATH'],
    PGHOST: host,
    PGPORT: String(port ?? 5432),
    PGUSER: user,
    PGPASSWORD: password,
  };
  await promisify(execFile)(psql, words, { env });
};

/** The login of the file, and PgBouncer with the file before the database; null where a program is missing. */
const openPooler = async (t: TestContext, database: StudioDatabase): Promise<string | null> => {
  const [psql, pgbouncer] = [requireProgram(t, 'psql'), requireProgram(t, 'pgbouncer')];
  if (psql === null || pgbouncer === null) return null;
  await makeLogin(psql, database);
  await makeLogin(psql, database);
  return startPgBouncer(t, pgbouncer, { server: parseDatabaseUrl(database.url), most: MOST });
};

const onError = () => {};

test('through PgBouncer, by pooled transactions: book in the chat, ask and cancel over HTTP, and hear of it', async (t) => {
  if (requireProgram(t, 'pgbouncer') === null) return;
  const studio = await openStudio(t, {
    delivery: 'webhook',
    settings: async (database) => {
      const url = await openPooler(t, database);
      assert.ok(url);
      return { DATABASE_POOL_URL: url };
    },
  });
  const anna = createVisitor(studio.as(ANNA), 'ru');
  await book(anna, { day: 3, time: 2 });
  const root = `${studio.server.url}/api/v1`;
  const [booked] = await studio.rows<{ id: string }>(
    'select bookings.id from bookings join clients on clients.id = client_id where telegram_id = $1',
    [ANNA.id],
  );
  assert.ok(booked);
  const { body } = await ask<{ status: string }>(root, `/bookings/${booked.id}`);
  assert.equal(body.status, 'confirmed');
  const cancelled = await ask(root, `/bookings/${booked.id}/cancellation`, { method: 'POST', body: {} });
  assert.equal(cancelled.status, 200);
  // The notice leaves by the worker, which was woken through the pooler.
  await anna.sees(anna.say('notice.booking_cancelled'));
  const [{ count } = { count: -1 }] = await studio.rows<{ count: number }>(
    `select count(*)::int from pg_stat_activity where usename = 'okno_requests' and datname = current_database()`,
  );
  assert.ok(count > 0 && count <= MOST, `${count} connections serve all requests`);
  studio.log.assertCalm();
});

type Look = { readonly tenant_id: string; readonly names: string[] | null; readonly role: string };
const SEEN = `select current_setting('app.tenant_id') as tenant_id, current_user as role,
  (select array_agg(name) from clients) as names`;

test('two businesses that share three connections of the server never see each other, and nothing is left behind', async (t) => {
  const database = await openStudioDatabase(t);
  const url = await openPooler(t, database);
  if (url === null) return;
  const tenants = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
  for (const [n, tenant_id] of tenants.entries())
    await database.rows(`insert into tenants (tenant_id, slug, name, time_zone, language, currency)
      values ('${tenant_id}', 'salon-${n}', 'Salon', 'UTC', 'en', 'EUR');
      insert into clients (tenant_id, name) values ('${tenant_id}', 'of ${n}')`);
  const pool = createPool({ connection: { connection_string: url }, role: 'app', max: 20, pooled: true, onError });
  atEnd(t, () => pool.end());
  const [inTenant, look] = [
    createInTenant(
      pool,
      () => 0,
      () => {},
    ),
    createLookInTenant(pool, () => 0),
  ];
  const statement = { compile: () => ({ sql: SEEN, parameters: [] }), row: undefined as unknown as Look };
  const careless = { bled: 0 };
  const askOnce = async (n: number): Promise<void> => {
    const side = n % 2;
    const tenant_id = tenants[side] ?? '';
    const expected = { tenant_id, role: 'okno_app', names: [`of ${side}`] };
    const work = n % 3 === 0 ? look : inTenant;
    await work(tenant_id, async (tx) => {
      assert.deepEqual({ ...(await tx.row(statement)) }, expected);
      // Another exchange: within a look it may be another connection.
      assert.deepEqual({ ...(await tx.row(statement)) }, expected);
      if (n % 5 === 0) throw new Error('refused');
    }).catch((error: Error) => assert.equal(error.message, 'refused'));
    const left = await pool.query('select name from clients').then(
      () => true,
      () => false,
    );
    if (left) careless.bled += 1;
  };
  for (let n = 0; n < 300; n += 30) await Promise.all(Array.from({ length: 30 }, (_, step) => askOnce(n + step)));
  assert.equal(careless.bled, 0);
  // The control: what is said to a session is heard by the next one, and this would have noticed.
  await pool.query(`select set_config('app.tenant_id', '${tenants[0]}', false)`);
  for (let n = 0; n < 30; n += 1) await askOnce(5);
  assert.ok(careless.bled > 0);
});

test('control: with named statements the connections of a pooler do not know what another one was told', async (t) => {
  const database = await openStudioDatabase(t);
  const url = await openPooler(t, database);
  if (url === null) return;
  const clients = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      atEnd(t, () => client.end());
      return client;
    }),
  );
  const askAll = () =>
    Promise.allSettled(
      clients.map((client) =>
        client.query({ name: 'named', text: 'select $1::int as n, pg_sleep(0.05)', values: [1] }),
      ),
    );
  const outcomes = [...(await askAll()), ...(await askAll()), ...(await askAll())];
  assert.ok(outcomes.some((one) => one.status === 'rejected' && /prepared statement/.test(String(one.reason))));
});

test('a pooler with another login, or before another database, is refused in a sentence', async (t) => {
  const pgbouncer = requireProgram(t, 'pgbouncer');
  if (pgbouncer === null) return;
  const [database, other] = [await openStudioDatabase(t), await openStudioDatabase(t)];
  const url = await openPooler(t, database);
  assert.ok(url);
  const open = (pooler: string, direct: string) =>
    openPools(
      readConfig({ DATABASE_URL: direct, DATABASE_POOL_URL: pooler }),
      { connection_string: direct },
      { name: undefined, onError },
    );
  await (await open(url, database.url)).close();
  const refused = (pattern: RegExp) => (error: unknown) =>
    error instanceof OperatorError && pattern.test(error.message);
  await assert.rejects(open(url, other.url), refused(/different databases/));
  await database.rows(`drop role if exists okno_other; create role okno_other login password '${PASSWORD}';
    grant okno_app, okno_owner to okno_other`);
  atEnd(t, () => database.rows('drop role okno_other'));
  const astray = await startPgBouncer(t, pgbouncer, {
    server: parseDatabaseUrl(database.url),
    most: 1,
    user: 'okno_other',
  });
  await assert.rejects(open(astray, database.url), refused(/requests\.sql/));
  const nobody = addressOf({ host: '127.0.0.1', port: 9, database: 'okno' });
  await assert.rejects(open(nobody, database.url), refused(/DATABASE_POOL_URL/));
});

test('PgBouncer as it is deployed has a connection for every process that Kubernetes may start', () => {
  const text = readFileSync(path.join(DEPLOY, 'pgbouncer/pgbouncer.ini'), 'utf8');
  const numberOf = (name: string) => Number(new RegExp(`^${name} = (\\d+)$`, 'm').exec(text)?.[1]);
  const { WORK_AT_ONCE } = readConfig({});
  assert.ok(numberOf('max_client_conn') >= 34 * (WORK_AT_ONCE + 4));
  assert.match(text, /^pool_mode = transaction$/m);
});
