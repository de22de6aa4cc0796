import type { Actions, Output } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import { addDays, dayToEpoch, formatInstant, startOfDay } from '../../time.ts';
import { localDay } from './offer.ts';
import { outsideHours } from './rules-hours.ts';
import { toSpan } from './schedule.ts';
import { findTime } from './store.ts';
import { insertFreedRange } from './store-freed.ts';

/** No service can be booked further ahead. */
const LAST_HORIZON_DAYS = 731;

/** As many as somebody can look through. */
const TOLD = 100;

type OutsideHours = Output<Actions['scheduling.set_hours']>['outside_hours'];
export type Specialist = { readonly id: string; readonly time_zone: string };

type Days = { readonly from: string; readonly to: string };

/** Hours that somebody thinks about, in place of those that are kept. */
type Instead = Partial<Pick<Parameters<typeof outsideHours>[0], 'weekly'>> & {
  /** The hours of one day; null: the weekly ones. */
  readonly override?: { readonly day: string; readonly intervals: DayHours['intervals'] | null };
};
type DayHours = Parameters<typeof outsideHours>[0]['overrides'][number];

/** What is booked on these days and does not lie within the hours that hold from now on, or would hold. */
export const listOutside = async (
  ctx: Ctx,
  { id, time_zone }: Specialist,
  { from, to }: Days,
  instead: Instead = {},
): Promise<OutsideHours> => {
  const { hours, overrides, reservations } = await findTime(ctx.tx, id, { from, to });
  const range = { zone: time_zone, from_day: from, to_day: to };
  const { weekly = hours, override } = instead;
  const others = overrides.filter(({ day }) => day !== override?.day);
  const { day, intervals = null } = override ?? {};
  const time = {
    weekly,
    overrides: day === undefined || intervals === null ? others : [...others, { day, intervals }],
    taken: reservations,
  };
  return outsideHours(time, range, ctx.now)
    .slice(0, TOLD)
    .map((one) => ({ id: one.id, ...toSpan(one) }));
};

/** What new hours open on these days is offered to those who wait (docs/rules.md#waitlist). */
export const offerToWaiting = ({ tx }: Ctx, { id, time_zone }: Specialist, from: string, to: string): void =>
  insertFreedRange(tx, [id], {
    starts_at: formatInstant(startOfDay(time_zone, dayToEpoch(from))),
    // The shift of the last day may go on after midnight.
    ends_at: formatInstant(startOfDay(time_zone, dayToEpoch(to) + 2)),
  });

/**
 * What follows when other hours hold from today on: what they open is offered to those who wait, and what is booked outside
 * them is told. The caller holds the lock of `lockSpecialists`, and has written the hours, or the zone in which they hold.
 */
export const followHours = (ctx: Ctx, specialist: Specialist): Promise<OutsideHours> => {
  const ahead = daysAhead(ctx, specialist);
  offerToWaiting(ctx, specialist, ahead.from, ahead.to);
  return listOutside(ctx, specialist, ahead);
};

/** From today to the last day on which anything can be booked. */
export const daysAhead = ({ now }: Ctx, { time_zone }: Specialist): Days => {
  const from = localDay(time_zone, now);
  return { from, to: addDays(from, LAST_HORIZON_DAYS) };
};
