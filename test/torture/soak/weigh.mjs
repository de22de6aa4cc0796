// Loaded before the program that is being watched: at SIGUSR2 it clears away what nobody holds any more, compiled code that is
// not running among it (V8 keeps that until memory is short, and makes more of it for hours), and writes down what is left. With LEAK_BYTES_PER_SECOND it holds on to that much besides, for the control.
import { appendFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const clear = runInNewContext('gc');
const { SOAK_NOTES = '', LEAK_BYTES_PER_SECOND = '0' } = process.env;

process.on('SIGUSR2', () => {
  clear({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  const { heapUsed, external, rss } = process.memoryUsage();
  appendFileSync(SOAK_NOTES, `${JSON.stringify({ heap: heapUsed + external, rss })}\n`);
});

const leak = Number(LEAK_BYTES_PER_SECOND);
const held = [];
if (leak > 0) setInterval(() => held.push(Buffer.alloc(leak / 10, held.length)), 100).unref();
