import { readTarget, type TargetOf, writeTarget } from '../callback-data.ts';
import { type Hours, readTypedDay, readTypedWeek, type WeekLine } from '../typed-hours.ts';
import { hoursOn, weekdaysOf, withHours } from '../week-grid.ts';

/** What was chosen by taps: the data of the last button stands behind it. Nobody can have typed it. */
const BY_TAPS = '\u0000chosen';
/** Lets the weekly hours hold again on a day; nobody can have typed it either. */
export const SAID_AS_WEEKLY = '\u0000weekly';

/** What somebody means to change. */
export type Change =
  | { readonly kind: 'week'; readonly weekly: readonly WeekLine[] }
  | { readonly kind: 'day'; readonly intervals: readonly Hours[] | null };

type Target = TargetOf<'weekday'>;

/** Only the choice is kept and not the week it makes, for that may have become another one meanwhile. */
export const saidByTaps = (target: Target): string => `${BY_TAPS}${writeTarget(target)}`;

export const isByTaps = (said: string): boolean => said.startsWith(BY_TAPS);

/** What was said about the week, or about `day` when it is not empty, understood; or what was not. `weekly`: as it is now. */
export const readChange = (
  { day, said }: { readonly day: string; readonly said: string },
  weekly: readonly WeekLine[],
): Change | { readonly wrong: string } => {
  if (said === SAID_AS_WEEKLY) return { kind: 'day', intervals: null };
  if (isByTaps(said)) {
    const target = readTarget(said.slice(BY_TAPS.length));
    return target?.screen === 'weekday' ? { kind: 'week', weekly: changed(target, weekly) } : { wrong: '' };
  }
  if (day === '') {
    const read = readTypedWeek(said);
    return 'wrong' in read ? read : { kind: 'week', weekly: read.week };
  }
  const read = readTypedDay(said);
  return 'wrong' in read ? read : { kind: 'day', intervals: read.hours };
};

/** The week as it would be. */
const changed = ({ act, weekday, from, to, days }: Target, weekly: readonly WeekLine[]): WeekLine[] => {
  const now = hoursOn(weekly, weekday);
  const chosen: Hours = { from, to };
  if (act === 'paste') return withHours(weekly, weekdaysOf(days), now);
  if (act === 'take') return withHours(weekly, [weekday], [chosen]);
  if (act === 'add') return withHours(weekly, [weekday], [...now, chosen]);
  const rest = act === 'drop' ? now.filter((one) => one.from !== from) : [];
  return withHours(weekly, [weekday], rest);
};
