import { addDays, DAY_MS, dayToEpoch, epochToDay, instantToLocal, localToInstant } from '../../time.ts';
import { countBefore, type Recurrence } from './rules-recurrence.ts';

/**
 * The next instant (ms) after `now` at which a series is carried on: at the local hour of the night, each series at a
 * minute of its own, so that a business does not carry on all of them at once.
 */
export const nextNight = (series_id: string, { time_zone, series_hour }: Night, now: number): number => {
  const minute = series_hour * 60 + (Number.parseInt(series_id.slice(0, 4), 16) % 60);
  const today = epochToDay(instantToLocal(time_zone, now).day);
  const tonight = localToInstant(time_zone, dayToEpoch(today), minute);
  return tonight > now ? tonight : localToInstant(time_zone, dayToEpoch(addDays(today, 1)), minute);
};

type Night = { readonly time_zone: string; readonly series_hour: number };

/**
 * Until when (ms, not included) a series takes its time: the horizon, or where it ends. What it has taken already
 * (`extended_until`) it keeps, also when the horizon was made shorter.
 */
export const takenUntil = (
  now: number,
  horizon_days: number,
  ends_before: number | null = null,
  extended_until = now,
): number => Math.min(Math.max(now + horizon_days * DAY_MS, extended_until), ends_before ?? Number.POSITIVE_INFINITY);

/** Whether surely nothing takes place from `from` (ms) on; the rule may be over a little earlier than is noticed. */
export const isOver = ({ rule, ...recurrence }: Recurrence, ends_before: number | null, from: number): boolean => {
  if (ends_before !== null && ends_before <= from) return true;
  if (rule.until !== null) return rule.until.ms + DAY_MS < from;
  return rule.count !== null && countBefore({ ...recurrence, rule }, from) >= rule.count;
};

/** Where a booking is to go. */
export type Step = { readonly from: number; readonly to: number };

/**
 * The order in which a series makes way for itself: what moves later begins with the last, what moves earlier with the
 * first, so that no visit is moved onto one that has yet to leave.
 */
export const inOrder = <S extends Step>(steps: readonly S[]): S[] => [
  ...steps.filter(({ from, to }) => to >= from).toReversed(),
  ...steps.filter(({ from, to }) => to < from),
];
