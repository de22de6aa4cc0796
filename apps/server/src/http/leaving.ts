import type { Server as HttpServer, ServerResponse } from 'node:http';
import { Server } from 'node:net';
import { setImmediate as afterReading, setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** How a process that was told to stop takes its leave of those who still come to it (docs/processes.md#stopping). */
export type Leaving = {
  /** Before any answer: says with it that this connection ends, when it is time for that. */
  readonly mark: (response: ServerResponse) => void;
  /**
   * First everybody is answered as before, so that proxies that ask have time to hear of it; then nobody new is let in, and
   * whoever has kept a connection is told with the next answer that it ends.
   */
  readonly begin: (server: Server) => void;
  /** From the beginning of it. */
  readonly isStopping: () => boolean;
  /** From the end of it: whoever still comes is sent to another process. */
  readonly hasLeft: () => boolean;
  /** Ends with it. */
  readonly left: () => Promise<void>;
};

/**
 * For the server: what comes in while it is being closed is answered like everything before, on a connection that ends with the
 * answer. Left to itself it would say 503, and who has asked for something that may not be repeated would be told so.
 */
export const ANSWERS_TO_THE_END = { return503OnClosing: false } as const;

/**
 * Closes connections along which nothing is being asked. What has come along them is read first, however busy we are: only what is
 * still under way finds the door closed.
 */
export const endIdle = async (server: HttpServer): Promise<void> => {
  // The first one may come between what has been noticed and what has come since; before the second all of it is read.
  await afterReading();
  await afterReading();
  server.closeIdleConnections();
};

/** Shuts the door: ends when the last answer is given. */
export const shut = async (app: FastifyInstance): Promise<void> => {
  await endIdle(app.server);
  await app.close();
};

const LOOK_MS = 20;

/**
 * @param ms how long each of the two takes at most; 0: neither is done
 * @param wait for tests: ends after so many milliseconds
 */
export const createLeaving = (ms: number, wait: (ms: number) => Promise<void> = pause): Leaving => {
  const is = { stopping: false, last: false, left: false };
  let leaving = Promise.resolve();
  const leave = async (server: Server): Promise<void> => {
    is.stopping = true;
    if (ms > 0) {
      await wait(ms);
      is.last = true;
      // That of HTTP would end kept connections as well, perhaps while the next request comes along one of them.
      Server.prototype.close.call(server);
      for (let waited = 0; waited < ms && (await countOf(server)) > 0; waited += LOOK_MS) await wait(LOOK_MS);
    }
    is.left = true;
  };
  return {
    mark: (response) => {
      if (is.last) response.shouldKeepAlive = false;
    },
    begin: (server) => {
      leaving = leave(server);
      leaving.catch(() => {}); // told to whoever waits for it
    },
    isStopping: () => is.stopping,
    hasLeft: () => is.left,
    left: () => leaving,
  };
};

const countOf = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });
