import { createAcrossTenants, createDueEngine, createDueStore } from '@okno/backend';
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

/** Reminders of a business that are due one after another. */
const plan = async ({ server, core }: Cell, tenant_id: string, count: number, every_ms: number): Promise<void> => {
  const sealed = core.secrets.seal(tenant_id, '{}');
  await server.rows(`
    with assistant as (
      insert into assistants (tenant_id, name, delivery) values ('${tenant_id}', 'Ada', 'queue') returning id),
    planned as (
      insert into reminders (tenant_id, assistant_id, created_by_assistant_id, user_id, type, trigger_at, timezone,
        payload_sealed, misfire, status, next_fire_at)
      select '${tenant_id}', id, id, n, 'one_time', at, 'UTC', '${sealed}', 'catch_up', 'pending', at
      from assistant, generate_series(1, ${count}) n, lateral (select now() + n * interval '${every_ms} ms' as at) as one
      returning id, next_fire_at)
    insert into due (fire_at, tenant_id, kind, id) select next_fire_at, '${tenant_id}', 'reminder', id from planned`);
};

type Firing = {
  /** What was handed over so far: of each event how often, at both places together. */
  readonly handed: ReadonlyMap<string, number>;
  readonly errors: readonly unknown[];
};

/** Reminders of a business fire one after another while it moves, by a worker at each place. */
export const startFiring = async (
  t: Place,
  { first, second }: Cells,
  { tenant_id, count, every_ms }: { tenant_id: string; count: number; every_ms: number },
): Promise<Firing> => {
  const handed = new Map<string, number>();
  const errors: unknown[] = [];
  const wire: Wire = {
    push: async (events) => {
      for (const { text } of events) {
        const { reminder_id } = JSON.parse(text).payload;
        handed.set(reminder_id, (handed.get(reminder_id) ?? 0) + 1);
      }
    },
  };
  for (const cell of [first, second]) await startWorker(t, cell, wire, (error) => errors.push(error));
  await plan(first, tenant_id, count, every_ms);
  return { handed, errors };
};
