import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from '@okno/backend';
import pg from 'pg';
import { atEnd, type Place } from '../../e2e/support/at-end.ts';
import { isAtWork, trueNow } from './notes.ts';
import type { Told, Without, WorkerInput } from './worker.ts';

/** A worker's life; times in Unix milliseconds. */
export type Life = {
  readonly notes: string;
  readonly end: 'killed' | 'stopped' | 'surprise' | null;
  readonly ended_at: number;
};

export type Fleet = {
  /** Starts one, and resolves when it works. */
  start(): Promise<void>;
  /** Ends the one that has lived longest: at once, or in peace. */
  end(how: 'killed' | 'stopped'): Promise<void>;
  readonly lives: readonly Life[];
};

type Running = { readonly child: ChildProcess; readonly life: { -readonly [K in keyof Life]: Life[K] } };

const HOLD_MS = 60;
/** A kill waits so long at most for somebody to be at work. */
const AT_WORK_MS = 2_000;
/** Two hours, the other way round every time. */
const SKEW_MS = 2 * 3_600_000;

/** To kill who has nothing to do shows nothing. */
const waitForWork = async (notes: string): Promise<void> => {
  for (const deadline = performance.now() + AT_WORK_MS; performance.now() < deadline; await pause(2))
    if (isAtWork(notes)) return;
};

const connect = async (connection: Connection): Promise<pg.Client> => {
  const client = new pg.Client({ ...connection });
  await client.connect();
  return client;
};

/** Worker processes over one database, whose clocks are all wrong. */
export const createFleet = (
  t: Place,
  { connection, folder, without }: { connection: Connection; folder: string; without: Without },
): Fleet => {
  const running: Running[] = [];
  const lives: Life[] = [];
  let holder: Promise<pg.Client> | undefined;

  const holdFor = async (owner: number): Promise<void> => {
    holder ??= connect(connection);
    await (await holder).query('select pg_advisory_lock(4242, $1)', [owner]);
  };
  atEnd(t, async () => (await holder)?.end());

  const start = async (): Promise<void> => {
    const notes = path.join(folder, `worker-${lives.length}.notes`);
    const skew_ms = lives.length % 2 === 0 ? SKEW_MS : -SKEW_MS;
    const input: WorkerInput = { connection, notes, hold_ms: HOLD_MS, skew_ms, without };
    const child = fork(path.join(import.meta.dirname, 'worker.ts'), [JSON.stringify(input)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const life: Running['life'] = { notes, end: null, ended_at: Number.NaN };
    lives.push(life);
    const works = Promise.withResolvers<void>();
    child.on('message', ({ alive }: Told) => {
      if (alive === 0) works.resolve();
      else
        holdFor(alive).then(
          () => child.send('held'),
          (error: unknown) => works.reject(error),
        );
    });
    child.once('exit', () => {
      life.end ??= 'surprise';
      works.reject(new Error('a worker ended before it worked'));
    });
    atEnd(t, () => child.kill('SIGKILL'));
    await works.promise;
    running.push({ child, life });
  };

  const oldest = (): Running => {
    const first = running.shift();
    if (first === undefined) throw new Error('nobody works');
    return first;
  };

  const end = async (how: 'killed' | 'stopped'): Promise<void> => {
    const { child, life } = oldest();
    if (how === 'killed') await waitForWork(life.notes);
    if (life.end !== null) return;
    life.end = how;
    const exited = once(child, 'exit');
    life.ended_at = trueNow();
    child.kill(how === 'killed' ? 'SIGKILL' : 'SIGTERM');
    const [code] = await exited;
    if (how === 'stopped' && code !== 0) life.end = 'surprise';
  };

  return { start, end, lives };
};
