import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { layReadyData } from '../../support/ready-data.ts';
import { atEnd, type Place, until } from './at-end.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const program = path.join(root, 'apps/server/src/main.ts');

export type Ending = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** The program as people start it, in a process of its own. */
export type Okno = {
  readonly pid: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves when it has ended and everything it wrote has been read. */
  readonly ended: Promise<Ending>;
  readonly kill: (signal: NodeJS.Signals) => Promise<Ending>;
};

/** A machine that is busy with other things may take long; no test asserts how long. */
const START_MS = 90_000;

type Settings = Readonly<Record<string, string>>;

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/**
 * Runs `okno <words>` with these settings and none of ours; killed after the test if it still runs.
 * @param main the program, where it is not ours but that of another version
 */
export const runOkno = (t: Place, words: readonly string[], settings: Settings, main: string = program): Okno => {
  // Compiled once for all of them: that is half of what a start costs.
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env;
  // Its own folder as the current one, so that nobody's `.env` is read.
  const cwd =
    settings['DATA_DIR'] === undefined ? import.meta.dirname : path.dirname(path.resolve(settings['DATA_DIR']));
  const child = spawn(process.execPath, [main, ...words], {
    cwd,
    env: { PATH, HOME, NODE_COMPILE_CACHE, ...settings },
  });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      written[stream] += chunk;
    });
  const ended = once(child, 'close').then(([code, signal]): Ending => ({ code, signal }));
  atEnd(t, async () => {
    if (!hasEnded(child)) child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), 11_000);
    await ended;
    clearTimeout(killer);
  });
  const kill = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return { pid: child.pid ?? 0, stdout: () => written.stdout, stderr: () => written.stderr, ended, kill };
};

/** Tests type and tap faster than people do; what is too fast has a test of its own. */
export const UNHURRIED = {
  ...{ LIMIT_BOOKINGS: 'off', LIMIT_MESSAGES: 'off', LIMIT_TAPS: 'off' },
  ...{ LIMIT_ADDRESS: 'off', LIMIT_KEY: 'off', LIMIT_TENANT: 'off' },
  // A machine that is busy with other tests is slow, not overloaded.
  WORK_WAIT_MS: '10000',
  // Nobody stands between who would have to hear of an end.
  LEAVE_MS: '0',
};

export type RunningOkno = Okno & {
  readonly url: string;
  /** From the start of the process to the first answer, by our clock. */
  readonly ms: number;
};

/** Starts the server, on an empty database unless there is one, and waits until it is open. Fails with what it wrote when it ends instead. */
export const startOkno = async (
  t: Place,
  settings: Settings,
  words: readonly string[] = [],
  main?: string,
): Promise<RunningOkno> => {
  const { DATA_DIR, DATABASE_URL, BACKEND_URL } = settings;
  const isOurs = main === undefined && DATABASE_URL === undefined && BACKEND_URL === undefined;
  if (isOurs && DATA_DIR !== undefined) await layReadyData(DATA_DIR);
  const began = performance.now();
  const okno = runOkno(t, ['serve', ...words], { PORT: '0', ...UNHURRIED, ...settings }, main);
  let ending: Ending | undefined;
  void okno.ended.then((how) => {
    ending = how;
  });
  const address = () => /"event":"started","url":"([^"]+)"/.exec(okno.stdout())?.[1];
  await until('Okno is open', () => ending !== undefined || address() !== undefined, START_MS).catch((error: Error) => {
    throw new Error(`${error.message}: ${okno.stderr()}${okno.stdout()}`);
  });
  const url = address();
  if (url === undefined) throw new Error(`Okno ended (${JSON.stringify(ending)}): ${okno.stderr()}${okno.stdout()}`);
  return { ...okno, url, ms: performance.now() - began };
};
