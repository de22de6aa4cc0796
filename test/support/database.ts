import { Client, type ClientBase } from 'pg';
import {
  databaseName,
  formatRun,
  isLeftover,
  parseRun,
  prefix,
  type Run,
  templateName,
  thisHost,
} from './test-names.ts';
import { type ServerConnection, testServer } from './test-server.ts';

export type TestDatabase = {
  /** Fits `pg`'s PoolConfig; the user is the owner, with the rights of a superuser. */
  readonly connection: ServerConnection;
  /** Removes the database, ending the connections that are left. */
  drop(): Promise<void>;
};

export type Template = {
  /** Names what `prepare` makes, for example by a hash of the migrations. */
  readonly key: string;
  /** Fills the template once per run; closes every connection it opens. */
  readonly prepare: (connection: ServerConnection) => Promise<void>;
};

const thisProcess: Run = { host: thisHost(), pid: process.pid, started: Math.round(performance.timeOrigin) };

/** The whole run: the launcher's when there is one, so that its processes share templates. */
const thisRun: Run = parseRun(process.env['OKNO_TEST_RUN'] ?? '') ?? thisProcess;

const withAdmin = async <Result>(work: (admin: ClientBase) => Promise<Result>): Promise<Result> => {
  const admin = new Client({ ...(await testServer()) });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
};

const exists = async (admin: ClientBase, name: string): Promise<boolean> =>
  (await admin.query('select from pg_database where datname = $1', [name])).rowCount === 1;

const drop = (admin: ClientBase, name: string) => admin.query(`drop database if exists "${name}" with (force)`);

/** Files are copied as they are: half the work of writing all of it to the log, and a third of the work of dropping it again. */
const createFrom = (admin: ClientBase, name: string, template: string) =>
  admin.query(
    `create database "${name}" template "${template}" strategy file_copy${template === 'template0' ? " encoding 'UTF8'" : ''}`,
  );

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

const dropLeftovers = (): Promise<void> =>
  withAdmin(async (admin) => {
    const names = await admin.query<{ datname: string }>('select datname from pg_database where datname like $1', [
      `${prefix.replaceAll('_', '\\_')}%`,
    ]);
    for (const { datname } of names.rows) if (isLeftover(datname, thisRun, isAlive)) await drop(admin, datname);
  });

/** Fills the template under another name first: one that a killed run left half-made must not look finished. */
const makeTemplate = async (admin: ClientBase, name: string, { prepare }: Template): Promise<void> => {
  const unfinished = `${name}_new`;
  await drop(admin, unfinished);
  await createFrom(admin, unfinished, 'template0');
  await prepare({ ...(await testServer()), database: unfinished });
  // nobody may be connected while a copy is made; and who forgot to close a connection learns it here
  await admin.query(`alter database "${unfinished}" rename to "${name}"`);
  await admin.query(`alter database "${name}" allow_connections false`);
};

const ensureTemplate = (template: Template): Promise<string> =>
  withAdmin(async (admin) => {
    const name = templateName(thisRun, template.key);
    // other test files wait here while the first one fills the template; the lock goes with the connection
    await admin.query('select pg_advisory_lock(hashtextextended($1, 0))', [name]);
    if (!(await exists(admin, name))) await makeTemplate(admin, name, template);
    return name;
  });

let cleaned: Promise<void> | null = null;
const templates = new Map<string, Promise<string>>();
let made = 0;

const templateFor = (template: Template): Promise<string> => {
  const known = templates.get(template.key);
  if (known !== undefined) return known;
  const filling = ensureTemplate(template).catch((error: unknown) => {
    templates.delete(template.key); // the next test may try again
    throw error;
  });
  templates.set(template.key, filling);
  return filling;
};

/**
 * Makes a fresh database for a test: an empty one, or a copy of a template that is filled once per run.
 * What earlier runs left behind is dropped on the way.
 */
export const createTestDatabase = async (options: { template?: Template } = {}): Promise<TestDatabase> => {
  cleaned ??= dropLeftovers();
  await cleaned;
  made += 1;
  const name = databaseName(thisProcess, made);
  const source = options.template ? await templateFor(options.template) : 'template0';
  await withAdmin((admin) => createFrom(admin, name, source));
  return {
    connection: { ...(await testServer()), database: name },
    drop: () =>
      withAdmin(async (admin) => {
        await drop(admin, name);
      }),
  };
};

/** Drops everything a run made; the launcher calls it after the tests, for servers that outlive the run. */
export const dropRun = (run: Run): Promise<void> =>
  withAdmin(async (admin) => {
    const names = await admin.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [`${prefix}${formatRun(run)}_`],
    );
    for (const { datname } of names.rows) await drop(admin, datname);
  });
