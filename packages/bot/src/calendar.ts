import type { Load } from '@okno/contract';
import type { Target, TargetOf } from './callback-data.ts';
import { addMonths, daysOfMonth, monthOf, weekdayOf } from './days.ts';
import { type Button, inRows, type Keyboard, tap } from './view.ts';

export type CalendarInput = {
  /** `2026-05`. */
  readonly month: string;
  /** The load of the month's days; a day without one is closed. */
  readonly loads: ReadonlyMap<string, Load>;
  /** From today to the last day that can be booked, both included. */
  readonly window: { readonly today: string; readonly last_day: string };
  readonly texts: { readonly title: string; readonly weekdays: readonly string[] };
  readonly dayTarget: (day: string) => Target;
  readonly monthTarget: (month: string) => Target;
};

/** What is known of a month at a glance. */
export type Glance = {
  readonly days: readonly { readonly date: string; readonly load: Load }[];
  readonly today: string;
  readonly last_day: string;
};

/** The days ahead on which everything is taken. */
export const fullDays = ({ days, today, last_day }: Glance): string[] =>
  days.filter(({ date, load }) => load === 'full' && date >= today && date <= last_day).map(({ date }) => date);

const MARKS: Record<Load, string> = { free: '🟢', busy: '🟡', full: '🔴', closed: '', past: '', later: '' };

type Reason = TargetOf<'noop'>['reason'];

/**
 * A month as a keyboard: title and arrows, weekdays from Monday on, seven days a row. No arrow leaves the window, and
 * weeks that have passed are left out: on a phone they push the days one can take off the screen.
 */
export const calendarKeyboard = (input: CalendarInput): Keyboard => {
  const days = daysOfMonth(input.month);
  const before = weekdayOf(days[0] ?? '');
  const after = (7 - ((before + days.length) % 7)) % 7;
  const cells = [...blanks(before), ...days.map((day) => dayButton(input, day)), ...blanks(after)];
  const passed = days.filter((day) => day < input.window.today).length;
  // Of a month that has passed as a whole the last week stays, lest the keyboard looks broken.
  const weeksPassed = Math.min(Math.floor((before + passed) / 7), cells.length / 7 - 1);
  const weeks = inRows(cells, 7).slice(weeksPassed);
  return [titleRow(input), input.texts.weekdays.map((name) => inert(name, 'nothing')), ...weeks];
};

const titleRow = ({ month, window, texts, monthTarget }: CalendarInput): Button[] => {
  const [first, last] = [monthOf(window.today), monthOf(window.last_day)];
  // A forged or long-forgotten month outside the window leads straight back into it.
  const previous = min(addMonths(month, -1), last);
  const next = max(addMonths(month, 1), first);
  return [
    month > first ? tap('‹', monthTarget(previous)) : blank(),
    inert(texts.title, 'nothing'),
    month < last ? tap('›', monthTarget(next)) : blank(),
  ];
};

const dayButton = ({ loads, window, dayTarget }: CalendarInput, day: string): Button => {
  const load = loads.get(day) ?? 'closed';
  const number = String(Number(day.slice(8)));
  const reason = reasonAgainst(window, day, load);
  if (reason === 'past') return inert('·', reason);
  if (reason === 'later') return inert(number, reason);
  const label = `${day === window.today ? '•' : ''}${number}${MARKS[load]}`;
  return reason === null ? tap(label, dayTarget(day)) : inert(label, reason);
};

/** Why a day cannot be tapped, or null when it can. */
const reasonAgainst = (window: CalendarInput['window'], day: string, load: Load): Reason | null => {
  if (day < window.today) return 'past';
  if (day > window.last_day) return 'later';
  if (load === 'closed' || load === 'full') return load;
  return null;
};

const inert = (label: string, reason: Reason): Button => tap(label, { screen: 'noop', reason });
/** Telegram wants text on every button and takes blanks for none; this sign is drawn as nothing (U+2800). */
const blank = (): Button => inert('\u2800', 'nothing');
const blanks = (count: number): Button[] => Array.from({ length: count }, blank);
const min = (one: string, other: string): string => (one < other ? one : other);
const max = (one: string, other: string): string => (one > other ? one : other);
