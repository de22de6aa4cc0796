import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Below the ports that a system gives to connections that go out (32,768 and up with Linux, 49,152 with the others):
 * one of those may be taken by anybody between the answer and its use, or while a server is away to come back.
 */
const FIRST = 10_240;
const LAST = 32_000;

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'EADDRINUSE') return false;
    throw error;
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
};

/** A port of the loopback at which nobody listens, picked at random, for a server or for nobody. */
export const freePort = async (): Promise<number> => {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (await isFree(port)) return port;
    await pause(1);
  }
  throw new Error(`a hundred ports between ${FIRST} and ${LAST} are taken`);
};
