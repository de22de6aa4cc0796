import { spawn } from 'node:child_process';
import os from 'node:os';
import { env, pid, platform } from 'node:process';

// Ctrl+C reaches this process from the terminal and, at the same moment, once more from npm: that is one wish. Nobody presses
// twice this quickly, and a second press is to be heard.
const sameWishMs = 200;

const forwarded = { SIGINT: 'SIGINT', SIGTERM: 'SIGTERM', SIGHUP: 'SIGTERM' };

/** Passes the signals this process gets to `send`, each wish once. Gives a function that ends it. */
export const forwardSignals = (send, now = () => performance.now()) => {
  const last = {};
  const listeners = Object.entries(forwarded).map(([signal, meant]) => {
    const listener = () => {
      const time = now();
      const repeated = last[meant] !== undefined && time - last[meant] < sameWishMs;
      if (repeated) return;
      last[meant] = time;
      send(meant);
    };
    process.on(signal, listener);
    return [signal, listener];
  });
  return () => {
    for (const [signal, listener] of listeners) process.removeListener(signal, listener);
  };
};

/** Exit code of a program that ended with a code or by a signal, as shells count. */
export const exitCodeOf = (code, signal) => code ?? 128 + (os.constants.signals[signal] ?? 0);

/**
 * Runs a program in our place: same input and output, signals passed on; resolves to its exit code.
 * With `write` what it writes goes there instead, in chunks.
 * The program learns our process number (OKNO_LAUNCHER_PID), so that it can end when we are killed.
 */
export const run = (command, args, { cwd, env: more = {}, write }) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...env, OKNO_LAUNCHER_PID: String(pid), ...more },
      stdio: write ? ['inherit', 'pipe', 'pipe'] : 'inherit',
      // a group of its own, or Ctrl+C would reach it from the terminal as well as from us, and twice means "at once"
      detached: platform !== 'win32',
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', write);
    const stop = forwardSignals((signal) => platform !== 'win32' && child.kill(signal));
    child.once('error', (error) => {
      stop();
      reject(error);
    });
    // With `write`: when all of it has been read as well.
    child.once(write ? 'close' : 'exit', (code, signal) => {
      stop();
      resolve(exitCodeOf(code, signal));
    });
  });
