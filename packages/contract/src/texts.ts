import { IntlMessageFormat } from 'intl-messageformat';
import { type BoundedMap, createBoundedMap } from './bounded-map.ts';
import { localeOf } from './format.ts';
import type { Language } from './shapes.ts';
import { MESSAGES, type TextParams } from './texts.gen.ts';

export type TextKey = keyof TextParams;
/** The arguments after the key: the placeholders of the text, or nothing. */
export type ParamsOf<K extends TextKey> = TextParams[K] extends null ? [] : [params: TextParams[K]];

/** The text for a person; strings are put in as they are, so whoever writes HTML escapes them first. */
export type Texts = <K extends TextKey>(language: Language, key: K, ...params: ParamsOf<K>) => string;

/** What a tenant has worded differently. */
export type TextOverrides = { readonly [L in Language]?: { readonly [K in TextKey]?: string } };

type Params = Record<string, string | number>;

/** Enough for both languages and the wordings of a few hundred tenants; about 1 kB each. */
const MAX_COMPILED = 5000;

/** Compiling is pure and dear (about 50 µs), so all catalogues of a process share what has been compiled. */
const compiled: Readonly<Record<Language, BoundedMap<IntlMessageFormat>>> = {
  ru: createBoundedMap(MAX_COMPILED / 2),
  en: createBoundedMap(MAX_COMPILED / 2),
};

/** Hears of a wording that cannot be used; the error says why. */
type OnBrokenText = (broken: { readonly language: Language; readonly key: TextKey; readonly error: unknown }) => void;

/**
 * A catalogue of texts. An override that cannot be formatted gives way to the text it replaced, of which `onBroken`
 * hears once.
 */
export const createTexts = (
  options: { readonly overrides?: TextOverrides; readonly onBroken?: OnBrokenText } = {},
): Texts => {
  const { overrides = {}, onBroken } = options;
  const broken = new Set<string>();
  const giveUp = (language: Language, key: TextKey, error: unknown): undefined => {
    const name = `${language} ${key}`;
    if (!broken.has(name)) onBroken?.({ language, key, error });
    broken.add(name);
  };
  return (language, key, ...[given]) => {
    const params: Params | undefined = given ?? undefined;
    const original = MESSAGES[language][key];
    const own = overrides[language]?.[key];
    if (own === undefined) return format(language, original, params);
    try {
      return format(language, own, params);
    } catch (error) {
      // A wording is checked when it is saved; one that broke since must not silence the bot.
      giveUp(language, key, error);
      return format(language, original, params);
    }
  };
};

/** Every key of the catalogue, for tests and for the editor of texts. */
export const textKeys = (): TextKey[] => Object.keys(MESSAGES.en) as TextKey[];

const format = (language: Language, message: string, params: Params | undefined): string => {
  let one = compiled[language].get(message);
  if (one === undefined) {
    // Tags are Telegram's or the page's, not ICU's: they pass through as text.
    one = new IntlMessageFormat(message, localeOf(language), undefined, { ignoreTag: true });
    compiled[language].set(message, one);
  }
  return String(one.format(params));
};
