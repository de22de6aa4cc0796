import { formatDate, formatShortDate, type Language, type Texts } from '@okno/contract';
import type { Summary } from './rules.ts';

type Words = { readonly texts: Texts; readonly language: Language; readonly now: number };

const WIDTH = 720;
const MARGIN = 32;
const INNER = WIDTH - 2 * MARGIN;
const BARS_TOP = 96;
const BARS_HEIGHT = 200;
const ROW = 40;
/** More do not fit on the screen of a telephone; the others stand in the summary. */
const MAX_ROWS = 8;
/** More bars than these cannot be told apart: weeks are shown then. */
const MAX_BARS = 62;

const INK = '#1f2933';
const FAINT = '#667380';
const BAR = '#2f7fd1';
const TRACK = '#e4eaf0';

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

type TextStyle = {
  readonly size?: number;
  readonly bold?: boolean;
  readonly fill?: string;
  readonly anchor?: 'middle' | 'end';
};

const write = (x: number, y: number, text: string, style: TextStyle = {}): string => {
  const { size = 18, bold = false, fill = INK, anchor = 'start' } = style;
  return `<text x="${x}" y="${y}" font-family="PT Sans" font-size="${size}" font-weight="${bold ? 700 : 400}" fill="${fill}" text-anchor="${anchor}">${escapeXml(text)}</text>`;
};

type Size = { readonly width: number; readonly height: number };

const box = (x: number, y: number, { width, height }: Size, fill: string): string =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" rx="3" fill="${fill}"/>`;

type Bar = { readonly date: string; readonly bookings: number };

/** Days, or weeks by their first day where there are too many of them. */
const barsOf = (days: Summary['days']): readonly Bar[] => {
  if (days.length <= MAX_BARS) return days;
  return Array.from({ length: Math.ceil(days.length / 7) }, (_, week) => {
    const its = days.slice(week * 7, week * 7 + 7);
    return { date: its[0]?.date ?? '', bookings: its.reduce((sum, { bookings }) => sum + bookings, 0) };
  });
};

const barChart = (bars: readonly Bar[], { language, now }: Words): string => {
  const most = Math.max(1, ...bars.map(({ bookings }) => bookings));
  const step = INNER / bars.length;
  const bottom = BARS_TOP + BARS_HEIGHT;
  // Under every so many bars stands a date, so that they do not touch.
  const every = Math.ceil(90 / step);
  const parts = bars.map(({ date, bookings }, index) => {
    const height = (bookings / most) * (BARS_HEIGHT - 24);
    const x = MARGIN + index * step;
    const label = formatShortDate(language, date, now).split(' ').slice(1).join(' ');
    return [
      bookings === 0 ? '' : box(x + step * 0.12, bottom - height, { width: step * 0.76, height }, BAR),
      index % every === 0 ? write(x + step / 2, bottom + 24, label, { size: 15, fill: FAINT, anchor: 'middle' }) : '',
      bookings === 0 || step < 24
        ? ''
        : write(x + step / 2, bottom - height - 6, String(bookings), { size: 15, anchor: 'middle' }),
    ].join('');
  });
  const scale =
    step < 24 ? write(MARGIN + INNER, BARS_TOP + 8, String(most), { size: 15, fill: FAINT, anchor: 'end' }) : '';
  return [box(MARGIN, bottom, { width: INNER, height: 2 }, TRACK), ...parts, scale].join('');
};

/** As much of a name as fits; letters of this font are half as wide as high, or a little more. */
const cut = (name: string, signs: number): string => {
  const all = [...name];
  return all.length <= signs ? name : `${all.slice(0, signs - 1).join('')}…`;
};

const loadRow = (
  { name, booked_minutes, bookable_minutes }: Summary['specialists'][number],
  { y, language }: { y: number; language: Language },
): string => {
  const load = bookable_minutes === 0 ? 0 : booked_minutes / bookable_minutes;
  const [x, width] = [MARGIN + 210, INNER - 210 - 70];
  return [
    write(MARGIN, y + 20, cut(name, 20)),
    box(x, y + 4, { width, height: 20 }, TRACK),
    load === 0 ? '' : box(x, y + 4, { width: width * load, height: 20 }, BAR),
    write(MARGIN + INNER, y + 20, new Intl.NumberFormat(language, { style: 'percent' }).format(load), {
      anchor: 'end',
    }),
  ].join('');
};

/** The picture of a summary: visits by day, and how full everybody's time is. Dark on light, as SVG. */
export const chartOf = (summary: Summary, words: Words): string => {
  const { texts, language, now } = words;
  const rows = summary.specialists.slice(0, MAX_ROWS);
  const load_top = BARS_TOP + BARS_HEIGHT + 84;
  const height = load_top + rows.length * ROW + 24;
  const days = [summary.from, summary.to].map((day) => formatDate(language, day, now)).join(' – ');
  const bars = barsOf(summary.days);
  const by = bars.length === summary.days.length ? texts(language, 'stats.by_day') : texts(language, 'stats.by_week');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    write(MARGIN, 46, by, { size: 26, bold: true }),
    write(MARGIN, 74, days, { fill: FAINT }),
    barChart(bars, words),
    write(MARGIN, load_top - 16, texts(language, 'stats.load'), { size: 22, bold: true }),
    ...rows.map((row, index) => loadRow(row, { y: load_top + index * ROW, language })),
    '</svg>',
  ].join('');
};
