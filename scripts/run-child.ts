import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a program with our input and output, passes on SIGINT and SIGTERM; resolves to its exit code (1 when killed). */
export const runChild = async (
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<number> => {
  const child = spawn(command, [...args], { ...options, stdio: 'inherit' });
  const pass = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  process.on('SIGINT', pass);
  process.on('SIGTERM', pass);
  try {
    const [code]: (number | null)[] = await once(child, 'exit');
    return code ?? 1;
  } finally {
    process.removeListener('SIGINT', pass);
    process.removeListener('SIGTERM', pass);
  }
};
