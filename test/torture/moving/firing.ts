import { setTimeout as pause } from 'node:timers/promises';
import { createAcrossTenants, createDueEngine, createDueStore } from '@okno/backend';
import pg from 'pg';
import { tenantLock } from '../../../packages/backend/src/db/moving-locks.ts';
import { fireReminders, type Wire } from '../../../packages/backend/src/modules/reminders/jobs.ts';
import { atEnd, type Place } from '../../e2e/support/at-end.ts';
import type { Cell } from './cells.ts';

type Cells = { readonly first: Cell; readonly second: Cell };

const across = ({ core }: Cell) => createAcrossTenants(core.workerPool, () => 0);

/** A worker that fires reminders and does nothing else. */
const startWorker = async (t: Place, cell: Cell, wire: Wire, onError: (error: unknown) => void): Promise<void> => {
  const { workerPool, backend, secrets } = cell.core;
  const reach = { across: across(cell), inTenant: backend.inTenant, ring: () => {} };
  const engine = createDueEngine({
    store: createDueStore(workerPool, () => 0, ['reminder']),
    run: () => Promise.reject(new Error('nothing else is claimed')),
    together: { reminder: fireReminders(reach, { wire, secrets, onError }) },
    onError,
    random: Math.random,
    ticks: () => performance.now(),
  });
  await engine.start();
  atEnd(t, engine.stop);
};

const openAssistant = async ({ server }: Cell, tenant_id: string): Promise<void> => {
  await server.rows(`insert into assistants (tenant_id, name, delivery) values ('${tenant_id}', 'Ada', 'queue')`);
};

/** How many are planned at once, and how far apart they are due: for longer than it takes until more are planned. */
const BATCH = 100;
const EVERY_MS = 20;
const PAUSE_MS = 500;

/**
 * Reminders of a business that are due one after another; how many, none when it is not there any more. Like all who write to
 * it this waits as long as it is being moved.
 */
const plan = async ({ server, core }: Cell, tenant_id: string): Promise<number> => {
  const sealed = core.secrets.seal(tenant_id, '{}');
  const client = new pg.Client(server.connection);
  await client.connect();
  try {
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock_shared(${tenantLock('$1')})`, [tenant_id]);
    const { rowCount } = await client.query(
      `with planned as (
        insert into reminders (tenant_id, assistant_id, created_by_assistant_id, user_id, type, trigger_at, timezone,
          payload_sealed, misfire, status, next_fire_at)
        select tenant_id, id, id, n, 'one_time', at, 'UTC', $2, 'catch_up', 'pending', at
        from assistants, generate_series(1, ${BATCH}) n, lateral (select now() + n * interval '${EVERY_MS} ms' as at) as one
        where tenant_id = $1
        returning id, next_fire_at)
      insert into due (fire_at, tenant_id, kind, id) select next_fire_at, $1, 'reminder', id from planned`,
      [tenant_id, sealed],
    );
    await client.query('commit');
    return rowCount ?? 0;
  } finally {
    await client.end();
  }
};

type Firing = {
  /** What was handed over so far: of each event how often, at both places together. */
  readonly handed: ReadonlyMap<string, number>;
  /** How many of them at the first place and at the second. */
  readonly at: { readonly first: number; readonly second: number };
  readonly errors: readonly unknown[];
  /** How many were planned, when the business has gone from the first place and no more are. */
  readonly planned: Promise<number>;
};

/**
 * Reminders of a business fire one after another, by a worker at each place, and more are planned until it has moved: some
 * always wait when it does.
 */
export const startFiring = async (t: Place, { first, second }: Cells, tenant_id: string): Promise<Firing> => {
  const handed = new Map<string, number>();
  const at = { first: 0, second: 0 };
  const errors: unknown[] = [];
  const wireOf = (place: keyof typeof at): Wire => ({
    push: async (events) => {
      at[place] += events.length;
      for (const { text } of events) {
        const { reminder_id } = JSON.parse(text).payload;
        handed.set(reminder_id, (handed.get(reminder_id) ?? 0) + 1);
      }
    },
  });
  const onError = (error: unknown) => errors.push(error);
  await startWorker(t, first, wireOf('first'), onError);
  await startWorker(t, second, wireOf('second'), onError);
  await openAssistant(first, tenant_id);
  const ended = new AbortController();
  const keepPlanning = async (): Promise<number> => {
    for (let all = 0; ; await pause(PAUSE_MS)) {
      const count = ended.signal.aborted ? 0 : await plan(first, tenant_id);
      if (count === 0) return all;
      all += count;
    }
  };
  const planned = keepPlanning();
  // Whoever waits for it learns of it.
  planned.catch(() => {});
  atEnd(t, async () => {
    ended.abort();
    await planned;
  });
  return { handed, at, errors, planned };
};
