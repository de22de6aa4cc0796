import { db, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { Interval, Weekday, WeeklyHours } from './rules.ts';
import type { Days, HoursRow, OverrideRow } from './store.ts';

/** All weekly hours of a specialist, also those that hold no more or not yet. */
export const listHours = (tx: Tx, specialist_id: string): Promise<HoursRow[]> =>
  tx.rows(sql<HoursRow>`
    select specialist_id, weekday, from_minute, to_minute, valid_from, valid_until
    from working_hours where specialist_id = ${specialist_id}`);

export const deleteHours = (tx: Tx, specialist_id: string): void =>
  tx.send(db.deleteFrom('working_hours').where('specialist_id', '=', specialist_id));

/** Adds weekly hours; wall-clock minutes of the specialist's day. */
export const insertWeek = (tx: Tx, specialist_id: string, hours: readonly WeeklyHours[]): void => {
  if (hours.length === 0) return;
  tx.send(db.insertInto('working_hours').values(hours.map((row) => ({ specialist_id, ...row }))));
};

/** Weekly hours: wall-clock minutes of the specialist's day, on each of these weekdays (0 = Sunday). */
export const insertWorkingHours = (
  tx: Tx,
  {
    specialist_id,
    weekdays,
    intervals,
  }: { specialist_id: string; weekdays: readonly number[]; intervals: readonly Interval[] },
): void => {
  const rows = weekdays.flatMap((weekday) => intervals.map((one) => ({ weekday: weekday as Weekday, ...one })));
  insertWeek(tx, specialist_id, rows);
};

/** What replaces the weekly hours on these local days, in order. */
export const listOverrides = (tx: Tx, specialist_id: string, { from, to }: Days): Promise<OverrideRow[]> =>
  tx.rows(sql<OverrideRow>`
    select specialist_id, day, intervals from overrides
    where specialist_id = ${specialist_id} and day between ${from} and ${to} order by day`);

type NewOverride = { readonly specialist_id: string; readonly day: string; readonly intervals: readonly Interval[] };

/** What replaces the weekly hours on one local day, and what replaced them so far; no intervals: closed. */
export const saveOverride = (tx: Tx, { specialist_id, day, intervals }: NewOverride): void =>
  tx.send(sql`
    insert into overrides (specialist_id, day, intervals)
    values (${specialist_id}, ${day}, ${JSON.stringify(intervals)}::jsonb)
    on conflict (tenant_id, specialist_id, day) do update set intervals = excluded.intervals`);

export const deleteOverride = (tx: Tx, specialist_id: string, day: string): void =>
  tx.send(sql`delete from overrides where specialist_id = ${specialist_id} and day = ${day}`);
