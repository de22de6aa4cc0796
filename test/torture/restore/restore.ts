import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../../../apps/server/src/embedded/index.ts';
import { describeSchema } from '../../../scripts/describe-schema.ts';
import { atEnd, type Place } from '../../e2e/support/at-end.ts';
import { addressOf, askIn, type Rows } from '../../e2e/support/database.ts';
import { runOkno } from '../../e2e/support/okno.ts';
import { hasOwnPostgres, startOwnPostgres } from '../../support/own-postgres.ts';
import type { Findings, Torture } from '../lib/torture.ts';
import { fillDatabase, weighTables } from './fill.ts';
import { killOnServer, killOverLiving } from './kills.ts';

/** What was promised: a minute, and half of one for each GiB of the database. */
const BASE_S = 60;
const EACH_GIB_S = 30;

const GOLDEN = new URL('../../../packages/backend/src/db/schema.golden.txt', import.meta.url);

/** Rows pass through in pieces: however large the database, a process takes hardly more than it begins with. */
const MOST_MEMORY_MIB = 400;

type Weights = Awaited<ReturnType<typeof weighTables>>;
type Settings = Readonly<Record<string, string>>;
type Run = { readonly gib: number; readonly tell: (sentence: string) => void };

/** Asks the embedded database of a folder while no program runs on it. */
const askEmbedded = async <T>(t: Place, settings: Settings, work: (rows: Rows) => Promise<T>): Promise<T> => {
  const server = await startEmbeddedPostgres({ dataDir: path.join(settings['DATA_DIR'] ?? '', 'postgres') });
  const endings: (() => Promise<void> | void)[] = [];
  t.after(() => server.stop());
  try {
    return await work(askIn({ after: (end) => endings.push(end) }, server.connection));
  } finally {
    for (const end of endings) await end();
    await server.stop();
  }
};

/** On the disk: databases of this size have no room in the memory of a small machine. */
const diskFolder = (t: Place): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'okno-restore-'));
  chmodSync(folder, 0o755);
  atEnd(t, () => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** A PostgreSQL of the system's with two empty databases, as slow as in earnest: what is written reaches the disk. */
const openServer = async (t: Place) => {
  const { connection, rows } = await startOwnPostgres(t, ['fsync=on'], diskFolder(t));
  const create = async (database: string) => {
    await rows(`create database ${database}`);
    const own = { ...connection, database };
    return { connection: own, url: addressOf(own), rows: askIn(t, own) };
  };
  const [row] = await rows<{ major: number }>("select current_setting('server_version_num')::int / 10000 as major");
  return { major: row?.major ?? 0, here: await create('okno_here'), there: await create('okno_there') };
};

const differences = (was: Weights, is: Weights): string[] =>
  [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((table) => was[table] !== is[table]);

/** What was brought back has the schema that is written down, whichever the server. */
const compareSchema = async (connection: object): Promise<string[]> => {
  const client = new Client(connection);
  await client.connect();
  const [is, was] = [await describeSchema(client).finally(() => client.end()), readFileSync(GOLDEN, 'utf8')];
  return is === was ? [] : ['what was restored has another schema than was written down'];
};

/** One bit of the middle of a file. */
const flip = (file: string): void => {
  const handle = openSync(file, 'r+');
  const [at, byte] = [Math.floor(statSync(file).size / 2), Buffer.alloc(1)];
  readSync(handle, byte, 0, 1, at);
  writeSync(handle, Buffer.from([(byte[0] ?? 0) ^ 1]), 0, 1, at);
};

/** The most memory a process has taken so far, in MiB; 0 when it is over, or the system does not tell. */
const memoryOf = (pid: number): number => {
  try {
    return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
};

const openWays = (t: Place, { tell }: Run) => {
  const folder = diskFolder(t);
  const figures: Record<string, number> = {};
  const wrong: string[] = [];
  const okno = async (words: readonly string[], settings: Settings) => {
    const began = performance.now();
    const one = runOkno(t, words, settings);
    const watch = setInterval(() => {
      figures['most_memory_mib'] = Math.max(figures['most_memory_mib'] ?? 0, memoryOf(one.pid));
    }, 200);
    const { code } = await one.ended.finally(() => clearInterval(watch));
    const said = one.stdout() + one.stderr();
    tell(`${words.join(' ')}: ${Math.round((performance.now() - began) / 1000)} s, ${said.trim().split('\n').at(-1)}`);
    return { code, said, seconds: (performance.now() - began) / 1000 };
  };
  const must = async (name: string, words: readonly string[], settings: Settings): Promise<void> => {
    const { code, said, seconds } = await okno(words, settings);
    figures[`${name}_s`] = Math.round(seconds * 10) / 10;
    if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${said}`);
  };
  const compare = (way: string, was: Weights, is: Weights): void => {
    const other = differences(was, is);
    if (other.length > 0) wrong.push(`${way}: other rows than before in ${other.join(', ')}`);
  };
  const inTime = (way: string, gib: number): void => {
    const [took = 0, may] = [figures[`${way}_s`], BASE_S + EACH_GIB_S * gib];
    if (took > may) wrong.push(`${way} took ${took} s, and may take ${Math.round(may)}`);
  };
  return { folder, figures, wrong, okno, must, compare, inTime };
};

/** Backs up, destroys and restores a large database: embedded and on a server, each from each; then a file that is damaged. */
export const tortureRestore = async (t: Place, run: Run): Promise<Findings> => {
  const { folder, figures, wrong, okno, must, compare, inTime } = openWays(t, run);
  const embedded = { DATA_DIR: path.join(folder, 'data'), ENCRYPTION_KEY: randomBytes(32).toString('hex') };
  const [first, second] = [path.join(folder, 'one.backup'), path.join(folder, 'two.backup')];
  await must('migrate', ['migrate'], embedded);
  const [gib, was] = await askEmbedded(t, embedded, async (rows) => {
    const size = await fillDatabase(rows, run.gib, run.tell);
    return [size, await weighTables(rows)] as const;
  });
  figures['database_gib'] = Math.round(gib * 100) / 100;
  await must('backup_embedded', ['backup', '--to', first], embedded);
  figures['file_mib'] = Math.round(statSync(first).size / 2 ** 20);
  rmSync(path.join(embedded.DATA_DIR, 'postgres'), { recursive: true });
  await must('embedded_to_embedded', ['restore', first], embedded);
  inTime('embedded_to_embedded', gib);
  const weigh = () => askEmbedded(t, embedded, weighTables);
  compare('embedded to embedded', was, await weigh());
  const took_s = figures['embedded_to_embedded_s'] ?? 0;
  wrong.push(...(await killOverLiving(t, first, embedded, took_s)));
  compare('after kills in the middle of a restore', was, await weigh());

  if (!hasOwnPostgres()) wrong.push('there is no PostgreSQL of the system here: nothing was restored to a server');
  else {
    const { major, here, there } = await openServer(t);
    figures['server_major'] = major;
    wrong.push(...(await killOnServer(t, first, { ...embedded, DATABASE_URL: here.url }, took_s)));
    await must('embedded_to_server', ['restore', first], { ...embedded, DATABASE_URL: here.url });
    inTime('embedded_to_server', gib);
    compare('embedded to server', was, await weighTables(here.rows));
    wrong.push(...(await compareSchema(here.connection)));
    await must('backup_server', ['backup', '--to', second], { ...embedded, DATABASE_URL: here.url });
    await must('server_to_server', ['restore', second], { ...embedded, DATABASE_URL: there.url });
    inTime('server_to_server', gib);
    compare('server to server', was, await weighTables(there.rows));
    rmSync(path.join(embedded.DATA_DIR, 'postgres'), { recursive: true });
    await must('server_to_embedded', ['restore', second], embedded);
    inTime('server_to_embedded', gib);
    compare('server to embedded', was, await weigh());
  }

  rmSync(path.join(embedded.DATA_DIR, 'postgres'), { recursive: true });
  flip(first);
  const { code, said } = await okno(['restore', first], embedded);
  if (code === 0) wrong.push('a backup with a flipped bit was restored');
  else if (!/was not restored/.test(said)) wrong.push(`a flipped bit was told so: ${said}`);
  if (existsSync(path.join(embedded.DATA_DIR, 'postgres'))) wrong.push('a damaged backup left a database in place');
  if ((figures['most_memory_mib'] ?? 0) > MOST_MEMORY_MIB)
    wrong.push(`one of them took ${figures['most_memory_mib']} MiB of memory`);
  const slowest = Math.max(
    ...Object.keys(figures)
      .filter((name) => name.includes('_to_'))
      .map((name) => figures[name] ?? 0),
  );
  figures['slowest_s_per_gib'] = Math.round(slowest / gib);
  return { what: 'a large database is backed up, destroyed and restored', figures, wrong };
};

/** The length of this one is a size: a GiB. */
export const restore: Torture = (t, { tell }) => tortureRestore(t, { gib: 1, tell });
