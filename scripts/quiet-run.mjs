import { spawn } from 'node:child_process';
import fs from 'node:fs';

const lastLines = 15;

/**
 * Runs a program whose output nobody needs unless it fails: it goes to a file. Resolves to `{ ok, output }`, where
 * `output` is everything written. `onStart` gets the program's process number. Ctrl+C and a kill of this process end the program as well.
 */
export const quietRun = (command, args, { log, onStart, ...options }) =>
  new Promise((resolve, reject) => {
    const file = fs.openSync(log, 'w', 0o600);
    const child = spawn(command, args, { ...options, stdio: ['ignore', file, file], windowsHide: true });
    fs.closeSync(file);
    if (child.pid) onStart(child.pid);
    const end = (signal) => {
      child.kill(signal);
      process.exit(signal === 'SIGINT' ? 130 : 143);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, end);
    const forget = () => {
      for (const signal of signals) process.removeListener(signal, end);
    };
    child.once('error', (error) => {
      forget();
      reject(error);
    });
    child.once('close', (code) => {
      forget();
      resolve({ ok: code === 0, output: fs.readFileSync(log, 'utf8') });
    });
  });

/** The end of an output, for a person. */
export const lastOf = (output) => output.trim().split('\n').slice(-lastLines).join('\n');
