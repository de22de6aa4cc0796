import type { Language, ParamsOf, TextKey, Texts } from '@okno/contract';
import { escapeValues } from './html.ts';

type Say = <K extends TextKey>(key: K, ...params: ParamsOf<K>) => string;

/** The texts in one person's language. */
export type Voice = {
  readonly language: Language;
  /** When it is said, in Unix milliseconds: what lies in another year is told with it. */
  readonly now: number;
  /** For messages: HTML, with every value escaped. */
  readonly say: Say;
  /** For buttons and toasts: plain text, which Telegram never parses. */
  readonly label: Say;
};

export const createVoice = (texts: Texts, language: Language, now: number): Voice => ({
  language,
  now,
  say: (key, ...params) => {
    const escaped = params.map((values) => escapeValues(shown(values ?? {}))) as typeof params;
    return texts(language, key, ...escaped);
  },
  label: (key, ...params) => texts(language, key, ...(params.map((values) => shown(values ?? {})) as typeof params)),
});

type Values = Parameters<typeof escapeValues>[0];

/**
 * A telephone number is not broken at its blanks, however narrow the line. Hyphens stay what they are: another sign in
 * their place is copied and searched for instead of the number.
 */
const shown = (values: Values): Values =>
  typeof values['phone'] === 'string' ? { ...values, phone: unbroken(values['phone']) } : values;

/** The same number with U+00A0 for its blanks. */
export const unbroken = (phone: string): string => phone.replaceAll(' ', '\u00a0');
