import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import { formatInstant } from '../../time.ts';
import type { Pace } from './rules-pace.ts';

/** How an assistant has set reminders lately, kept from its other requests until the transaction ends. */
export const lockPace = async (tx: Tx, assistant_id: string): Promise<Pace | undefined> => {
  tx.send(sql`
    insert into reminder_paces (assistant_id, minute, made, waiting) values (${assistant_id}, '-infinity', 0, 0)
    on conflict do nothing`);
  return tx.row(sql<Pace>`
    select case when isfinite(minute) then extract(epoch from minute)::float8 * 1000 else 0 end as minute, made, waiting
    from reminder_paces where assistant_id = ${assistant_id} for update`);
};

export const updatePace = (tx: Tx, assistant_id: string, { minute, made, waiting }: Pace): void =>
  tx.send(sql`
    update reminder_paces set minute = ${formatInstant(minute)}, made = ${made}, waiting = ${waiting}
    where assistant_id = ${assistant_id}`);

/** How many reminders of an assistant stand in the timetable. */
export const countWaiting = async (tx: Tx, assistant_id: string): Promise<number> => {
  const row = await tx.row(sql<{ count: number }>`
    select count(*)::int as count from reminders where assistant_id = ${assistant_id} and next_fire_at is not null`);
  return row?.count ?? 0;
};
