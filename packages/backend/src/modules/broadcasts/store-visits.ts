import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { Broadcast } from './store.ts';

export type Visited = Pick<Broadcast, 'id' | 'status' | 'segment' | 'quiet_hours' | 'starts_at'> & {
  readonly looked_until: string | null;
  readonly complete: boolean;
  readonly resumed_at: string | null;
};

/**
 * Attends to a broadcast, as the delivery `visitor`, and keeps it from others until the end; one whose time has come runs
 * from now on. No row: another delivery has been at it within a minute, and goes on with it.
 */
export const beginVisit = (tx: Tx, id: string, visitor: string): Promise<Visited | undefined> =>
  tx.row(sql<Visited>`
    update broadcasts set visitor = ${visitor}, visited_at = clock_timestamp(),
      status = case when status = 'scheduled' and starts_at <= okno_now() then 'running' else status end
    where id = ${id}
      and (visitor is null or visitor = ${visitor} or visited_at < clock_timestamp() - interval '60 seconds')
    returning id, status, segment, quiet_hours, starts_at, looked_until, expanded_at is not null as complete, resumed_at`);

/** Another delivery may attend to it. */
export const releaseVisit = (tx: Tx, id: string): void =>
  tx.send(sql`update broadcasts set visitor = null where id = ${id}`);

/** Until then (UTC, null: no longer) bots on other servers may fetch of it. */
export const updateOpenUntil = (tx: Tx, id: string, until: string | null): void =>
  tx.send(sql`update broadcasts set open_until = ${until}::timestamptz
    where id = ${id} and open_until is distinct from ${until}::timestamptz`);

/** All have been told who could be. */
export const updateFinished = (tx: Tx, id: string): void =>
  tx.send(sql`update broadcasts set status = 'finished', ended_at = okno_now(), open_until = null, next_at = null
    where id = ${id}`);
