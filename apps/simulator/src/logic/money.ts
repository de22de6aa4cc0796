/** Currencies whose smallest unit is the whole. */
const WHOLE = new Set(['JPY', 'KRW', 'VND', 'CLP', 'ISK', 'UGX', 'XTR']);

/** An amount in the smallest unit of its currency, as the language writes it; Stars have a sign of their own. */
export const moneyIn = (locale: string, currency: string, total_amount: number): string => {
  const amount = WHOLE.has(currency) ? total_amount : total_amount / 100;
  if (currency === 'XTR') return `⭐ ${new Intl.NumberFormat(locale).format(amount)}`;
  const minimumFractionDigits = Number.isInteger(amount) ? 0 : 2;
  return new Intl.NumberFormat(locale, { style: 'currency', currency, minimumFractionDigits }).format(amount);
};
