import { AppError, type ClockInterval } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { addDays, dayToEpoch, formatInstant, startOfDay } from '../../time.ts';
import { localDay } from './offer.ts';
import { checkIntervals, checkWeekly } from './rules-checks.ts';
import { toClockInterval, toInterval, toWeek, toWeeklyHours } from './rules-clock.ts';
import { outsideHours } from './rules-hours.ts';
import { checkRange, toSpan, toTaking } from './schedule.ts';
import { findTime } from './store.ts';
import { insertFreedRange } from './store-freed.ts';
import { deleteHours, deleteOverride, insertWeek, listHours, listOverrides, saveOverride } from './store-hours.ts';
import { lockSpecialists } from './store-locks.ts';
import { refuse, specialistOf } from './whose.ts';

/** No service can be booked further ahead. */
const LAST_HORIZON_DAYS = 731;

/** As many as somebody can look through. */
const TOLD = 100;

type Specialist = { readonly id: string; readonly time_zone: string };

/** What is booked on these days and does not lie within the hours that hold from now on. */
const outside = async (ctx: Ctx, { id, time_zone }: Specialist, from: string, to: string) => {
  const { hours, overrides, reservations } = await findTime(ctx.tx, id, { from, to });
  const range = { zone: time_zone, from_day: from, to_day: to };
  const time = { weekly: hours, overrides, taken: reservations.map(toTaking) };
  return outsideHours(time, range, ctx.now)
    .slice(0, TOLD)
    .map((one) => ({ id: one.id, ...toSpan(one) }));
};

/** What new hours open on these days is offered to those who wait (docs/rules.md#waitlist). */
const offerToWaiting = ({ tx }: Ctx, { id, time_zone }: Specialist, from: string, to: string): void =>
  insertFreedRange(tx, [id], {
    starts_at: formatInstant(startOfDay(time_zone, dayToEpoch(from))),
    // The shift of the last day may go on after midnight.
    ends_at: formatInstant(startOfDay(time_zone, dayToEpoch(to) + 2)),
  });

/** The override of a day as people write it; null: there is none, the weekly hours hold. */
const overrideOn = async ({ tx }: Ctx, id: string, date: string): Promise<ClockInterval[] | null> => {
  const [found] = await listOverrides(tx, id, { from: date, to: date });
  return found?.intervals.map(toClockInterval) ?? null;
};

/** Refuses an override that is not there. */
const missing = () => new AppError('not_found', { what: 'override', field: 'date' });

/** Whoever changes somebody's hours waits for the others, or two weeks that come at once would both be kept. */
const locked = async (ctx: Ctx, id: string): Promise<Specialist> => {
  const specialist = await specialistOf(ctx, id);
  lockSpecialists(ctx.tx, [id]);
  return specialist;
};

export const hoursActions = {
  'scheduling.hours': async (ctx, { id }) => {
    const { time_zone } = await specialistOf(ctx, id);
    return { id, time_zone, weekly: toWeek(await listHours(ctx.tx, id)) };
  },

  'scheduling.set_hours': async (ctx, { id, weekly }) => {
    refuse(checkWeekly(weekly));
    const specialist = await locked(ctx, id);
    const before = toWeek(await listHours(ctx.tx, id));
    deleteHours(ctx.tx, id);
    insertWeek(ctx.tx, id, weekly.flatMap(toWeeklyHours));
    const today = localDay(specialist.time_zone, ctx.now);
    const last = addDays(today, LAST_HORIZON_DAYS);
    offerToWaiting(ctx, specialist, today, last);
    const [hours, outside_hours] = await Promise.all([listHours(ctx.tx, id), outside(ctx, specialist, today, last)]);
    return { id, time_zone: specialist.time_zone, weekly: toWeek(hours), before, outside_hours };
  },

  'scheduling.overrides': async (ctx, { id, from, to }) => {
    checkRange(from, to);
    const { time_zone } = await specialistOf(ctx, id);
    const rows = await listOverrides(ctx.tx, id, { from, to });
    const items = rows.map(({ day, intervals }) => ({ date: day, intervals: intervals.map(toClockInterval) }));
    return { id, time_zone, items };
  },

  'scheduling.override': async (ctx, { id, date }) => {
    await specialistOf(ctx, id);
    const intervals = await overrideOn(ctx, id, date);
    if (intervals === null) throw missing();
    return { id, date, intervals };
  },

  'scheduling.set_override': async (ctx, { id, date, intervals }) => {
    refuse(checkIntervals(intervals));
    const specialist = await locked(ctx, id);
    const before = await overrideOn(ctx, id, date);
    saveOverride(ctx.tx, { specialist_id: id, day: date, intervals: intervals.map(toInterval) });
    offerToWaiting(ctx, specialist, date, date);
    return { id, date, intervals, before, outside_hours: await outside(ctx, specialist, date, date) };
  },

  'scheduling.remove_override': async (ctx, { id, date }) => {
    const specialist = await locked(ctx, id);
    const before = await overrideOn(ctx, id, date);
    if (before === null) throw missing();
    deleteOverride(ctx.tx, id, date);
    offerToWaiting(ctx, specialist, date, date);
    return { id, date, before, outside_hours: await outside(ctx, specialist, date, date) };
  },
} satisfies Partial<HandlersOf<'scheduling'>>;
