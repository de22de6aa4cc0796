import { moneyIn } from '../logic/money.ts';
import { useApp } from './app-context.ts';

const LOCALES = { ru: 'ru-RU', en: 'en-GB' };

/** Writes amounts as the page's language does. */
export const useMoney = (): ((sum: { readonly currency: string; readonly total_amount: number }) => string) => {
  const { state } = useApp();
  return ({ currency, total_amount }) => moneyIn(LOCALES[state.language], currency, total_amount);
};
