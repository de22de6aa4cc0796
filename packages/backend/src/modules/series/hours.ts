import type { Tx } from '../../db/tx.ts';
import { DAY_MS } from '../../time.ts';
import { findHours, findSpecialist, isWorked, localDay } from '../scheduling/index.ts';
import type { SeriesRow } from './store.ts';
import { listAhead, updateTold } from './store-occurrences.ts';

/**
 * The coming visits (ms) of a series that lie outside the working hours of its specialist by now and of which nobody
 * has been told so far. Each is told once; one that fits again is forgotten, and would be told again.
 */
export const findOutsideHours = async (tx: Tx, series: SeriesRow, now: number): Promise<number[]> => {
  const ahead = (await listAhead(tx, series.id)).filter((row) => row.specialist_id === series.specialist_id);
  const last = ahead.at(-1);
  const specialist = await findSpecialist(tx, series.specialist_id);
  if (last === undefined || specialist === undefined) return [];
  const days = { from: localDay('UTC', now), to: localDay('UTC', Date.parse(last.starts_at) + DAY_MS) };
  const { hours, overrides } = await findHours(tx, specialist.id, days);
  const judged = ahead.map((row) => ({
    ...row,
    outside: !isWorked(
      { zone: specialist.time_zone, weekly: hours, overrides },
      {
        starts_at: Date.parse(row.starts_at),
        ends_at: Date.parse(row.ends_at),
      },
    ),
  }));
  const idsOf = (rows: typeof judged) => rows.map(({ booking_id }) => booking_id);
  const fresh = judged.filter(({ outside, told }) => outside && told === null);
  updateTold(tx, series.id, idsOf(fresh), 'outside_hours');
  const fitting = judged.filter(({ outside, told }) => !outside && told !== null);
  updateTold(tx, series.id, idsOf(fitting), null);
  return fresh.map(({ starts_at }) => Date.parse(starts_at));
};
