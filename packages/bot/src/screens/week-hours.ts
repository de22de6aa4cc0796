import { formatDate, formatMonth, formatShortDate, localDay, weekdayHeadings } from '@okno/contract';
import { calendarKeyboard } from '../calendar.ts';
import type { TargetOf } from '../callback-data.ts';
import { addDays, daysOfMonth, monthOf } from '../days.ts';
import { escapeHtml } from '../html.ts';
import type { Turn } from '../turn.ts';
import { type Button, inRows, tap, type View } from '../view.ts';
import { visitsBetween } from '../visits.ts';
import { hasSeasons } from '../week-grid.ts';
import { askDayHours, askWeek, closeDay, restoreDay, saveHours } from './hours-words.ts';
import { manageButton } from './manage-buttons.ts';
import { homeButton, isManager } from './menu.ts';
import { toHours, toOff, toWeekday } from './staff-ways.ts';
import { ofWhom, withinLimit } from './staff-words.ts';
import { hoursWords, weekLines } from './week-words.ts';
import { todayOf, zoneOf } from './words.ts';

type Target = TargetOf<'week_hours'>;

/** As far ahead as days with hours of their own are told, and chosen. */
const AHEAD_DAYS = 92;
/** So many of them have buttons. */
const DAYS = 8;

/** The hours of one specialist: the week, and the days that are different (docs/rules.md#changing-hours). */
export const openWeekHours = async (turn: Turn, target: Target): Promise<View> => {
  const { specialist, act, day } = target;
  if (act === 'write') return askWeek(turn, specialist);
  if (act === 'save') return saveHours(turn, target, showHours);
  if (act === 'pick') return pickView(turn, target);
  if (day === null) {
    await turn.dialogues.leave(turn);
    return showHours(turn, specialist);
  }
  switch (act) {
    case 'write_day':
      return askDayHours(turn, specialist, day);
    case 'close_day':
      return closeDay(turn, specialist, day);
    case 'restore_day':
      return restoreDay(turn, specialist, day);
    default:
      await turn.dialogues.leave(turn);
      return dayView(turn, specialist, day);
  }
};

/** The week, and the days ahead on which other hours hold. */
const showHours = async (turn: Turn, specialist: string): Promise<View> => {
  const { weekly, time_zone } = await turn.ask('scheduling.hours', { id: specialist });
  const today = localDay(time_zone, turn.now);
  const range = { from: today, to: addDays(today, AHEAD_DAYS) };
  const [{ items }, whose] = await Promise.all([
    turn.ask('scheduling.overrides', { id: specialist, ...range }),
    ofWhom(turn, specialist),
  ]);
  const others = items.slice(0, DAYS);
  return {
    text: withinLimit(turn, [
      ...whose,
      turn.say('hours_screens.title', { zone: zoneOf(turn, time_zone) }),
      ...weekLines(turn, weekly).map(escapeHtml),
      ...(others.length === 0 ? [] : ['', turn.say('hours_screens.others')]),
      ...others.map(
        ({ date, intervals }) => `${formatDate(turn.language, date, turn.now)}: ${wordsOf(turn, intervals)}`,
      ),
    ]),
    keyboard: [
      [
        hasSeasons(weekly)
          ? tap(turn.label('hours_screens.write'), { ...toHours(specialist), act: 'write' }, 'primary')
          : tap(turn.label('weekday.open'), toWeekday(specialist, 'week'), 'primary'),
      ],
      [tap(turn.label('hours_screens.pick'), { ...toHours(specialist), act: 'pick', day: today })],
      ...inRows(
        others.map(({ date }) =>
          tap(`🗓 ${formatShortDate(turn.language, date, turn.now)}`, toDayHours(specialist, date)),
        ),
        2,
      ),
      [backButton(turn, specialist), homeButton(turn)],
    ],
  };
};

const toDayHours = (specialist: string, day: string): Target => ({ ...toHours(specialist), act: 'day', day });

/** To where one comes from: the hours of all, or one's own days off. */
const backButton = (turn: Turn, specialist: string): Button =>
  isManager(turn.me.role)
    ? manageButton('hours', turn.label('hours_screens.all'))
    : tap(turn.label('staff.off'), toOff(specialist));

const wordsOf = (turn: Turn, intervals: Parameters<typeof hoursWords>[0]): string =>
  intervals.length === 0 ? turn.label('hours_screens.closed') : hoursWords(intervals);

/** A day to be different; days with visits are marked, and none is closed to whoever may work on it. */
const pickView = async (turn: Turn, { specialist, ...target }: Target): Promise<View> => {
  const today = await todayOf(turn, specialist);
  const shown = target.day ?? today;
  const month = monthOf(shown);
  const days = daysOfMonth(month);
  const visits = await visitsBetween(turn, specialist, { from: `${month}-01`, to: days.at(-1) ?? shown });
  const busy = new Set(visits.map(({ time_zone, starts_at }) => localDay(time_zone, starts_at)));
  return {
    text: turn.say('hours_screens.pick_ask'),
    keyboard: [
      ...calendarKeyboard({
        month,
        loads: new Map(days.map((day) => [day, busy.has(day) ? 'busy' : 'free'])),
        window: { today, last_day: addDays(today, AHEAD_DAYS) },
        texts: { title: formatMonth(turn.language, month), weekdays: weekdayHeadings(turn.language) },
        dayTarget: (day) => toDayHours(specialist, day),
        monthTarget: (to) => ({ ...toHours(specialist), act: 'pick', day: `${to}-01` }),
      }),
      [tap(turn.label('menu.back'), toHours(specialist)), homeButton(turn)],
    ],
  };
};

/** The hours of one day, and what can be made of them. */
const dayView = async (turn: Turn, specialist: string, date: string): Promise<View> => {
  const { items } = await turn.ask('scheduling.overrides', { id: specialist, from: date, to: date });
  const own = items.find((one) => one.date === date);
  const day = { specialist, day: date, nonce: 0 } as const;
  return {
    text: [
      ...(await ofWhom(turn, specialist)),
      turn.say('hours_screens.day_title', { day: formatDate(turn.language, date, turn.now) }),
      own === undefined ? turn.say('hours_screens.as_weekly') : wordsOf(turn, own.intervals),
    ].join('\n'),
    keyboard: [
      [tap(turn.label('hours_screens.write_day'), { screen: 'week_hours', act: 'write_day', ...day }, 'primary')],
      ...(own?.intervals.length === 0
        ? []
        : [[tap(turn.label('hours_screens.close_day'), { screen: 'week_hours', act: 'close_day', ...day })]]),
      ...(own === undefined
        ? []
        : [[tap(turn.label('hours_screens.restore_day'), { screen: 'week_hours', act: 'restore_day', ...day })]]),
      [tap(turn.label('menu.back'), toHours(specialist)), homeButton(turn)],
    ],
  };
};
