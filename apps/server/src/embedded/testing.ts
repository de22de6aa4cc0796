import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { EmbeddedConnection } from './handle.ts';
import { type Machine, thisMachine } from './machine.ts';
import { isAlive } from './processes.ts';
import { startOn } from './start.ts';

// open to others, as /tmp is: a server that runs as another user must reach its socket
const socketBase = fs.mkdtempSync(path.join(os.tmpdir(), 'okno-sockets-'));
fs.chmodSync(socketBase, 0o755);
process.once('exit', () => fs.rmSync(socketBase, { recursive: true, force: true }));

/** This machine with changes; its socket folders are gone with the test process. */
export const testMachine = (changes: Partial<Machine> = {}): Machine => ({
  ...thisMachine(),
  temp_dirs: [socketBase],
  ...changes,
});

// In memory where there is room: these tests copy whole databases, and each start writes them through to the disk.
const roomy = (folder: string): boolean => {
  if (!fs.existsSync(folder)) return false;
  const { bavail, bsize } = fs.statfsSync(folder);
  return bavail * bsize > 2 ** 30;
};
const dataBase = roomy('/dev/shm') ? '/dev/shm' : os.tmpdir();

const endings = new WeakMap<TestContext, (() => unknown)[]>();

/** Does something after the test, the latest first: a server is stopped before its folder goes. */
const atEnd = (t: TestContext, work: () => unknown): void => {
  const known = endings.get(t);
  if (known) {
    known.push(work);
    return;
  }
  const works = [work];
  endings.set(t, works);
  t.after(async () => {
    for (const next of works.reverse()) await next();
  });
};

/** A folder that is gone after the test. */
export const tempFolder = (t: TestContext): string => {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(dataBase, 'okno-embedded-')));
  atEnd(t, () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
};

/** Waits until something is so; fails after a minute. */
export const until = async (what: string, holds: () => boolean): Promise<void> => {
  for (const deadline = performance.now() + 60_000; !holds(); ) {
    if (performance.now() > deadline) throw new Error(`did not happen within a minute: ${what}`);
    await pause(10);
  }
};

/** One question to the server, over a connection of its own. */
export const ask = async (connection: EmbeddedConnection, sql: string): Promise<unknown[]> => {
  const client = new Client({ ...connection });
  client.on('error', () => client.end());
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows.map((row) => Object.values(row)[0]);
  } finally {
    await client.end();
  }
};

/** Starts a server that is stopped after the test. */
export const startIn = async (t: TestContext, dataDir: string, changes: Partial<Machine> = {}) => {
  const server = await startOn({ dataDir }, testMachine(changes));
  atEnd(t, () => server.stop());
  return server;
};

let prototype: Promise<string> | null = null;

const makePrototype = async (): Promise<string> => {
  const folder = fs.mkdtempSync(path.join(dataBase, 'okno-embedded-prototype-'));
  process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  const dataDir = path.join(folder, 'pg');
  const server = await startOn({ dataDir }, testMachine());
  await ask(server.connection, 'create table notes as select 1 as id');
  await server.stop();
  return dataDir;
};

/** A stopped database with the table `notes` and one row in it; copied, because a copy is quicker than initdb. */
export const dataWithOneNote = async (t: TestContext): Promise<string> => {
  prototype ??= makePrototype();
  const dataDir = path.join(tempFolder(t), 'pg');
  fs.cpSync(await prototype, dataDir, { recursive: true });
  return dataDir;
};

export type StartedChild = {
  readonly child: ChildProcess;
  readonly server: number;
  readonly connection: EmbeddedConnection;
};

/** A program of its own that starts the server; killed after the test if it still runs. */
export const spawnStarter = (t: TestContext, dataDir: string, changes: Partial<Machine> = {}): ChildProcess => {
  const script = path.join(import.meta.dirname, 'testing-starter.ts');
  const child = spawn(process.execPath, [script, dataDir, JSON.stringify(testMachine(changes))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  atEnd(t, async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  return child;
};

/** The same, and its server is ready. */
export const startChild = async (
  t: TestContext,
  dataDir: string,
  changes: Partial<Machine> = {},
): Promise<StartedChild> => {
  const child = spawnStarter(t, dataDir, changes);
  if (!child.stdout) throw new Error('the child has no output');
  const [line]: string[] = await once(createInterface({ input: child.stdout }), 'line');
  const { pid, attached, connection }: { pid: number; attached: boolean; connection: EmbeddedConnection } = JSON.parse(
    line ?? '',
  );
  // its folder may go only after the server
  atEnd(t, async () => {
    if (child.exitCode === null && child.signalCode === null) await killHard(child);
    if (!attached) await until('the server ended', () => !isAlive(pid));
  });
  return { child, server: pid, connection };
};

/** Kills without mercy and waits until the process is collected. */
export const killHard = async (child: ChildProcess): Promise<void> => {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
};
