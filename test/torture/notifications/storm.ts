import { type Place, until } from '../../e2e/support/at-end.ts';
import { startOkno } from '../../e2e/support/okno.ts';
import type { Chance } from '../lib/chance.ts';
import type { Booked, openCrowd } from './crowd.ts';
import type { Town } from './town.ts';

export type StormPlan = {
  readonly signal: 'SIGKILL' | 'SIGTERM';
  readonly blows: number;
  readonly chance: Chance;
  readonly tell: (sentence: string) => void;
  /** What else goes wrong at the blow. */
  readonly spoil: (blow: number) => Promise<void>;
};

export type StormEnd = {
  /** What was being sent, or had been sent and not been written down, at the blows together: of each life only its own. */
  readonly in_flight: number;
  readonly seconds: number;
};

/** Longer than this nothing is left waiting. */
const PATIENCE_MS = 240_000;

const ROUGHLY = 0.5;

/** A process that sends is struck again and again while bookings are cancelled, and in the end finishes all there is. */
export const storm = async (
  t: Place,
  { town, crowd, booked }: { town: Town; crowd: ReturnType<typeof openCrowd>; booked: readonly Booked[] },
  { signal, blows, chance, tell, spoil }: StormPlan,
): Promise<StormEnd> => {
  const { emulator, rows } = town;
  const began = performance.now();
  const startWorker = () => startOkno(t, { ...town.settings, ROLES: 'worker' });
  const left = async () => {
    const [row] = await rows<{ count: number }>(
      `select count(*)::int as count from notifications where status in ('pending', 'sending')`,
    );
    return row?.count ?? Number.NaN;
  };
  let over = false;
  const onItsWay = async (ids: readonly string[]) => {
    const [row] = await rows<{ id: string }>(
      `select subject_id as id from notifications where status = 'sending' and subject_id = any($1::uuid[])
        order by sending_since desc limit 1`,
      [ids],
    );
    return row?.id;
  };
  const everyFifth = booked.filter((_, index) => index % 5 === 0);
  const cancelling = crowd.cancelSome(everyFifth, { chance, onItsWay, isOver: () => over });
  // Before it is awaited, it may fail.
  cancelling.catch(() => {});
  const portion = booked.length / (blows + 1);
  const clock = async () => (await rows<{ now: Date }>('select clock_timestamp() as now'))[0]?.now;
  let in_flight = 0;
  for (let blow = 1; blow <= blows; blow += 1) {
    const born = await clock();
    const worker = await startWorker();
    const enough = emulator.calls.length + portion * (1 - ROUGHLY + chance.next() * ROUGHLY);
    await until('enough is sent', async () => emulator.calls.length >= enough || (await left()) === 0, PATIENCE_MS);
    await spoil(blow);
    await worker.kill(signal);
    const [row] = await rows<{ count: number }>(
      `select count(*)::int as count from notifications where status = 'sending' and sending_since >= $1`,
      [born],
    );
    in_flight += row?.count ?? Number.NaN;
    if (blow % 10 === 0) tell(`${signal} ${blow}: ${emulator.calls.length} calls, ${await left()} notifications left`);
  }
  const last = await startWorker();
  over = true;
  await cancelling;
  await until('everything is sent', async () => (await left()) === 0, PATIENCE_MS);
  await last.kill('SIGTERM');
  return { in_flight, seconds: (performance.now() - began) / 1000 };
};
