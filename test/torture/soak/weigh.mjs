// Loaded before the program that is being watched: at SIGUSR2 it clears away what nobody holds any more, and writes down what
// is left. With LEAK_BYTES_PER_SECOND it holds on to that much besides, for the control.
import { appendFileSync } from 'node:fs';
import { setFlagsFromString, writeHeapSnapshot } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const clear = runInNewContext('gc');
const { SOAK_NOTES = '', LEAK_BYTES_PER_SECOND = '0' } = process.env;

let nth = 0;
process.on('SIGUSR2', () => {
  nth += 1;
  if (nth === 18 || nth === 55) { clear(); writeHeapSnapshot(`/tmp/sk-${nth}.heapsnapshot`); }
  clear();
  clear();
  const { heapUsed, external, rss } = process.memoryUsage();
  appendFileSync(SOAK_NOTES, `${JSON.stringify({ heap: heapUsed + external, rss })}\n`);
});

const leak = Number(LEAK_BYTES_PER_SECOND);
const held = [];
if (leak > 0) setInterval(() => held.push(Buffer.alloc(leak / 10, held.length)), 100).unref();
