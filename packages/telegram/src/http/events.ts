import type { ServerResponse } from 'node:http';
import type { World } from '../core/world.ts';
import type { WorldEvent } from '../people-protocol.ts';

/** A comment now and then keeps proxies from closing a quiet stream. */
const HEARTBEAT_MS = 15_000;

/** Streams every event of the world as server-sent events, until the reader leaves or the emulator closes. */
export const serveEvents = ({
  world,
  response,
}: {
  readonly world: World;
  readonly response: ServerResponse;
}): void => {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
  });
  response.write(':\n\n');
  const listener = (event: WorldEvent): void => {
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  const end = (): void => {
    response.end();
  };
  const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS).unref();
  world.listeners.add(listener);
  world.on_close.add(end);
  response.on('close', () => {
    clearInterval(heartbeat);
    world.listeners.delete(listener);
    world.on_close.delete(end);
  });
};
