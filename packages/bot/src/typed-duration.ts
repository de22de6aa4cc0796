const MINUTES: readonly (readonly [RegExp, number])[] = [
  [/^(m|min|mins|minutes?|м|мин|минут[аыу]?)$/u, 1],
  [/^(h|hr|hrs|hours?|ч|час|часа|часов)$/u, 60],
  [/^(d|days?|д|дн|день|дня|дней|сут|сутки|суток)$/u, 1440],
];
const NONE = /^(0|no|none|never|нет|никогда|без)$/u;
/** A month and more is no mistake of somebody who means it, and fits into any number of ours. */
const MOST = 1_000_000;
const LONGEST = 100;

/**
 * A duration that somebody has typed, "90", "24 h", "1 день 2 ч", "никогда", in minutes; a number alone is minutes.
 * Undefined for anything else. Pure.
 */
export const readTypedDuration = (said: string): number | undefined => {
  const text = said.trim().toLowerCase();
  if (text.length > LONGEST) return undefined;
  if (NONE.test(text)) return 0;
  const parts = [...text.matchAll(/(\d{1,6})\s*([\p{L}]*)\.?\s*/gu)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return undefined;
  const units = parts.map(([, , unit = '']) => unitOf(unit, parts.length) ?? Number.NaN);
  // "24h 2h" are two durations and not one of 26 hours.
  if (new Set(units).size < units.length) return undefined;
  const sum = parts.reduce((total, [, count = ''], index) => total + Number(count) * (units[index] ?? Number.NaN), 0);
  return sum <= MOST ? sum : undefined;
};

/** Minutes of a unit; none is named only where there is nothing else. */
const unitOf = (unit: string, parts: number): number | undefined =>
  unit === '' ? (parts === 1 ? 1 : undefined) : MINUTES.find(([names]) => names.test(unit))?.[1];
