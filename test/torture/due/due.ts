import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { migrate } from '@okno/backend';
import { startEmbeddedPostgres } from '../../../apps/server/src/embedded/index.ts';
import { atEnd, type Place, tempFolder } from '../../e2e/support/at-end.ts';
import { askIn, type Rows } from '../../e2e/support/database.ts';
import type { Findings, Torture } from '../lib/torture.ts';
import { check, type Plan } from './check.ts';
import { createFleet, type Fleet } from './fleet.ts';
import type { Without } from './worker.ts';

export type Run = {
  readonly rows: number;
  readonly seconds: number;
  readonly workers: number;
  readonly kills: number;
  /** Workers that are stopped in peace in between. */
  readonly stops: number;
  readonly without?: Without;
  readonly tell?: (sentence: string) => void;
};

/** A fifth is overdue, the rest becomes due evenly; half is run one by one, half together, for twenty businesses. */
const PLAN = `
  insert into due (fire_at, tenant_id, kind, id)
  select now() + greatest(-5, (n::float8 / $1 - 0.2) * $2) * interval '1 s',
    ('00000000-0000-4000-9000-' || lpad((n % 20)::text, 12, '0'))::uuid,
    case n % 2 when 0 then 'notification' else 'waitlist' end, gen_random_uuid()
  from generate_series(1, $1::int) n
  returning id, extract(epoch from fire_at)::float8 * 1000 as at`;

const REST = `select (select count(*)::int from due) + (select count(*)::int from deliveries)
  + (select count(*)::int from handfuls) as rest`;

const restOf = async (ask: Rows): Promise<number> => (await ask<{ rest: number }>(REST))[0]?.rest ?? Number.NaN;

/** Everything is done, or nothing has been for this long. */
const PATIENCE_MS = 5_000;

const waitUntilDone = async (ask: Rows): Promise<number> => {
  let [before, since] = [Number.NaN, performance.now()];
  for (;;) {
    const rest = await restOf(ask);
    if (rest !== before) [before, since] = [rest, performance.now()];
    if (rest === 0 || performance.now() - since > PATIENCE_MS) return rest;
    await pause(50);
  }
};

const strike = async (fleet: Fleet, { seconds, kills, stops, tell = () => {} }: Run): Promise<void> => {
  const blows = kills + stops;
  const every_ms = (seconds * 1000) / (blows + 1);
  for (let blow = 0; blow < blows; blow += 1) {
    const next = pause(every_ms);
    // Spread evenly: as many as have come due of the smaller number.
    const isStop = Math.floor(((blow + 1) * stops) / blows) > Math.floor((blow * stops) / blows);
    await Promise.all([fleet.end(isStop ? 'stopped' : 'killed'), fleet.start()]);
    if ((blow + 1) % 10 === 0) tell(`${blow + 1} of ${blows} blows`);
    await next;
  }
};

/** Worker processes that are killed, stopped and replaced while things become due, all with wrong clocks. */
export const tortureDue = async (t: Place, run: Run): Promise<Findings> => {
  const folder = tempFolder(t);
  const server = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres') });
  atEnd(t, () => server.stop());
  await migrate(server.connection);
  const ask = askIn(t, server.connection);
  const { connection } = server;
  const fleet = createFleet(t, { connection, folder, without: run.without ?? null });
  await Promise.all(Array.from({ length: run.workers }, fleet.start));
  const planned = await ask<{ id: string; at: number }>(PLAN, [run.rows, run.seconds]);
  const plan: Plan = new Map(planned.map(({ id, at }) => [id, at]));
  await strike(fleet, run);
  const rest = await waitUntilDone(ask);
  for (let left = run.workers; left > 0; left -= 1) await fleet.end('stopped');
  return {
    what: 'workers killed, stopped and replaced while things become due, with clocks two hours wrong',
    ...check(plan, fleet.lives, rest),
  };
};

const LONG: Run = { rows: 10_000, seconds: 90, workers: 3, kills: 50, stops: 10 };

export const due: Torture = (t, { seconds, tell }) =>
  tortureDue(t, { ...LONG, seconds: seconds ?? LONG.seconds, tell });
