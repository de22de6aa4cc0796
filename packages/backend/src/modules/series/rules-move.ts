import { countBefore, instantToWall, type Problem, type Recurrence, type RecurrenceInput } from './rules-recurrence.ts';
import { formatWall, onWeekdayOf, parseWall, withCount } from './rules-rrule.ts';

/**
 * The recurrence of what follows an occurrence (`from`, ms) at another time. COUNT goes on counting, what was left out
 * stays left out at the new times, and a weekly rule on one weekday takes the new one.
 */
export const continued = (
  before: Recurrence,
  wanted: { from: number; starts_at_local: string; rrule: string | undefined },
): RecurrenceInput | Problem => {
  const starts = parseWall(wanted.starts_at_local);
  if (starts === null) return { field: 'starts_at_local', rule: 'must be a local time such as 2026-03-02T18:00:00' };
  const shift = starts - instantToWall(before.zone, wanted.from);
  const later = [...before.excluded].filter((at) => at > wanted.from);
  return {
    timezone: before.zone,
    starts_at_local: wanted.starts_at_local,
    rrule: wanted.rrule ?? ruleFrom(before, wanted.from, starts),
    exdates: later.map((at) => formatWall(instantToWall(before.zone, at) + shift)),
  };
};

const ruleFrom = (before: Recurrence, from: number, starts: number): string => {
  const { text, count } = before.rule;
  const rule = onWeekdayOf(text, starts) ?? text;
  return count === null ? rule : withCount(rule, count - countBefore(before, from));
};

type Timed = { readonly starts_at: number; readonly seats_left?: number | null | undefined };

/**
 * The same specialist without the seats that are given up at these starts (ms). No two visits of one specialist begin
 * at the same time, so the start says whose it is; of a group session the others stay.
 */
export const withoutOwn = <
  T extends Timed,
  S extends { taken: readonly T[]; service: { capacity?: number | undefined } },
>(
  staffer: S,
  own: ReadonlySet<number>,
): S => ({
  ...staffer,
  taken: staffer.taken.flatMap((row) => {
    if (!own.has(row.starts_at)) return row;
    const seats_left = (row.seats_left ?? 0) + 1;
    return seats_left >= (staffer.service.capacity ?? 1) ? [] : { ...row, seats_left };
  }),
});
