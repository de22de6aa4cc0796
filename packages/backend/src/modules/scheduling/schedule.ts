import { AppError, MAX_RANGE_DAYS } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import { addDays, daysBetween, dayToEpoch, formatInstant, startOfDay } from '../../time.ts';
import { scheduleDays } from './rules-schedule.ts';
import { type Days, findTime } from './store.ts';
import { findRoomZone, listRoomTime } from './store-rooms.ts';
import { specialistOf } from './whose.ts';

/** Refuses a range of days that is turned around or too long. */
export const checkRange = (from: string, to: string): void => {
  const days = daysBetween(from, to) + 1;
  if (days < 1) throw new AppError('invalid_input', { field: 'to', rule: 'must not be before from' });
  if (days > MAX_RANGE_DAYS)
    throw new AppError('invalid_input', { field: 'to', rule: `at most ${MAX_RANGE_DAYS} days at once` });
};

/**
 * What occupies a specialist on local days of their own zone, both included; `field` is the one that names them.
 * @throws AppError as `specialistOf`.
 */
export const schedule = async (ctx: Ctx, whose: { id: string; field: string }, { from, to }: Days) => {
  const [{ time_zone }, { hours, overrides, reservations }] = await Promise.all([
    specialistOf(ctx, whose.id, whose.field),
    findTime(ctx.tx, whose.id, { from, to }),
  ]);
  const range = { zone: time_zone, from_day: from, to_day: to };
  const days = scheduleDays({ weekly: hours, overrides, taken: reservations }, range);
  return {
    time_zone,
    days: days.map(({ date, working, taken }) => ({
      date,
      working: working.map((window) => toSpan({ starts_at: window.from, ends_at: window.to })),
      taken: taken.map((one) => ({ ...one, ...toSpan(one) })),
    })),
  };
};

/**
 * What takes place in a room on local days of the business, both included.
 * @throws AppError `not_found`.
 */
export const roomSchedule = async ({ tx }: Ctx, room_id: string, { from, to }: Days) => {
  const room = await findRoomZone(tx, room_id);
  if (room === undefined) throw new AppError('not_found', { what: 'room', field: 'room_id' });
  const { time_zone } = room;
  const range = { zone: time_zone, from_day: from, to_day: to };
  const start = (day: string) => formatInstant(startOfDay(time_zone, dayToEpoch(day)));
  const rows = await listRoomTime(tx, room_id, { from: start(from), to: start(addDays(to, 1)) });
  const taken = rows.map((row) => ({ ...row, starts_at: Date.parse(row.starts_at), ends_at: Date.parse(row.ends_at) }));
  const days = scheduleDays({ weekly: [], overrides: [], taken }, range);
  return {
    time_zone,
    days: days.map((day) => ({ date: day.date, taken: day.taken.map((one) => ({ ...one, ...toSpan(one) })) })),
  };
};

/** Unix milliseconds as instants travel. */
export const toSpan = ({ starts_at, ends_at }: { starts_at: number; ends_at: number }) => ({
  starts_at: formatInstant(starts_at),
  ends_at: formatInstant(ends_at),
});
