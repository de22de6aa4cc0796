import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

/** The series of these clients, kept from their nightly runs. Before the clients' own locks, as everywhere. */
export const lockSeriesOf = (tx: Tx, client_ids: readonly string[]): void =>
  tx.send(sql`select id from series where client_id = any(${client_ids}::uuid[]) order by id for update`);

/** All series of one client become another's. */
export const moveSeriesOf = (tx: Tx, { from, to }: { from: string; to: string }): void =>
  tx.send(sql`update series set client_id = ${to} where client_id = ${from}`);

/** Nothing of this client recurs any more, and what was noted about it is gone. */
export const endSeriesOf = (tx: Tx, client_id: string): void => {
  tx.send(sql`
    delete from due using series
    where series.client_id = ${client_id} and due.id = series.id and due.fire_at = series.next_run_at`);
  tx.send(sql`
    update series set status = 'ended', ended_reason = coalesce(ended_reason, 'ended'), next_run_at = null, note = null,
      ends_before = least(coalesce(ends_before, okno_now()), okno_now())
    where client_id = ${client_id}`);
};
