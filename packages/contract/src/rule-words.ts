import type { Language } from './shapes.ts';
import { MESSAGES } from './texts.gen.ts';
import { type ParamsOf, type TextKey, type Texts, textKeys } from './texts.ts';

/**
 * Rules travel in English, as programs and logs read them (`must not overlap weekly.0`). The catalogue has them under
 * `rule.…`, and its English sentences tell which one it is; what stands in place of a placeholder is taken along.
 */
export const ruleIn = (texts: Texts, language: Language, rule: string): string => {
  if (language === 'en') return rule;
  for (const { key, pattern } of patterns()) {
    const found = pattern.exec(rule);
    if (found !== null) return say(texts, language, key, { ...found.groups });
  }
  // Better in English than not at all; a test looks that no rule of ours comes here.
  return rule;
};

const say = (texts: Texts, language: Language, key: TextKey, params: Record<string, string>): string =>
  texts(language, key, ...([params] as unknown as ParamsOf<typeof key>));

type Pattern = { readonly key: TextKey; readonly pattern: RegExp };
let known: readonly Pattern[] | undefined;

/** Those without placeholders come first: `must be a list` before `must be {value} exactly`. */
const patterns = (): readonly Pattern[] => {
  known ??= textKeys()
    .filter((key) => key.startsWith('rule.'))
    .map((key) => ({ key, source: MESSAGES.en[key] }))
    .sort((a, b) => placeholders(a.source) - placeholders(b.source) || b.source.length - a.source.length)
    .map(({ key, source }) => ({ key, pattern: patternOf(source) }));
  return known;
};

const placeholders = (source: string): number => source.split('{').length - 1;

/** `must be at most {max}` → `/^must be at most (?<max>.+)$/s`. */
const patternOf = (source: string): RegExp =>
  new RegExp(
    `^${source
      .split(/\{(\w+)\}/)
      .map((part, i) => (i % 2 === 0 ? RegExp.escape(part) : `(?<${part}>.+)`))
      .join('')}$`,
    's',
  );
