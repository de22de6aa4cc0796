import { formatDate, weekdayHeadings } from '@okno/contract';
import type { Turn } from '../turn.ts';
import type { Hours, WeekLine } from '../typed-hours.ts';

/** A line of a week as the backend keeps it: perhaps for a season only. */
type Kept = WeekLine & { readonly valid_from?: string | null; readonly valid_until?: string | null };

/** "9:00–18:00", and a sign where they end on the next day. */
export const hoursWords = (hours: readonly Hours[]): string =>
  hours.map(({ from, to }) => `${from}–${to}${to <= from ? ' (+1)' : ''}`).join(', ');

/** The lines of a week in order, days with the same hours on one line; plain text. Without any: that there are none. */
export const weekLines = (turn: Turn, week: readonly Kept[]): string[] => {
  if (week.length === 0) return [turn.label('hours_screens.no_hours')];
  const names = weekdayHeadings(turn.language);
  const lines = new Map<string, string[]>();
  for (const row of [...week].sort(byDayAndTime)) {
    const key = `${daysWords(names, row.days)}${seasonWords(turn, row)}`;
    lines.set(key, [...(lines.get(key) ?? []), hoursWords([row])]);
  }
  return [...lines].map(([days, hours]) => `${days}: ${hours.join(', ')}`);
};

/** The contract's weeks begin on Sunday, those of a calendar here on Monday. */
const fromMonday = (day: number): number => (day + 6) % 7;

const firstOf = ({ days }: Kept): number => Math.min(...days.map(fromMonday));

const byDayAndTime = (one: Kept, other: Kept): number =>
  firstOf(one) - firstOf(other) || one.from.localeCompare(other.from);

/** "Mo–Fr, Su": three days and more in a row are told by the first and the last. */
const daysWords = (names: readonly string[], days: readonly number[]): string => {
  const runs: number[][] = [];
  for (const day of days.map(fromMonday).toSorted((one, other) => one - other)) {
    const run = runs.at(-1);
    if (run?.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  const name = (day: number | undefined): string => names[day ?? 0] ?? '';
  return runs.flatMap((run) => (run.length >= 3 ? [`${name(run[0])}–${name(run.at(-1))}`] : run.map(name))).join(', ');
};

const seasonWords = (turn: Turn, { valid_from = null, valid_until = null }: Kept): string => {
  const date = (day: string): { day: string } => ({ day: formatDate(turn.language, day, turn.now) });
  return [
    ...(valid_from === null ? [] : [` ${turn.label('hours_screens.season_from', date(valid_from))}`]),
    ...(valid_until === null ? [] : [` ${turn.label('hours_screens.season_until', date(valid_until))}`]),
  ].join('');
};
