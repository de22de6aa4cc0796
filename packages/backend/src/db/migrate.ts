import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';
import { LOCK_NUMBERS } from './lock-numbers.ts';
import { type Connection, createClient, DB_ROLES } from './pool.ts';

const FOLDER = new URL('./migrations/', import.meta.url);

/** PostgreSQL 15 is the oldest whose row security and exclusion constraints behave as we rely on. */
const OLDEST_SERVER = 150_000;

/** From here on a membership says whether one may act as the role (SET), and has its rights (INHERIT). */
const ROLES_WITH_OPTIONS = 160_000;

export type Migration = { readonly version: number; readonly name: string; readonly text: string };

/** A database that cannot be brought to our schema; the message says what to do. */
export class MigrationError extends Error {}

/** The migrations of this program, in their order. */
export const readMigrations = async (folder: URL = FOLDER): Promise<Migration[]> => {
  const files = (await readdir(folder)).filter((file) => /^\d{4}_[a-z_]+\.sql$/.test(file)).sort();
  return Promise.all(
    files.map(async (file) => ({
      version: Number(file.slice(0, 4)),
      name: file.slice(5, -4),
      text: await readFile(new URL(file, folder), 'utf8'),
    })),
  );
};

/** Changes with every letter of a migration. */
export const checksum = (migration: Migration): string => createHash('sha256').update(migration.text).digest('hex');

/** Names the state of the schema: test databases are copied from a template with this name. */
export const fingerprint = (migrations: readonly Migration[]): string =>
  createHash('sha256').update(migrations.map(checksum).join()).digest('hex').slice(0, 16);

/**
 * Brings the database to this program's schema and returns the names of the migrations it ran. Safe to call from
 * any number of processes at once. Migrations that a newer program has added are left alone.
 * @throws MigrationError when the server is too old, a role may not be created, or an applied migration was edited.
 */
export const migrate = async (connection: Connection, migrations?: readonly Migration[]): Promise<string[]> => {
  const client = createClient(connection);
  await client.connect();
  try {
    await lockMigrations(client);
    await prepareServer(client);
    return await applyAll(client, migrations ?? (await readMigrations()), apply);
  } finally {
    await client.end();
  }
};

/** Whoever else wants to migrate this server waits until the connection ends. */
export const lockMigrations = async (client: pg.Client): Promise<void> => {
  await client.query(`select pg_advisory_lock(${LOCK_NUMBERS.migration})`);
};

/**
 * Makes the schema within the caller's transaction, as its owner: it is there together with what is put in then, or not
 * at all. Before that transaction begins, the server is prepared and migrations are locked.
 */
export const migrateWithin = async (client: pg.Client, migrations: readonly Migration[]): Promise<void> => {
  await applyAll(client, migrations, run);
};

/** Roles, extension and the right to make tables; everything else belongs to migrations. */
export const prepareServer = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query('select current_setting($1)::int as version', ['server_version_num']);
  const { version } = rows[0];
  if (version < OLDEST_SERVER) throw new MigrationError('PostgreSQL 15 or newer is needed');
  try {
    for (const role of Object.values(DB_ROLES)) await prepareRole(client, role, version);
    await client.query('create extension if not exists btree_gist');
    await client.query(`grant create, usage on schema public to ${DB_ROLES.owner}`);
    await client.query(`grant usage on schema public to ${DB_ROLES.app}, ${DB_ROLES.worker}, ${DB_ROLES.backup}`);
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    throw new MigrationError(
      `the database user may not prepare the database (${(error as Error).message}): let it own the database and give it CREATEROLE; a role that another user made is granted to it by a superuser`,
    );
  }
};

/**
 * Roles belong to the whole server, so another database of it may be making the same one right now. Who may make none
 * uses those that were made for them.
 */
const prepareRole = async (client: pg.Client, role: string, version: number): Promise<void> => {
  await client.query(
    `do $$ begin if not exists (select from pg_roles where rolname = '${role}') then create role ${role} nologin; end if;
      exception when duplicate_object or unique_violation then null; end $$`,
  );
  // Since 16 whoever makes a role may give it away, but has yet to give it to himself before he may act as it.
  const [right, grant] = version >= ROLES_WITH_OPTIONS ? ['set', ' with set true, inherit true'] : ['member', ''];
  const { rows } = await client.query('select pg_has_role($1, $2) as may', [role, right]);
  if (!rows[0].may) await client.query(`grant ${role} to current_user${grant}`);
};

const applyAll = async (
  client: pg.Client,
  migrations: readonly Migration[],
  applyOne: (client: pg.Client, migration: Migration) => Promise<void>,
): Promise<string[]> => {
  await client.query(`set role ${DB_ROLES.owner}`);
  await client.query(`create table if not exists migrations (
    version integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())`);
  const { rows } = await client.query<{ version: number; checksum: string }>(
    'select version, checksum from migrations',
  );
  const applied = new Map(rows.map((row) => [row.version, row.checksum]));
  const ran: string[] = [];
  for (const migration of migrations) {
    const known = applied.get(migration.version);
    if (known !== undefined && known !== checksum(migration))
      throw new MigrationError(
        `migration ${migration.version} (${migration.name}) was changed after it had been applied`,
      );
    if (known !== undefined) continue;
    await applyOne(client, migration);
    ran.push(migration.name);
  }
  return ran;
};

/** A migration is whole or not at all. */
const apply = async (client: pg.Client, migration: Migration): Promise<void> => {
  await client.query('begin');
  try {
    await run(client, migration);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};

const run = async (client: pg.Client, migration: Migration): Promise<void> => {
  await client.query(migration.text);
  await client.query('insert into migrations (version, name, checksum) values ($1, $2, $3)', [
    migration.version,
    migration.name,
    checksum(migration),
  ]);
};
