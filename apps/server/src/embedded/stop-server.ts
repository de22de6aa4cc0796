import { programPath } from './binaries.ts';
import type { Machine } from './machine.ts';
import { programEnvironment, runProgram } from './programs.ts';
import type { RunAs } from './run-as.ts';
import type { ServerProcess } from './server-process.ts';

// a checkpoint of a busy server on a slow disk takes seconds; after that, recovery at the next start is the lesser evil
const fastShutdownMs = 30_000;
const immediateShutdownMs = 5_000;

type Stopping = { readonly dataDir: string; readonly machine: Machine; readonly runAs: RunAs };

const askOnWindows = async ({ dataDir, machine, runAs }: Stopping): Promise<void> => {
  // signals do not exist there: child.kill() would be a crash
  const pgCtl = programPath(runAs.native, 'pg_ctl', machine.platform);
  await runProgram(pgCtl, ['stop', '-D', dataDir, '-m', 'fast'], programEnvironment(machine.platform));
};

/** Shuts the server down: sessions are ended, everything is written; harder when it does not answer. */
export const stopServer = async ({ child, exited }: ServerProcess, stopping: Stopping): Promise<void> => {
  child.ref();
  const harder = [
    setTimeout(() => child.kill('SIGQUIT'), fastShutdownMs),
    setTimeout(() => child.kill('SIGKILL'), fastShutdownMs + immediateShutdownMs),
  ];
  if (stopping.machine.platform === 'win32') await askOnWindows(stopping);
  else child.kill('SIGINT');
  await exited;
  for (const timer of harder) clearTimeout(timer);
};
