import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Connections that have begun to send a request and send one letter more every second. */
export type Slow = {
  /** How many of them the server has ended within so many milliseconds; then all are closed. */
  readonly countCut: (ms: number) => Promise<number>;
};

/** What is sent at once, and never comes to its end. */
const BEGINNINGS = {
  headers: 'GET /api/v1/services HTTP/1.1\r\nHost: a\r\nX-Slow: ',
  body: 'POST /api/v1/bookings HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n{"',
} as const;

export const holdSlowly = async (port: number, count: number, part: keyof typeof BEGINNINGS): Promise<Slow> => {
  const sockets = Array.from({ length: count }, () => connect({ port, host: '127.0.0.1' }));
  const timer = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('x');
  }, 1_000);
  const closed = sockets.map((socket) => {
    socket.on('error', () => {}); // cut in the middle of a letter
    socket.resume();
    return once(socket, 'close');
  });
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  for (const socket of sockets) socket.write(BEGINNINGS[part]);
  return {
    countCut: async (ms) => {
      await Promise.race([Promise.all(closed), sleep(ms, undefined, { ref: false })]);
      const cut = sockets.filter((socket) => socket.closed).length;
      clearInterval(timer);
      for (const socket of sockets) socket.destroy();
      return cut;
    },
  };
};
