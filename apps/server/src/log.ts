import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** Lines are written together, some milliseconds later: one by one they took as long as all else that is done for a request. */
const PACKET_BYTES = 4096;
const LATEST_MS = 50;

/**
 * What is wrong does not wait for the packet, nor does what came before it: who looks for the reason of an end needs the last
 * lines. While a write is under way they wait all the same, `LATEST_MS` at most.
 */
const WARN = 40;

/** `,"time":"2026-05-01T07:00:00.000Z"`, made once a millisecond, however many lines that has. */
const createStamp = (): (() => string) => {
  let last = Number.NaN;
  let text = '';
  return () => {
    const now = Date.now();
    if (now !== last) text = `,"time":"${new Date(now).toISOString()}"`;
    last = now;
    return text;
  };
};

type Destination = DestinationStream & { flush?(): void };

const toOutput = (): Destination => {
  const out = pino.destination({ dest: 1, sync: false, minLength: PACKET_BYTES, periodicFlush: LATEST_MS });
  // A terminal whose window was closed: nobody reads on. Pino does the same for a pipe whose reader is gone.
  out.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EIO') throw error;
    Object.assign(out, { write: () => true, flush: () => {}, flushSync: () => {}, end: () => {}, destroy: () => {} });
  });
  return out;
};

/** JSON lines to standard output; whatever could carry a secret is left out. */
export const createLog = (level: string, destination?: Destination): Logger => {
  const out = destination ?? toOutput();
  return pino(
    {
      level,
      base: null,
      timestamp: createStamp(),
      formatters: { level: (label) => ({ level: label }) },
      hooks: {
        logMethod(args, method, level) {
          method.apply(this, args);
          // Its own `flush` gives a callback, for which the file is synced and two listeners are kept, line by line.
          if (level >= WARN) out.flush?.();
        },
      },
      redact: { paths: ['token', '*.token', 'password', '*.password', 'headers', '*.headers'], remove: true },
    },
    out,
  );
};

/**
 * The same log for lines that are flat, and whose fields their writer has chosen one by one: nothing in them has to be looked for
 * and taken out, which would take a third of the time of a line.
 */
export const linesOf = (log: Logger): Logger => log.child({}, { redact: [] });
