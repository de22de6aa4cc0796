import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { emptyDatabase } from '../test-support/database.ts';
import { fingerprint, type Migration, MigrationError, migrate, readMigrations } from './migrate.ts';

const MAKE: Migration = {
  version: 1,
  name: 'make',
  text: 'create table notes (id integer); insert into notes values (1)',
};
const FILL: Migration = { version: 2, name: 'fill', text: 'insert into notes values (2)' };

const open = async (t: TestContext) => {
  const { connection, rows } = await emptyDatabase(t);
  const notes = async () => (await rows<{ id: number }>('select id from notes order by id')).map(({ id }) => id);
  return { run: (migrations?: Migration[]) => migrate(connection, migrations), rows, notes };
};

test('the schema is made once, and making it again does nothing', async (t) => {
  const { run } = await open(t);
  assert.deepEqual(
    await run(),
    (await readMigrations()).map(({ name }) => name),
  );
  assert.deepEqual(await run(), []);
});

test('of four programs that start at once one migrates and the others wait for it', async (t) => {
  const { run, notes, rows } = await open(t);
  const ran = await Promise.all(Array.from({ length: 4 }, () => run([MAKE, FILL])));
  assert.deepEqual(ran.flat().sort(), ['fill', 'make']);
  assert.deepEqual(await notes(), [1, 2]);
  assert.equal((await rows('select version from migrations')).length, 2);
});

test('only what is new is run', async (t) => {
  const { run, notes } = await open(t);
  assert.deepEqual(await run([MAKE]), ['make']);
  assert.deepEqual(await run([MAKE, FILL]), ['fill']);
  assert.deepEqual(await notes(), [1, 2]);
});

test('a migration that was edited after it had been applied is refused by its name', async (t) => {
  const { run, notes } = await open(t);
  await run([MAKE]);
  const edited = { ...MAKE, text: `${MAKE.text} -- better` };
  await assert.rejects(run([edited, FILL]), (error: unknown) => {
    assert.ok(error instanceof MigrationError);
    assert.match(error.message, /migration 1 \(make\) was changed/);
    return true;
  });
  assert.deepEqual(await notes(), [1], 'nothing after it was run');
});

test('what a newer program has added is left alone', async (t) => {
  const { run, rows } = await open(t);
  await run([MAKE, FILL, { version: 9, name: 'newer', text: 'create table newer ()' }]);
  assert.deepEqual(await run([MAKE, FILL]), []);
  assert.equal((await rows('select 1 from migrations where version = 9')).length, 1);
});

test('a migration that fails in its middle leaves nothing, and can be mended', async (t) => {
  const { run, notes, rows } = await open(t);
  const broken = { ...FILL, text: 'insert into notes values (2); insert into notes values (1 / 0)' };
  await assert.rejects(run([MAKE, broken]), /division by zero/);
  assert.deepEqual(await notes(), [1]);
  assert.equal((await rows('select 1 from migrations')).length, 1);
  assert.deepEqual(await run([MAKE, FILL]), ['fill']);
});

test('every migration takes in a database in which businesses have been at work since the first one', async (t) => {
  const { run, rows } = await open(t);
  const migrations = await readMigrations();
  await run(migrations.slice(0, 1));
  await rows(`insert into tenants (tenant_id, slug, name, time_zone, language, currency)
    values ('11111111-1111-4111-8111-111111111111', 'old', 'Old', 'UTC', 'en', 'EUR')`);
  for (const [index] of migrations.entries()) await run(migrations.slice(0, index + 1));
  // What each business has from its beginning, those that were there before have as well.
  assert.equal((await rows('select from offer_versions')).length, 1);
});

test('the fingerprint of a schema changes with every letter of its migrations', () => {
  assert.equal(fingerprint([MAKE, FILL]), fingerprint([MAKE, FILL]));
  assert.notEqual(fingerprint([MAKE, FILL]), fingerprint([MAKE, { ...FILL, text: `${FILL.text} ` }]));
});

/** A user who owns the database and may make roles, and nothing else. The three roles are the server's: made once. */
const openAsOwner = async (t: TestContext) => {
  const { connection, rows } = await emptyDatabase({
    after: (work) =>
      t.after(async () => {
        await rows(`reassign owned by ${user} to current_user; drop owned by ${user}`);
        await rows(`drop role ${user}`);
        await work();
      }),
  });
  const [user, password] = [`okno_test_${randomBytes(6).toString('hex')}`, randomBytes(12).toString('hex')];
  await rows(`create role ${user} login createrole password '${password}'`);
  await rows(`alter database ${connection.database} owner to ${user}`);
  return { connection: { ...connection, user, password }, user, rows };
};

const ROLES = ['okno_owner', 'okno_app', 'okno_worker', 'okno_backup'];

test('a user who owns the database and may make roles needs no more rights than that', async (t) => {
  const { connection, user, rows } = await openAsOwner(t);
  const [server] = await rows<{ version: number }>(`select current_setting('server_version_num')::int as version`);
  // What the server gives, since 16, to whoever makes a role; another test may have made this one.
  const given = (server?.version ?? 0) >= 160_000;
  for (const role of ROLES) {
    await rows(`do $$ begin create role ${role} nologin; exception when duplicate_object then null; end $$`);
    if (given) await rows(`grant ${role} to ${user} with admin true, set false, inherit false`);
  }
  assert.deepEqual(
    await migrate(connection),
    (await readMigrations()).map(({ name }) => name),
  );
  assert.deepEqual(await migrate(connection), []);
});

test('a user who may not make roles is told what is missing', async (t) => {
  const { connection, user, rows } = await openAsOwner(t);
  for (const role of ROLES)
    await rows(`do $$ begin create role ${role} nologin; exception when duplicate_object then null; end $$`);
  await rows(`alter role ${user} nocreaterole`);
  await assert.rejects(migrate(connection), (error: unknown) => {
    assert.ok(error instanceof MigrationError);
    assert.match(error.message, /may not prepare the database .*CREATEROLE/);
    return true;
  });
});

test('bookings from before visits ended by themselves get their end, those that are over do not', async (t) => {
  const { run, rows } = await open(t);
  const migrations = await readMigrations();
  await run(migrations.filter(({ version }) => version < 10));
  const tenant = '00000000-0000-4000-8000-000000000001';
  await rows(`set app.tenant_id = '${tenant}';
    insert into tenants (slug, name, time_zone, language, currency) values ('old', 'Old', 'UTC', 'en', 'EUR');
    insert into services (id, name, duration_minutes, currency) values ('${tenant}', 'Cut', 60, 'EUR');
    insert into specialists (id, name, time_zone) values ('${tenant}', 'Ann', 'UTC');
    insert into clients (id, name) values ('${tenant}', 'Bob');
    with taken as (
      insert into reservations (specialist_id, kind, starts_at, ends_at)
      select '${tenant}', 'booking', hour, hour + interval '1 hour'
      from generate_series(timestamptz '2031-03-04 10:00Z', '2031-03-04 12:00Z', '1 hour') hour returning *)
    insert into bookings (service_id, specialist_id, client_id, reservation_id, status, starts_at, ends_at, price_minor, currency)
    select '${tenant}', '${tenant}', '${tenant}', id,
      case when starts_at < '2031-03-04 11:00Z' then 'completed' else 'confirmed' end, starts_at, ends_at, 0, 'EUR' from taken`);
  await run(migrations.filter(({ version }) => version <= 10));
  const ends = await rows(
    `select tenant_id, kind, to_char(fire_at at time zone 'UTC', 'HH24:MI') as at, completes_at = fire_at as same
      from due join bookings using (tenant_id, id) order by fire_at`,
  );
  const end = { tenant_id: tenant, kind: 'booking_end', same: true };
  assert.deepEqual(ends, [
    { ...end, at: '13:00' },
    { ...end, at: '14:00' },
  ]);
  const loose = await rows(
    `select relname from pg_class where relkind = 'r' and relrowsecurity and not relforcerowsecurity`,
  );
  assert.deepEqual(loose, []);
});
