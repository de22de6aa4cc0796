import { isSupportedCountry } from 'libphonenumber-js/min';

/** Whether it is known how telephone numbers are written in a country of this name (two capital letters). */
export const isCountry = (name: string): boolean => isSupportedCountry(name);
