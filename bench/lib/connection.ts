import { connect, type Socket } from 'node:net';

/** A connection that is kept and has one request in flight at most. */
export type Connection = {
  /** Sends the bytes of a request and gives the status of its answer; 0 when the connection was lost. */
  readonly ask: (bytes: Buffer) => Promise<number>;
  readonly close: () => void;
};

const HEAD_END = '\r\n\r\n';

/** The status of an answer that has arrived whole; missing while it has not. */
const statusIn = (text: string): number | undefined => {
  const end = text.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const [, length = '0'] = /content-length: (\d+)/i.exec(text.slice(0, end)) ?? [];
  return text.length >= end + HEAD_END.length + Number(length) ? Number(text.slice(9, 12)) : undefined;
};

/**
 * Opens a connection to a port of the loopback. The client of Node would need more time for a request than the server for
 * its refusal, and the load would be less than it is said to be.
 */
export const openConnection = (port: number): Connection => {
  let socket: Socket | null = null;
  let text = '';
  let tell: ((status: number) => void) | null = null;
  const answer = (status: number) => {
    text = '';
    tell?.(status);
    tell = null;
  };
  const open = (): Socket => {
    const opened = connect({ port, host: '127.0.0.1', noDelay: true });
    // One byte of the body is one letter: only lengths are looked at.
    opened.setEncoding('latin1').on('data', (part: string) => {
      text += part;
      const status = statusIn(text);
      if (status !== undefined) answer(status);
    });
    opened.on('error', () => {}); // it is closed then
    opened.on('close', () => {
      if (socket === opened) socket = null;
      answer(0);
    });
    return opened;
  };
  return {
    ask: (bytes) =>
      new Promise((resolve) => {
        tell = resolve;
        socket ??= open();
        socket.write(bytes);
      }),
    close: () => socket?.destroy(),
  };
};
