import { Worker } from 'node:worker_threads';
import type { Reading, ReadOptions } from './reading.ts';

/** Reads the text of a calendar beside the main thread; `later` when too much is waiting already. */
export type ReadCalendar = (text: string, options: ReadOptions) => Promise<Reading | { readonly status: 'later' }>;

const THREAD = new URL('./reader-thread.ts', import.meta.url);
const THREADS = 2;
/** With these and the time limit, whoever waits has had a turn long before the delivery's lease of 90 s runs out. */
const MAX_WAITING = 12;
/** Two megabytes take a tenth of this; a rule that never fires would run for ever. */
const TIMEOUT_MS = 5_000;
const MEMORY_MB = 192;

const TOO_COMPLEX: Reading = { status: 'failed', error: 'too_complex' };

/**
 * A calendar comes from a stranger: reading it may be slow, endless or too large for memory. So each is read in a
 * thread of its own, which is ended when it takes too long; requests are answered meanwhile.
 */
export const createCalendarReader = ({ timeout_ms = TIMEOUT_MS } = {}): ReadCalendar => {
  let running = 0;
  const waiting: (() => void)[] = [];
  const turn = async () => {
    if (running >= THREADS) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
  };
  const leave = () => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };
  return async (text, options) => {
    if (waiting.length >= MAX_WAITING) return { status: 'later' };
    await turn();
    try {
      return await readBeside(text, options, timeout_ms);
    } finally {
      leave();
    }
  };
};

const readBeside = (text: string, options: ReadOptions, timeout_ms: number): Promise<Reading> =>
  new Promise((resolve) => {
    const thread = new Worker(THREAD, {
      workerData: { text, options },
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    const timer = setTimeout(() => end(TOO_COMPLEX), timeout_ms);
    const end = (reading: Reading) => {
      clearTimeout(timer);
      // Its end is of no interest any more: what it had to say has been said.
      void thread.terminate();
      resolve(reading);
    };
    thread.once('message', (reading: Reading) => end(reading));
    // Out of memory, or a file on which the parser breaks in a way that nobody has thought of.
    thread.once('error', () => end(TOO_COMPLEX));
    thread.once('exit', () => end(TOO_COMPLEX));
  });
