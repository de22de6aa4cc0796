import {
  type ActionName,
  type Actions,
  AppError,
  defaultText,
  findOwnText,
  type Language,
  type Output,
  OWN_TEXTS,
  type Parsed,
  type TextKey,
} from '@okno/contract';

type Place = { readonly key: string; readonly language: Language };
type Text = Output<Actions['texts.get']>;

/** The wordings of a business in memory. What is checked is only whether `{business}` is there: the rules are the backend's. */
export const createFakeTexts = () => {
  const own = new Map<string, string>();
  let version = 0;
  const nameOf = ({ key, language }: Place) => `${language} ${key}`;

  const tell = (place: Place): Text => {
    const found = findOwnText(place.key);
    if (found === undefined) throw new AppError('not_found');
    const text = own.get(nameOf(place)) ?? null;
    const original = defaultText(place.language, found.key);
    return {
      ...{ ...found, language: place.language, default: original, own: text, rule: null },
      placeholders: original.includes('{business}') ? ['business'] : [],
      shown: (text ?? original).replaceAll('{business}', 'Spring Salon'),
      changed: text === null ? null : { at: '2026-03-01T09:00:00Z', by: 'Olga' },
    };
  };

  const check = (place: Place, text: string): void => {
    if (tell(place).placeholders.includes('business') && !text.includes('{business}'))
      throw new AppError('invalid_input', { field: 'text', rule: 'must hold the placeholder “business”' });
  };

  const set = (place: Place, text: string | null): Text => {
    version += 1;
    if (text === null) own.delete(nameOf(place));
    else own.set(nameOf(place), text);
    return tell(place);
  };

  const ownOf = (language: Language) =>
    Object.fromEntries(
      [...own].filter(([name]) => name.startsWith(language)).map(([name, text]) => [name.split(' ')[1], text]),
    );

  const list = ({ language = 'en', section, page, limit }: Parsed<Actions['texts.list']>) => {
    const found = OWN_TEXTS.filter((one) => one.section === section);
    const items = found.slice((page - 1) * limit, page * limit).map(({ key }) => tell({ key, language }));
    return { items, page, limit, total: found.length };
  };

  const handlers = {
    'texts.own': ({ version: known }: Parsed<Actions['texts.own']>) => ({
      version,
      texts: known === version ? null : { ru: ownOf('ru'), en: ownOf('en') },
    }),
    'texts.list': list,
    'texts.get': (place: Place) => tell(place),
    'texts.preview': ({ text, ...place }: Place & { text: string }) => {
      check(place, text);
      return { shown: text.replaceAll('{business}', 'Spring Salon') };
    },
    'texts.set': ({ text, ...place }: Place & { text: string }) => {
      check(place, text);
      return set(place, text);
    },
    'texts.reset': (place: Place) => set(place, null),
  } satisfies { [N in ActionName]?: (input: Parsed<Actions[N]>) => Output<Actions[N]> };

  return {
    handlers,
    word: (key: TextKey, text: string | null, language: Language = 'en') => set({ key, language }, text),
  };
};
