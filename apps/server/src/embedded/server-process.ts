import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { noBinaries, programPath } from './binaries.ts';
import type { Machine } from './machine.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { programEnvironment } from './programs.ts';
import type { RunAs } from './run-as.ts';

export type Launch = {
  readonly dataDir: string;
  readonly args: readonly string[];
  readonly machine: Machine;
  readonly runAs: RunAs;
  readonly log: (line: string) => void;
};

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type ServerProcess = {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly exited: Promise<Exit>;
  hasEnded(): boolean;
};

const unrefPipe = (stream: unknown): void => {
  if (stream && typeof stream === 'object' && 'unref' in stream && typeof stream.unref === 'function') stream.unref();
};

/**
 * Ends the server when this process dies, where the kernel cannot be asked to (macOS, no setpriv): a shell that
 * waits for the end of a pipe which only we hold open.
 */
const watchParent = (child: ChildProcess, runAs: RunAs): void => {
  const script = 'read -r nothing; kill -INT "$0"';
  const watcher = spawn('/bin/sh', ['-c', script, String(child.pid)], {
    ...runAs.ids,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.unref();
  unrefPipe(watcher.stdin);
  child.once('exit', () => watcher.kill('SIGKILL'));
};

/** Reads what the server writes: the last of it for explanations, each line for the log. */
const collectOutput = (child: ChildProcess, log: (line: string) => void): (() => string) => {
  let output = '';
  if (!child.stderr) return () => output;
  createInterface({ input: child.stderr }).on('line', (line) => {
    output = `${output}${line}\n`.slice(-20_000);
    log(line);
  });
  return () => output;
};

// A session of its own (detached): Ctrl+C in a terminal reaches the whole group, and the database must outlive the
// program that is still finishing its work.
const spawnServer = ({ machine, runAs, args }: Launch): ChildProcess => {
  const [command, rest] = runAs.wrap(programPath(runAs.native, 'postgres', machine.platform), args, 'INT');
  return spawn(command, rest, {
    ...runAs.ids,
    ...programEnvironment(machine.platform),
    cwd: path.parse(runAs.native).root,
    detached: machine.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
};

const pollMs = 5;
const lastWordsMs = 1000;

/** Waits until the server takes connections, or ends. `stale` is the file an earlier server left behind. */
const becomesReady = async (server: ServerProcess, dataDir: string, stale: string | null): Promise<boolean> => {
  for (;;) {
    if (server.hasEnded()) return false;
    const file = readPostmasterFile(dataDir);
    // in a container every start has the same process numbers: the stamp tells our file from the stale one
    if (file?.pid === server.pid && file.status === 'ready' && file.stamp !== stale) return true;
    await Promise.race([pause(pollMs), server.exited]);
  }
};

const observe = (child: ChildProcess, pid: number): ServerProcess => {
  let ended = false;
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      ended = true;
      resolve({ code, signal });
    });
  });
  return { child, pid, exited, hasEnded: () => ended };
};

/**
 * Starts the server and waits until it takes connections, however long its recovery lasts.
 * Gives the process, or what it wrote when it ended instead. It never keeps this program alive.
 * Throws `no_binaries` when the program cannot be run at all.
 */
export const launchServer = async (launch: Launch): Promise<ServerProcess | { readonly failed: string }> => {
  const { dataDir, machine, runAs } = launch;
  const stale = readPostmasterFile(dataDir)?.stamp ?? null;
  const child = spawnServer(launch);
  if (child.pid === undefined) {
    const [error]: unknown[] = await once(child, 'error');
    throw noBinaries(machine, 'its programs do not run here', error);
  }
  child.on('error', (error) => launch.log(`the database process: ${error.message}`));
  const closed = once(child, 'close');
  const output = collectOutput(child, launch.log);
  const server = observe(child, child.pid);
  if (!runAs.dies_with_parent && machine.platform !== 'win32') watchParent(child, runAs);
  if (!(await becomesReady(server, dataDir, stale))) {
    await Promise.race([closed, pause(lastWordsMs)]);
    return { failed: output() };
  }
  child.unref();
  unrefPipe(child.stderr);
  return server;
};
