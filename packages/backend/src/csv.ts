/** A cell that a spreadsheet would take for a formula begins with an apostrophe, which it does not show. */
const FORMULA = /^[=+\-@\t\r\n]/;

const cell = (value: string | number): string => {
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Spreadsheets take a file without this mark for one of the alphabet of their country. */
const UTF8_MARK = '\uFEFF';

type Row = readonly (string | number)[];

/** Rows as RFC 4180 has them; texts cannot become formulas, numbers stay numbers. */
export const csvRows = (rows: readonly Row[]): string => rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

/** The beginning of a file, with the names of its columns. */
export const csvHead = (names: readonly string[]): string => UTF8_MARK + csvRows([names]);

/** A part of a table: the first one begins with the head. */
export const csvPart = (names: readonly string[], rows: readonly Row[], isFirst: boolean): string =>
  (isFirst ? csvHead(names) : '') + csvRows(rows);
