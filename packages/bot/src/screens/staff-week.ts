import { type Actions, type Booking, formatDate, formatShortDate, localDay, type Output } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import { addDays, weekdayOf } from '../days.ts';
import type { Turn } from '../turn.ts';
import { type Button, inRows, tap, type View } from '../view.ts';
import { visitsBetween } from '../visits.ts';
import { homeButton, menuView } from './menu.ts';
import { toDay } from './staff-ways.ts';
import { ofWhom, seesEverybody } from './staff-words.ts';
import { todayOf } from './words.ts';

type Target = Pick<TargetOf<'staff_week'>, 'specialist' | 'day'>;
type Week = { readonly specialist: string | null; readonly days: readonly string[] };
type DayOfSchedule = Output<Actions['scheduling.range']>['days'][number];

/** A week at a glance: how many visits each day has, and how much of the working hours they fill. */
export const openWeek = async (turn: Turn, { specialist, day }: Target): Promise<View> => {
  if (specialist === null && !seesEverybody(turn.me)) return menuView(turn, 'agenda.not_specialist');
  const today = await todayOf(turn, specialist);
  const monday = mondayOf(day ?? today);
  const week = { specialist, days: Array.from({ length: 7 }, (_, index) => addDays(monday, index)) };
  const [from = '', to = ''] = [week.days[0], week.days.at(-1)];
  const [lines, whose] = await Promise.all([
    specialist === null ? linesOfAll(turn, week) : linesOf(turn, specialist, week),
    specialist === null ? [] : ofWhom(turn, specialist),
  ]);
  const short = (one: string): string => formatShortDate(turn.language, one, turn.now);
  const title = turn.say('staff.week_title', { from: short(from), to: short(to) });
  return {
    text: [...whose, title, '', ...lines].join('\n'),
    keyboard: [
      ...inRows(
        week.days.map((one) => tap(short(one), toDay(specialist, one))),
        3,
      ),
      arrows(turn, { specialist, monday, today }),
      [tap(turn.label('menu.agenda'), { screen: 'agenda', day: null, fresh: false }), homeButton(turn)],
    ],
  };
};

const mondayOf = (day: string): string => addDays(day, -weekdayOf(day));

const arrows = (
  turn: Turn,
  { specialist, monday, today }: { specialist: string | null; monday: string; today: string },
): Button[] => {
  const to = (day: string, label: string): Button => tap(label, { screen: 'staff_week', specialist, day });
  const isNow = monday === mondayOf(today);
  return [
    to(addDays(monday, -7), '‹'),
    ...(isNow ? [] : [to(today, turn.label('staff.this_week'))]),
    to(addDays(monday, 7), '›'),
  ];
};

const countsOf = async (turn: Turn, { specialist, days }: Week): Promise<(day: string) => Booking[]> => {
  const [from = '', to = ''] = [days[0], days.at(-1)];
  const visits = await visitsBetween(turn, specialist, { from, to });
  return (day) => visits.filter(({ time_zone, starts_at }) => localDay(time_zone, starts_at) === day);
};

/** Of everybody only the number of visits is told. */
const linesOfAll = async (turn: Turn, week: Week): Promise<string[]> => {
  const visitsOn = await countsOf(turn, week);
  return week.days.map((day) =>
    turn.say('staff.week_all', { day: formatDate(turn.language, day, turn.now), count: visitsOn(day).length }),
  );
};

const linesOf = async (turn: Turn, specialist: string, week: Week): Promise<string[]> => {
  const [from = '', to = ''] = [week.days[0], week.days.at(-1)];
  const [visitsOn, { days }] = await Promise.all([
    countsOf(turn, week),
    turn.ask('scheduling.range', { specialist_id: specialist, from, to }),
  ]);
  return days.map((one) => dayLine(turn, one, visitsOn(one.date)));
};

const dayLine = (turn: Turn, of: DayOfSchedule, visits: readonly Booking[]): string => {
  const day = formatDate(turn.language, of.date, turn.now);
  const count = visits.length;
  const { worked_ms, away_ms } = hoursOf(of);
  if (worked_ms <= away_ms)
    return count === 0 ? turn.say('staff.week_closed', { day }) : turn.say('staff.week_closed_with', { day, count });
  const load = Math.min(100, Math.round((100 * lengthOf(visits)) / (worked_ms - away_ms)));
  return turn.say('staff.week_day', { mark: markOfLoad(load), day, count, load });
};

/** Seats of a group begin together, and fill an hour once. */
const lengthOf = (visits: readonly Booking[]): number => {
  const sessions = new Map(visits.map(({ starts_at, ends_at }) => [starts_at, Date.parse(ends_at)]));
  return [...sessions].reduce((sum, [starts_at, end]) => sum + end - Date.parse(starts_at), 0);
};

/** How long they work on a day, and how much of that they are away. */
const hoursOf = ({ working, taken }: DayOfSchedule): { worked_ms: number; away_ms: number } => {
  const length = (from: number, to: number): number => Math.max(0, to - from);
  const away = taken.filter(({ kind }) => kind === 'time_off' || kind === 'break');
  let [worked_ms, away_ms] = [0, 0];
  for (const shift of working) {
    const [from, to] = [Date.parse(shift.starts_at), Date.parse(shift.ends_at)];
    worked_ms += length(from, to);
    for (const one of away)
      away_ms += length(Math.max(from, Date.parse(one.starts_at)), Math.min(to, Date.parse(one.ends_at)));
  }
  return { worked_ms, away_ms };
};

/** As in the calendar of clients: less than half, more, everything. */
const markOfLoad = (load: number): string => {
  if (load >= 100) return '🔴';
  return load > 50 ? '🟡' : '🟢';
};
