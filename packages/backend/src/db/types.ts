import pg from 'pg';

const TYPE = pg.types.builtins;

/** `2026-05-01 07:00:00.25+00` (sessions run in UTC) → `2026-05-01T07:00:00.250Z`; whole seconds stay short. */
export const readInstant = (text: string): string => {
  if (!text.endsWith('+00')) return text;
  const whole = `${text.slice(0, 10)}T${text.slice(11, 19)}`;
  return text.length === 22 ? `${whole}Z` : `${whole}.${text.slice(20, -3).padEnd(3, '0').slice(0, 3)}Z`;
};

/** Instants arrive as ISO text in UTC and days as `2026-05-01`, the very form in which they leave as JSON. */
const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [TYPE.TIMESTAMPTZ]: readInstant,
  [TYPE.DATE]: (text) => text,
  // Telegram's ids and our counters stay far below 2^53.
  [TYPE.INT8]: Number,
};

/** Which parser reads a column of the wire protocol. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers[oid]) ?? pg.types.getTypeParser(oid, format as 'text'),
};
