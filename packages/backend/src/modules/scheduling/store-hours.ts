import { db } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { Interval } from './rules.ts';

/** Weekly hours: wall-clock minutes of the specialist's day, on each of these weekdays (0 = Sunday). */
export const insertWorkingHours = (
  tx: Tx,
  {
    specialist_id,
    weekdays,
    intervals,
  }: { specialist_id: string; weekdays: readonly number[]; intervals: readonly Interval[] },
): void =>
  tx.send(
    db
      .insertInto('working_hours')
      .values(weekdays.flatMap((weekday) => intervals.map((interval) => ({ specialist_id, weekday, ...interval })))),
  );

/** What replaces the weekly hours on one local day; no intervals: closed. */
export const insertOverride = (
  tx: Tx,
  { specialist_id, day, intervals }: { specialist_id: string; day: string; intervals: readonly Interval[] },
): void => tx.send(db.insertInto('overrides').values({ specialist_id, day, intervals: JSON.stringify(intervals) }));

/** Time in which the specialist is away; the database refuses it where something is booked. */
export const insertTimeOff = (
  tx: Tx,
  row: { specialist_id: string; starts_at: string; ends_at: string; note: string | null },
): void => tx.send(db.insertInto('reservations').values({ ...row, kind: 'time_off' }));
