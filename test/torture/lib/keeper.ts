import { atEnd, type Place } from '../../e2e/support/at-end.ts';
import { postgresPid } from '../../e2e/support/demo.ts';
import { type RunningOkno, startOkno } from '../../e2e/support/okno.ts';
import { type FaultProxy, startProxy } from './proxy.ts';

/** Keeps the program running, as systemd or a container would: it is started anew whenever it has ended. */
export type Keeper = {
  readonly proxy: FaultProxy;
  /** The process that runs now; 0 while it is being started. */
  readonly pid: () => number;
  /** The process of its PostgreSQL; 0 when there is none. */
  readonly postgres: () => number;
  /** It is about to be ended by us, directly or by taking away its database. */
  readonly expectEnd: () => void;
  /** How processes ended that nobody had ended. */
  readonly surprises: readonly string[];
  /** How often it was started. */
  readonly starts: () => number;
  /** What it has logged as faults; among them databases that were away, while they were. */
  readonly faults: () => string[];
  /** Stops it in peace and starts it no more. */
  readonly stop: () => Promise<void>;
};

type FaultLine = { readonly action?: string; readonly err?: { readonly message?: string; readonly stack?: string } };

/** What the log says of faults: the action, the message, and where it was thrown. */
const faultsOf = (log: string): string[] =>
  log
    .split('\n')
    // The last line of a killed program may be cut off.
    .filter((line) => line.includes('"event":"fault"') && line.endsWith('}'))
    .map((line) => {
      const { action = '', err } = JSON.parse(line) as FaultLine;
      const place = err?.stack?.split('\n').find((part) => part.includes('/packages/')) ?? '';
      return `${action}: ${err?.message} ${place.trim()}`;
    });

/** Starts the program with these settings behind a proxy of faults, and keeps it running until the end. */
export const keepRunning = async (t: Place, settings: Readonly<Record<string, string>>): Promise<Keeper> => {
  const proxy = await startProxy(t);
  const surprises: string[] = [];
  const state = { expected: false, stopping: false, starts: 0 };
  const faults: string[] = [];
  let running: RunningOkno | null = null;
  let life: Promise<void> = Promise.resolve();

  const start = async (): Promise<RunningOkno> => {
    const okno = await startOkno(t, settings);
    state.starts += 1;
    running = okno;
    proxy.leadTo(Number(new URL(okno.url).port));
    return okno;
  };
  const watch = async (okno: RunningOkno): Promise<void> => {
    const { code, signal } = await okno.ended;
    running = null;
    proxy.leadTo(null);
    faults.push(...faultsOf(okno.stdout()));
    if (state.stopping) return;
    if (!state.expected)
      surprises.push(`the program ended by itself (code ${code}, signal ${signal}): ${okno.stderr()}`);
    state.expected = false;
    const next = await start();
    // Told to stop while it was coming up.
    if (state.stopping) void next.kill('SIGTERM');
    await watch(next);
  };
  const first = await start();
  life = watch(first);
  const stop = async () => {
    state.stopping = true;
    await running?.kill('SIGTERM');
    await life;
  };
  atEnd(t, stop);
  return {
    proxy,
    pid: () => running?.pid ?? 0,
    postgres: () => postgresPid(settings['DATA_DIR'] ?? ''),
    expectEnd: () => {
      state.expected = true;
    },
    surprises,
    starts: () => state.starts,
    faults: () => [...faults, ...faultsOf(running?.stdout() ?? '')],
    stop,
  };
};
