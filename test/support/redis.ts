import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { createClient } from 'redis';
import { freePort } from './free-port.ts';
import { requireProgram } from './requires.ts';

/** A server of the test's own on a free port of the loopback; it keeps nothing on disk and is gone after the test. */
export type TestRedis = {
  readonly url: string;
  readonly port: number;
  /** Ends it at once, as a crash would; what it held is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>;
  /** Empties it. */
  flush(): Promise<void>;
  /** It stands still: its connections stay open and nothing is answered. */
  freeze(): void;
  thaw(): void;
};

const DEADLINE_MS = 60_000;

type Words = readonly string[];

/** Starts a redis-server; null, after the test was marked as skipped, when this machine has none. */
export const startRedis = async (t: TestContext, words: Words = []): Promise<TestRedis | null> => {
  const program = requireProgram(t, 'redis-server');
  return program === null ? null : runRedis(t, program, words);
};

/** Starts a redis-server, of which `program` is the full path; gone at the end of `t`. */
export const runRedis = async (
  t: { after(work: () => Promise<void>): void },
  program: string,
  words: Words = [],
): Promise<TestRedis> => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'okno-redis-'));
  const port = await freePort();
  const fixed = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const start = async () => {
    const child = spawn(program, [...fixed, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.setEncoding('utf8');
    const ready = new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`redis-server is not ready:\n${said}`)), DEADLINE_MS).unref();
      child.stdout.on('data', (text: string) => {
        said += text;
        if (!said.includes('Ready to accept connections')) return;
        clearTimeout(late);
        resolve();
      });
      child.once('exit', () => reject(new Error(`redis-server has ended:\n${said}`)));
    });
    await ready;
    return child;
  };
  let child = await start();
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  t.after(async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  });
  const url = `redis://127.0.0.1:${port}`;
  return {
    url,
    port,
    kill,
    restart: async () => {
      await kill();
      child = await start();
    },
    flush: async () => {
      const client = await createClient({ url }).connect();
      await client.flushAll();
      client.destroy();
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  };
};
