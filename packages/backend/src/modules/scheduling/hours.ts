import { AppError, type ClockInterval } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { versionBy } from '../../versions.ts';
import { daysAhead, followHours, listOutside, offerToWaiting, type Specialist } from './change.ts';
import { checkIntervals, checkWeekly } from './rules-checks.ts';
import { toClockInterval, toInterval, toWeek, toWeeklyHours } from './rules-clock.ts';
import { checkRange } from './schedule.ts';
import { deleteHours, deleteOverride, insertWeek, listHours, listOverrides, saveOverride } from './store-hours.ts';
import { lockSpecialists } from './store-locks.ts';
import { refuse, specialistOf } from './whose.ts';

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

/** With the name of its state (docs/rules.md#two-editors), for those who do not hear of an ETag. */
const withVersion = <A>(name: 'scheduling.hours' | 'scheduling.day_hours', answer: A): A & { version: string } => ({
  ...answer,
  version: versionBy(name, answer),
});

export const hoursActions = {
  'scheduling.hours': async (ctx, { id }) => {
    const { time_zone } = await specialistOf(ctx, id);
    return withVersion('scheduling.hours', { id, time_zone, weekly: toWeek(await listHours(ctx.tx, id)) });
  },

  'scheduling.set_hours': async (ctx, { id, weekly }) => {
    refuse(checkWeekly(weekly));
    const specialist = await locked(ctx, id);
    const before = toWeek(await listHours(ctx.tx, id));
    deleteHours(ctx.tx, id);
    insertWeek(ctx.tx, id, weekly.flatMap(toWeeklyHours));
    const [hours, outside_hours] = await Promise.all([listHours(ctx.tx, id), followHours(ctx, specialist)]);
    const { time_zone } = specialist;
    return withVersion('scheduling.hours', { id, time_zone, weekly: toWeek(hours), before, outside_hours });
  },

  'scheduling.check_hours': async (ctx, { id, weekly }) => {
    refuse(checkWeekly(weekly));
    const specialist = await specialistOf(ctx, id);
    const instead = { weekly: weekly.flatMap(toWeeklyHours) };
    return { id, outside_hours: await listOutside(ctx, specialist, daysAhead(ctx, specialist), instead) };
  },

  'scheduling.check_override': async (ctx, { id, date, intervals }) => {
    refuse(checkIntervals(intervals ?? []));
    const specialist = await specialistOf(ctx, id);
    const override = { day: date, intervals: intervals?.map(toInterval) ?? null };
    return { id, date, outside_hours: await listOutside(ctx, specialist, { from: date, to: date }, { override }) };
  },

  'scheduling.overrides': async (ctx, { id, from, to }) => {
    checkRange(from, to);
    const { time_zone } = await specialistOf(ctx, id);
    const rows = await listOverrides(ctx.tx, id, { from, to });
    const items = rows.map(({ day, intervals }) => ({ date: day, intervals: intervals.map(toClockInterval) }));
    return { id, time_zone, items };
  },

  'scheduling.day_hours': async (ctx, { id, date }) => {
    await specialistOf(ctx, id);
    return withVersion('scheduling.day_hours', { id, date, intervals: await overrideOn(ctx, id, date) });
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
    return { id, date, intervals, before, outside_hours: await listOutside(ctx, specialist, { from: date, to: date }) };
  },

  'scheduling.remove_override': async (ctx, { id, date }) => {
    const specialist = await locked(ctx, id);
    const before = await overrideOn(ctx, id, date);
    if (before === null) throw missing();
    deleteOverride(ctx.tx, id, date);
    offerToWaiting(ctx, specialist, date, date);
    return { id, date, before, outside_hours: await listOutside(ctx, specialist, { from: date, to: date }) };
  },
} satisfies Partial<HandlersOf<'scheduling'>>;
