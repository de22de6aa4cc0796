import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { env, execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../lib/free-port.ts';
import type { Figures } from '../lib/stats.ts';
import type { Workplace } from '../lib/workplace.ts';

const MAIN = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url));
const ASK_MS = 5;
const LONGEST_MS = 30_000;

const isReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url)).status === 200;
  } catch {
    return false; // nobody listens yet
  }
};

const untilReady = async (child: ChildProcess, url: string): Promise<void> => {
  const deadline = performance.now() + LONGEST_MS;
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`the server ended with exit code ${child.exitCode}`);
    if (performance.now() > deadline) throw new Error(`the server was not ready after ${LONGEST_MS} ms`);
    await pause(ASK_MS);
  }
};

/** When the log said what, in milliseconds after `begun`; the program's lines carry their time. */
const watchLog = (child: ChildProcess, begun: number): Record<string, number> => {
  const parts: Record<string, number> = {};
  if (child.stdout === null) throw new Error('the server has no output');
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { event, time, msg } = JSON.parse(line) as { event?: string; time: string; msg?: string };
    const at = Date.parse(time) - begun;
    if (event === 'postgres' && msg?.includes('starting PostgreSQL')) parts['postgres_launched_ms'] ??= at;
    if (event === 'postgres' && msg?.includes('ready to accept')) parts['postgres_ready_ms'] ??= at;
    if (event === 'migrated') parts['migrated_ms'] ??= at;
  });
  return parts;
};

/** Starts the program on a data folder, waits until it is ready, and stops it. */
export const startOkno = async (place: Workplace, folder: string): Promise<Figures> => {
  const port = await freePort();
  return startProgram(place, port, { PORT: String(port), DATA_DIR: folder, LOG_LEVEL: 'debug' });
};

/** The same for a bot whose backend is elsewhere. */
export const startFarBot = async (place: Workplace, backend_url: string): Promise<Figures> => {
  const port = await freePort();
  const backend = { BACKEND_URL: backend_url, BACKEND_API_KEY: 'a-service-key-of-the-benchmark' };
  return startProgram(place, port, { ROLES: 'bot', HOST: '127.0.0.1', PORT: String(port), ...backend });
};

const startProgram = async (
  place: Workplace,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<Figures> => {
  const begun = Date.now();
  const clock = performance.now();
  const child = spawn(execPath, [MAIN, 'serve'], {
    // Where there is nothing else in the environment, there is nothing that changes the start.
    env: { PATH: env['PATH'], ...settings },
    cwd: place.folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit');
  place.atEnd(() => child.kill('SIGKILL'));
  const parts = watchLog(child, begun);
  await untilReady(child, `http://127.0.0.1:${port}/readyz`);
  const ready_ms = performance.now() - clock;
  child.kill('SIGTERM');
  await exited;
  return { ...parts, ready_ms };
};
