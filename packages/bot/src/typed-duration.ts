const MINUTES: readonly (readonly [RegExp, number])[] = [
  [/^(m|min|mins|minutes?|м|мин|минут[аыу]?)$/u, 1],
  [/^(h|hr|hrs|hours?|ч|час|часа|часов)$/u, 60],
  [/^(d|days?|д|дн|день|дня|дней|сут|сутки|суток)$/u, 1440],
];
const NONE = /^(0|no|none|never|нет|никогда|без)$/u;
/** A month and more is no mistake of somebody who means it, and fits into any number of ours. */
const MOST = 1_000_000;

/**
 * A duration that somebody has typed, "90", "24 h", "1 день 2 ч", "никогда", in minutes; a number alone is minutes.
 * Undefined for anything else. Pure.
 */
export const readTypedDuration = (said: string): number | undefined => {
  const text = said.trim().toLowerCase().slice(0, 100);
  if (NONE.test(text)) return 0;
  const parts = [...text.matchAll(/(\d{1,6})\s*([\p{L}]*)\.?\s*/gu)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return undefined;
  const minutes = parts.map(([, count = '', unit = '']) => Number(count) * (unitOf(unit, parts.length) ?? Number.NaN));
  const sum = minutes.reduce((total, one) => total + one, 0);
  return sum <= MOST ? sum : undefined;
};

/** Minutes of a unit; none is named only where there is nothing else. */
const unitOf = (unit: string, parts: number): number | undefined =>
  unit === '' ? (parts === 1 ? 1 : undefined) : MINUTES.find(([names]) => names.test(unit))?.[1];
