import { type MessageFormatElement, TYPE } from '@formatjs/icu-messageformat-parser';
import {
  createTexts,
  defaultText,
  type Language,
  localeOf,
  MAX_SIGNS,
  type OwnText,
  sampleValues,
  type TextOverrides,
} from '@okno/contract';
import { markupFault, plainFault, signsSeen } from './rules-markup.ts';
import { branchesOf, everyElement, placeholdersOf, readMessage } from './rules-message.ts';

/** Where a wording is to stand: which text, in which language. */
export type Place = { readonly own: OwnText; readonly language: Language };

const UNREADABLE = 'must have braces that match, around a placeholder or a plural';

/**
 * The rule that a wording breaks, or null when it may be used (docs/rules.md#own-texts): whatever it is given, it comes out
 * as something that Telegram takes.
 */
export const faultOf = ({ own, language }: Place, text: string): string | null => {
  const elements = readMessage(text);
  const original = readMessage(defaultText(language, own.key));
  if (elements === null || original === null) return UNREADABLE;
  return (
    formFault(elements) ??
    placeholderFault(elements, original) ??
    pluralFault(elements, language) ??
    lookFault(own, text, elements) ??
    (canBeShown({ own, language }, text) ? null : UNREADABLE)
  );
};

/** Values are texts or whole numbers; everything else is put into words before it comes here. */
const formFault = (elements: readonly MessageFormatElement[]): string | null => {
  const strange = everyElement(elements).some(
    (element) =>
      [TYPE.select, TYPE.date, TYPE.time].includes(element.type) ||
      (element.type === TYPE.number && Boolean(element.style)),
  );
  return strange ? 'must have no other forms than plural and number' : null;
};

const placeholderFault = (
  elements: readonly MessageFormatElement[],
  original: readonly MessageFormatElement[],
): string | null => {
  const [given, wanted] = [placeholdersOf(elements), placeholdersOf(original)];
  for (const [name, kind] of given) {
    const known = wanted.get(name);
    if (known === undefined) return `must not hold the placeholder “${name}”, which has no value here`;
    if (kind === 'number' && known === 'text') return `must not count ${name}, which is a text`;
  }
  const missing = [...wanted.keys()].find((name) => !given.has(name));
  return missing === undefined ? null : `must hold the placeholder “${missing}”`;
};

/** Every form that the language has: whoever leaves out «few» gets it wrong for two, three and four. */
const pluralFault = (elements: readonly MessageFormatElement[], language: Language): string | null => {
  for (const element of everyElement(elements)) {
    if (element.type !== TYPE.plural) continue;
    const type = element.pluralType ?? 'cardinal';
    const forms: readonly string[] = new Intl.PluralRules(localeOf(language), { type }).resolvedOptions()
      .pluralCategories;
    const given = branchesOf(element).map(([name]) => name);
    const missing = forms.find((form) => !given.includes(form));
    if (missing !== undefined) return `must have the plural form ${missing} of ${element.value}`;
    const strange = given.find((name) => !forms.includes(name) && !name.startsWith('='));
    if (strange !== undefined) return `must not have the plural form ${strange} of ${element.value}`;
  }
  return null;
};

/** How it looks: its tags, its lines, its length. */
const lookFault = ({ kind }: OwnText, text: string, elements: readonly MessageFormatElement[]): string | null => {
  const markup = kind === 'message' ? markupFault(elements) : plainFault(text);
  if (markup !== null) return markup;
  if (kind === 'button' && text.includes('\n')) return 'must stand on one line';
  const { least, most } = signsSeen(elements, kind === 'message' ? 'html' : 'plain');
  if (least === 0) return 'must contain something that can be seen';
  return most > MAX_SIGNS[kind] ? `must have at most ${MAX_SIGNS[kind]} characters` : null;
};

const canBeShown = (place: Place, text: string): boolean => {
  let broken = false;
  shownText(place, text, () => {
    broken = true;
  });
  return !broken;
};

/** How a wording looks with something in place of each placeholder. */
export const shownText = ({ own, language }: Place, text: string, onBroken: () => void = () => {}): string => {
  const overrides: TextOverrides = { [language]: { [own.key]: text } };
  const texts = createTexts({ overrides, onBroken });
  // Which values a text takes is known to the compiler for single keys only; here it is given all there are.
  return texts(language, own.key as 'menu.title', sampleValues(language) as { business: string });
};

/** The names of the placeholders that have to stand in a text. */
export const placeholderNames = ({ own, language }: Place): string[] => [
  ...placeholdersOf(readMessage(defaultText(language, own.key)) ?? []).keys(),
];
