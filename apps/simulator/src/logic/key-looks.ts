import type { ButtonView } from '../api/protocol.ts';

/**
 * How a key is drawn: as a key, as the heading of a calendar, faintly (a day one cannot take), or as an empty place.
 */
export type KeyLook = 'key' | 'heading' | 'faint' | 'blank';

type Row = readonly ButtonView[];

const DAYS_A_WEEK = 7;
const EMPTY = /^[\s\u2800\u3164\u00a0\u200b]*$/u;
const ARROW = /^[‹›«»<>←→◀▶]/u;
const WEEKDAY = /^\p{L}{1,3}\.?$/u;
/** The number of a day, with a mark for today before it and one for the free time after it, or a dot in its place. */
const DAY = /^(?:[^\p{L}\p{N}]{0,2}(?<number>\d{1,2})[^\p{L}\p{N}]{0,2}|[·•∙.×✕–—-])$/u;
const OPEN_MARKS = ['🟢', '🟡'];

/**
 * The look of every key of a keyboard, row by row. A keyboard says nowhere that a key does nothing: bots build
 * calendars from keys that only answer "closed". So a calendar is told by what stands on its keys (a row of seven
 * weekdays, rows of seven days below), and a day counts as taken only where others are marked as open.
 */
export const keyLooks = (rows: readonly Row[]): readonly (readonly KeyLook[])[] => {
  const weekdays = rows.findIndex((row) => isWeek(row, (text) => WEEKDAY.test(text)));
  const isDays = (row: Row, index: number) =>
    weekdays >= 0 && index > weekdays && isWeek(row, (text) => EMPTY.test(text) || DAY.test(text));
  const hasMarks = rows.some((row, index) => isDays(row, index) && row.some(({ text }) => isOpen(text)));
  return rows.map((row, index): readonly KeyLook[] => {
    if (index === weekdays) return row.map(() => 'heading');
    if (index === weekdays - 1 && isTitle(row)) return row.map((key) => titleLook(key));
    if (isDays(row, index)) return row.map((key) => dayLook(key, hasMarks));
    return row.map(() => 'key');
  });
};

const isWeek = (row: Row, fits: (text: string) => boolean): boolean =>
  row.length === DAYS_A_WEEK && row.every(({ text }) => fits(text));

/** The month between its arrows; an arrow that would lead too far is an empty place. */
const isTitle = (row: Row): boolean =>
  row.length === 3 && [row[0], row[2]].every((key) => key && (EMPTY.test(key.text) || ARROW.test(key.text)));

const titleLook = ({ text }: ButtonView): KeyLook => {
  if (EMPTY.test(text)) return 'blank';
  return ARROW.test(text) ? 'key' : 'heading';
};

const dayLook = ({ text }: ButtonView, hasMarks: boolean): KeyLook => {
  if (EMPTY.test(text)) return 'blank';
  const isNumber = DAY.exec(text)?.groups?.['number'] !== undefined;
  return isNumber && (!hasMarks || isOpen(text)) ? 'key' : 'faint';
};

const isOpen = (text: string): boolean => OPEN_MARKS.some((mark) => text.endsWith(mark));
