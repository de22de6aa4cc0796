/** What the contract takes. */
const MAX_MINOR = 1_000_000_000;

/**
 * An amount that somebody has typed, "2500", "2 500,50" or "25.5", in the smallest unit of the currency; undefined for
 * anything else, such as more digits behind the comma than the currency has.
 */
export const minorOf = (text: string, currency: string): number | undefined => {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const { whole, part = '' } = /^(?<whole>\d{1,10})(?:[.,](?<part>\d+))?$/.exec(text.replace(/\s/g, ''))?.groups ?? {};
  if (whole === undefined || part.length > digits) return undefined;
  // Digits are put together as text: 19.99 × 100 is not 1999.
  const minor = Number(whole + part.padEnd(digits, '0'));
  return minor <= MAX_MINOR ? minor : undefined;
};
