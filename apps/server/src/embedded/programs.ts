import { type SpawnOptions, spawn, spawnSync } from 'node:child_process';

/**
 * Surroundings of the server's programs. Not ours: PGDATA or LC_ALL of the user would change what they do, and
 * secrets of the environment have no business in another process. Windows needs its own variables for sockets.
 */
export const programEnvironment = (platform: NodeJS.Platform): { env?: NodeJS.ProcessEnv } =>
  platform === 'win32'
    ? {}
    : { env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' } };

/** Whether a program can be run here with these arguments and answers 0. */
export const works = (command: string, args: readonly string[], platform: NodeJS.Platform): boolean =>
  spawnSync(command, [...args], { stdio: 'ignore', ...programEnvironment(platform) }).status === 0;

/** Runs a program to its end. Gives its exit code (null when killed) and everything it wrote; throws when it cannot be run. */
export const runProgram = (
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-20_000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
