import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../lib/free-port.ts';
import type { Workplace } from '../lib/workplace.ts';

/** The list that everything fired goes to. */
export const FIRED = 'bench:fired';

const START_MS = 10_000;

export const connectRedis = (port: number, options: { enableAutoPipelining?: boolean } = {}): Redis =>
  new Redis({ port, host: '127.0.0.1', maxRetriesPerRequest: null, ...options });

/** Starts `redis-server` with a file that is written every second, as it is run in life; ended with the workplace. */
export const startRedis = async (place: Workplace): Promise<number> => {
  const port = await freePort();
  const folder = join(place.folder, 'redis');
  await mkdir(folder);
  const settings = { port, bind: '127.0.0.1', dir: folder, appendonly: 'yes', appendfsync: 'everysec', save: '' };
  const args = Object.entries({ ...settings, 'maxmemory-policy': 'noeviction' });
  const child = spawn(
    'redis-server',
    args.flatMap(([name, value]) => [`--${name}`, String(value)]),
    { stdio: 'ignore' },
  );
  const ended = once(child, 'exit');
  ended.catch(() => {});
  const failed = once(child, 'error').then(([error]) => {
    throw new Error(`this benchmark needs redis-server on the path: ${(error as Error).message}`);
  });
  place.atEnd(async () => {
    child.kill();
    await ended;
  });
  const redis = connectRedis(port);
  redis.on('error', () => {});
  try {
    await Promise.race([
      failed,
      redis.ping(),
      pause(START_MS).then(() => Promise.reject(new Error('redis-server does not answer'))),
    ]);
  } finally {
    redis.disconnect();
  }
  return port;
};
