import type { IncomingMessage } from 'node:http';

/** Long enough for whoever has sent all of it already, and for hearing the answer; nothing at a megabit is a load. */
const REST_MS = 1_000;

/**
 * For somebody who is refused before anything of their body was read: Node throws away what they still send, for as long as a
 * request may take. Whoever has not ended within a second is cut; whoever has keeps the connection (docs/limits.md#slowness).
 */
export const cutUnlessRead = (request: IncomingMessage): void => {
  const timer = setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, REST_MS);
  // Nothing that a process which is being stopped should wait for.
  timer.unref();
};
