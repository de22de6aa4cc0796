import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { env } from 'node:process';
import { createInterface } from 'node:readline';

export const root = path.resolve(import.meta.dirname, '..');

/** Starts the demo on a free port, its data in `folder`; gives its address and how to end it. */
export const startDemo = async (folder: string) => {
  const settings = {
    ...env,
    ...{ DATA_DIR: path.join(folder, 'data'), PORT: '0', LOG_LEVEL: 'info' },
    // Whoever takes pictures taps faster than people do.
    ...{ LIMIT_TAPS: 'off', LIMIT_MESSAGES: 'off', LIMIT_BOOKINGS: 'off' },
  };
  const program = path.join(root, 'apps/server/src/main.ts');
  const child = spawn(process.execPath, [program, 'serve'], {
    cwd: folder,
    env: settings,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  const faults: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    void ended.then(() => reject(new Error('The demo ended before it was open.')));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const entry: { event?: string; url?: string; level?: string } = JSON.parse(line);
      if (entry.event === 'started' && entry.url !== undefined) resolve(entry.url);
      if (entry.level === 'error' || entry.level === 'fatal') faults.push(line);
    });
  });
  return { url, stop, faults };
};
