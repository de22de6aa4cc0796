import type { Actions, Parsed } from '@okno/contract';
import { DAY_MS, dayToEpoch, startOfDay } from '../../time.ts';
import type { Window } from './rules.ts';
import type { Problem } from './rules-checks.ts';

type Wanted = Pick<Parsed<Actions['scheduling.add_time_off']>, 'first_day' | 'last_day' | 'starts_at' | 'ends_at'>;

/** Longer than any leave, and short enough to be a slip of the finger no more. */
const LONGEST_MS = 731 * DAY_MS;

/**
 * From when to when (ms) somebody is away: from the first midnight of the first day to the last one of the last in
 * their own zone, or between two instants; or the problem with what was asked for.
 */
export const spanOf = (wanted: Wanted, zone: string): Window | Problem => {
  const span =
    wanted.first_day === undefined ? instantsOf(wanted) : daysOf({ ...wanted, first_day: wanted.first_day }, zone);
  if ('rule' in span) return span;
  const field = wanted.first_day === undefined ? 'ends_at' : 'last_day';
  if (span.to - span.from > LONGEST_MS) return { field, rule: 'must be within two years of the beginning' };
  return span;
};

const instantsOf = ({ last_day, starts_at, ends_at }: Wanted): Window | Problem => {
  if (last_day !== undefined) return { field: 'first_day', rule: 'is needed with last_day' };
  if (starts_at === undefined) return { field: 'starts_at', rule: 'is needed, or first_day' };
  if (ends_at === undefined) return { field: 'ends_at', rule: 'is needed with starts_at' };
  const [from, to] = [Date.parse(starts_at), Date.parse(ends_at)];
  return from < to ? { from, to } : { field: 'ends_at', rule: 'must be after starts_at' };
};

const daysOf = (
  { first_day, last_day = first_day, starts_at, ends_at }: Wanted & { first_day: string },
  zone: string,
): Window | Problem => {
  if (starts_at !== undefined || ends_at !== undefined)
    return { field: starts_at === undefined ? 'ends_at' : 'starts_at', rule: 'either days or instants, not both' };
  if (last_day < first_day) return { field: 'last_day', rule: 'must not be before first_day' };
  const [from, to] = [startOfDay(zone, dayToEpoch(first_day)), startOfDay(zone, dayToEpoch(last_day) + 1)];
  // Samoa once left a day out.
  return from < to ? { from, to } : { field: 'first_day', rule: 'is no day in this time zone' };
};
