import { connect, type Socket } from 'node:net';

/** A connection that is kept and has one request in flight at most. */
export type Connection = {
  /** Sends the bytes of a request and gives the status of its answer; 0 when the connection was lost. */
  readonly ask: (bytes: Buffer) => Promise<number>;
  readonly close: () => void;
};

const HEAD_END = '\r\n\r\n';

/** Most answers fit in at once; the rest of a longer one comes with the next reading. */
const BUFFER_BYTES = 16_384;

/** Reads one answer part by part; only lengths are looked at. */
const createReader = (answer: (status: number) => void) => {
  let [head, status, left] = ['', 0, 0];
  const begin = (part: Buffer): void => {
    // One byte is one letter, so that places in the text are places in the bytes.
    head += part.toString('latin1');
    const end = head.indexOf(HEAD_END);
    if (end < 0) return;
    const [, length = '0'] = /content-length: (\d+)/i.exec(head.slice(0, end)) ?? [];
    status = Number(head.slice(9, 12));
    left = end + HEAD_END.length + Number(length) - head.length;
    if (left <= 0) whole();
  };
  const whole = (): void => {
    const told = status;
    forget();
    answer(told);
  };
  const forget = (): void => {
    [head, status, left] = ['', 0, 0];
  };
  return {
    read: (part: Buffer): void => {
      if (status === 0) begin(part);
      else {
        left -= part.length;
        if (left <= 0) whole();
      }
    },
    forget,
  };
};

/**
 * Opens a connection to a port of the loopback. The client of Node, and even its streams, would need more time for a request
 * than the server for its refusal, and the load would be less than it is said to be, or take the server's time.
 */
export const openConnection = (port: number): Connection => {
  let socket: Socket | null = null;
  let tell: ((status: number) => void) | null = null;
  const answer = (status: number) => {
    const told = tell;
    tell = null;
    told?.(status);
  };
  const reader = createReader(answer);
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  const open = (): Socket => {
    reader.forget();
    const callback = (bytes: number) => {
      reader.read(buffer.subarray(0, bytes));
      return true;
    };
    const opened = connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer, callback } });
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
