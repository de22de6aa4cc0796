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
    const escaped = params.map((values) => escapeValues(values ?? {})) as typeof params;
    return texts(language, key, ...escaped);
  },
  label: (key, ...params) => texts(language, key, ...params),
});
