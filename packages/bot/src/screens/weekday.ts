import { weekdayHeadings } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import type { Turn } from '../turn.ts';
import type { Hours, WeekLine } from '../typed-hours.ts';
import { type Button, inRows, type Keyboard, tap, type View } from '../view.ts';
import { clockOf, hasSeasons, hoursOn, minutesOf, toggled, weekdayLabel, weekdaysOf } from '../week-grid.ts';
import { askWeek, proposeWeek } from './hours-words.ts';
import { homeButton } from './menu.ts';
import { toHours, toWeekday } from './staff-ways.ts';
import { ofWhom } from './staff-words.ts';
import { hoursWords } from './week-words.ts';
import { zoneOf } from './words.ts';

type Target = TargetOf<'weekday'>;
/** The week of a specialist as it is now. */
type Known = { readonly weekly: readonly WeekLine[]; readonly zone: string };

/** As a calendar here shows them; the contract's weeks begin on Sunday. */
const FROM_MONDAY = [1, 2, 3, 4, 5, 6, 0];
/** What begins earlier, or ends on the next day, is written in words. */
const [EARLIEST, LATEST, DAY_END] = [5 * 60, 23 * 60, 24 * 60];
const HOUR = 60;

/**
 * The week by taps: a weekday, its hours from and to, the same on other days. Whatever is chosen is shown beside what was
 * before it counts, as hours in words are (docs/rules.md#changing-hours).
 */
export const openWeekday = async (turn: Turn, target: Target): Promise<View> => {
  const { weekly, time_zone: zone } = await turn.ask('scheduling.hours', { id: target.specialist });
  // Hours of a season cannot be told from the others by a weekday.
  if (hasSeasons(weekly)) return askWeek(turn, target.specialist);
  const known = { weekly, zone };
  switch (target.act) {
    case 'week':
      return weekView(turn, target, known);
    case 'day':
      return dayView(turn, target, known);
    case 'from':
    case 'more':
      return fromView(turn, target);
    case 'until':
    case 'more_until':
      return untilView(turn, target);
    case 'copy':
      return copyView(turn, target, known);
    default:
      return proposeWeek(turn, target);
  }
};

const nameOf = (turn: Turn, weekday: number): string => weekdayHeadings(turn.language)[(weekday + 6) % 7] ?? '';

const wordsOf = (turn: Turn, hours: readonly Hours[]): string =>
  hours.length === 0 ? turn.label('hours_screens.closed') : hoursWords(hours);

const weekView = async (turn: Turn, { specialist }: Target, { weekly, zone }: Known): Promise<View> => ({
  text: [...(await ofWhom(turn, specialist)), turn.say('weekday.title', { zone: zoneOf(turn, zone) })].join('\n'),
  keyboard: [
    ...inRows(
      FROM_MONDAY.map((weekday) =>
        tap(weekdayLabel(nameOf(turn, weekday), hoursOn(weekly, weekday)), toWeekday(specialist, 'day', { weekday })),
      ),
      2,
    ),
    [tap(turn.label('weekday.in_words'), { ...toHours(specialist), act: 'write' })],
    [tap(turn.label('menu.back'), toHours(specialist)), homeButton(turn)],
  ],
});

const backRow = (turn: Turn, { specialist, weekday }: Target): Button[] => [
  tap(turn.label('weekday.to_day', { day: nameOf(turn, weekday) }), toWeekday(specialist, 'day', { weekday })),
  homeButton(turn),
];

const dayView = async (turn: Turn, { specialist, weekday }: Target, { weekly }: Known): Promise<View> => {
  const hours = hoursOn(weekly, weekday);
  const to = (act: Target['act'], more: Partial<Target> = {}) => toWeekday(specialist, act, { weekday, ...more });
  const worked: Keyboard = [
    [tap(turn.label('weekday.more'), to('more'))],
    [tap(turn.label('weekday.copy'), to('copy'))],
    ...(hours.length > 1
      ? inRows(
          hours.map(({ from, to: end }) => tap(`✖️ ${from}–${end}`, to('drop', { from }))),
          2,
        )
      : []),
    [tap(turn.label('weekday.close'), to('close'))],
  ];
  const words = { day: nameOf(turn, weekday), hours: wordsOf(turn, hours) };
  return {
    text: [...(await ofWhom(turn, specialist)), turn.say('weekday.day', words)].join('\n'),
    keyboard: [
      [tap(turn.label(hours.length === 0 ? 'weekday.open_day' : 'weekday.change'), to('from'), 'primary')],
      ...(hours.length === 0 ? [] : worked),
      [tap(turn.label('weekday.back'), toWeekday(specialist, 'week')), homeButton(turn)],
    ],
  };
};

/** Whole hours, or the half ones between them: both at once would be too many buttons. */
const timeRows = (
  turn: Turn,
  target: Target,
  { first, last }: { readonly first: number; readonly last: number },
  lead: (clock: string) => Target,
): Keyboard => {
  const begin = (Math.ceil(first / HOUR) + (target.half ? -0.5 : 0)) * HOUR;
  const times = Array.from({ length: 25 }, (_, index) => begin + index * HOUR).filter(
    (minutes) => minutes >= first && minutes <= last,
  );
  return [
    ...inRows(
      times.map((minutes) => tap(clockOf(minutes), lead(clockOf(minutes)))),
      4,
    ),
    [tap(turn.label(target.half ? 'weekday.whole_hours' : 'weekday.half_hours'), { ...target, half: !target.half })],
  ];
};

const fromView = (turn: Turn, target: Target): View => ({
  text: turn.say('weekday.from', { day: nameOf(turn, target.weekday) }),
  keyboard: [
    ...timeRows(turn, target, { first: EARLIEST, last: LATEST }, (from) => ({
      ...target,
      ...{ act: target.act === 'more' ? 'more_until' : 'until', from, half: false },
    })),
    backRow(turn, target),
  ],
});

const untilView = (turn: Turn, target: Target): View => ({
  text: turn.say('weekday.until', { day: nameOf(turn, target.weekday), from: target.from }),
  keyboard: [
    ...timeRows(turn, target, { first: minutesOf(target.from) + HOUR / 2, last: DAY_END }, (to) => ({
      ...target,
      ...{ act: target.act === 'more_until' ? 'add' : 'take', to },
    })),
    backRow(turn, target),
  ],
});

/** The days that get the hours of this one; each tap takes one in, or out again. */
const copyView = (turn: Turn, target: Target, { weekly }: Known): View => {
  const { specialist, weekday, days } = target;
  const others = FROM_MONDAY.filter((one) => one !== weekday);
  const chosen = weekdaysOf(days);
  const words = { day: nameOf(turn, weekday), hours: wordsOf(turn, hoursOn(weekly, weekday)) };
  return {
    text: turn.say('weekday.copy_ask', words),
    keyboard: [
      ...inRows(
        others.map((one) =>
          tap(`${chosen.includes(one) ? '✅ ' : ''}${nameOf(turn, one)}`, { ...target, days: toggled(days, one) }),
        ),
        3,
      ),
      ...(chosen.length === 0
        ? []
        : [[tap(turn.label('weekday.paste'), toWeekday(specialist, 'paste', { weekday, days }), 'primary')]]),
      backRow(turn, target),
    ],
  };
};
