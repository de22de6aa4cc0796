/** A cell that a spreadsheet would take for a formula begins with an apostrophe, which it does not show. */
const FORMULA = /^[=+\-@\t\r]/;

const cell = (value: string | number): string => {
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Spreadsheets take a file without this mark for one of the alphabet of their country. */
const UTF8_MARK = '\uFEFF';

/** Rows as RFC 4180 has them; texts cannot become formulas, numbers stay numbers. */
export const csvOf = (rows: readonly (readonly (string | number)[])[]): string =>
  UTF8_MARK + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
