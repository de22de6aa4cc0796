import { readFile } from 'node:fs/promises';
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { parse as parseYaml } from 'yaml';

const LANGUAGES = ['en', 'ru'] as const;
const SOURCE = new URL('../packages/contract/texts/', import.meta.url);
const TARGET = 'packages/contract/src/texts.gen.ts';
/** Biome's line width for this project. */
const LINE_WIDTH = 120;

type Kind = 'string' | 'number';
type Placeholders = Map<string, Kind>;
/** The messages of one language by their dotted keys. */
export type Catalogue = Map<string, string>;

/**
 * Turns the YAML texts into TypeScript: `path` is relative to the root of the repository. Throws an Error that
 * names the language, the key and the rule when a message does not parse or the languages differ.
 */
export const generateTexts = async (): Promise<{ path: string; content: string }[]> => {
  const catalogues = new Map<string, Catalogue>();
  for (const language of LANGUAGES) {
    catalogues.set(language, readCatalogue(language, await readFile(new URL(`${language}.yaml`, SOURCE), 'utf8')));
  }
  return [{ path: TARGET, content: render(catalogues, checkTexts(catalogues)) }];
};

/** Flattens nested keys to dotted ones; `yaml` is the content of one language's file. Throws on anything but text. */
export const readCatalogue = (language: string, yaml: string): Catalogue => {
  const catalogue: Catalogue = new Map();
  for (const [key, text] of flatten(parseYaml(yaml), '')) {
    if (typeof text !== 'string') throw new Error(`texts/${language}.yaml: ${key} must be a text or a group of texts`);
    if (catalogue.has(key)) throw new Error(`texts/${language}.yaml: ${key} stands there twice`);
    catalogue.set(key, text);
  }
  return catalogue;
};

const flatten = (value: unknown, path: string): [string, unknown][] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path || 'the file', value]];
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, path === '' ? key : `${path}.${key}`));
};

/** The placeholders of each key. Throws when a key or a placeholder is missing in one of the languages. */
export const checkTexts = (catalogues: ReadonlyMap<string, Catalogue>): Map<string, Placeholders> => {
  const keys = new Set([...catalogues.values()].flatMap((catalogue) => [...catalogue.keys()]));
  const result = new Map<string, Placeholders>();
  for (const key of [...keys].sort()) {
    const merged: Placeholders = new Map();
    const perLanguage = [...catalogues].map(([language, catalogue]) => {
      const message = catalogue.get(key);
      if (message === undefined) throw new Error(`texts/${language}.yaml: ${key} is missing`);
      return { language, found: placeholdersOf(language, key, message) };
    });
    for (const { found } of perLanguage) for (const [name, kind] of found) addPlaceholder(merged, name, kind);
    for (const { language, found } of perLanguage) {
      const missing = [...merged.keys()].find((name) => !found.has(name));
      if (missing !== undefined) throw new Error(`texts/${language}.yaml: ${key} lacks the placeholder {${missing}}`);
    }
    result.set(key, merged);
  }
  return result;
};

const placeholdersOf = (language: string, key: string, message: string): Placeholders => {
  const found: Placeholders = new Map();
  try {
    collect(parse(message, { ignoreTag: true }), found);
  } catch (error) {
    throw new Error(`texts/${language}.yaml: ${key}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return found;
};

const collect = (elements: readonly MessageFormatElement[], found: Placeholders): void => {
  for (const element of elements) {
    switch (element.type) {
      case TYPE.argument:
        addPlaceholder(found, element.value, 'string');
        break;
      case TYPE.number:
        addPlaceholder(found, element.value, 'number');
        break;
      case TYPE.plural:
      case TYPE.select:
        addPlaceholder(found, element.value, element.type === TYPE.plural ? 'number' : 'string');
        for (const option of Object.values(element.options)) collect(option.value, found);
        break;
      case TYPE.date:
      case TYPE.time:
        throw new Error(`{${element.value}}: dates and times are formatted by format.ts, pass them as text`);
      default:
        break;
    }
  }
};

/** A number somewhere is a number everywhere: `{count}` beside a plural of `count` takes the same value. */
const addPlaceholder = (placeholders: Placeholders, name: string, kind: Kind): void => {
  if (kind === 'number' || !placeholders.has(name)) placeholders.set(name, kind);
};

const render = (catalogues: ReadonlyMap<string, Catalogue>, placeholders: Map<string, Placeholders>): string => {
  const types = [...placeholders].map(([key, found]) => `  ${propertyName(key)}: ${typeOf(found)};`);
  const languages = [...catalogues].map(([language, catalogue]) => {
    const lines = [...placeholders.keys()].map((key) => property(key, catalogue.get(key) ?? ''));
    return `  ${language}: {\n${lines.join('\n')}\n  },`;
  });
  return [
    '// Made by scripts/generate-texts.ts from packages/contract/texts/*.yaml. Do not edit.',
    '',
    '/** What each text has to be given; null when it takes nothing. */',
    'export type TextParams = {',
    ...types,
    '};',
    '',
    `export const MESSAGES: Record<${LANGUAGES.map((one) => `'${one}'`).join(' | ')}, Record<keyof TextParams, string>> = {`,
    ...languages,
    '};',
    '',
  ].join('\n');
};

const typeOf = (found: Placeholders): string =>
  found.size === 0 ? 'null' : `{ ${[...found].map(([name, kind]) => `${name}: ${kind}`).join('; ')} }`;

const property = (key: string, message: string): string => {
  const line = `    ${propertyName(key)}: ${quote(message)},`;
  return line.length <= LINE_WIDTH ? line : `    ${propertyName(key)}:\n      ${quote(message)},`;
};

const propertyName = (key: string): string => (/^[a-z_]+$/.test(key) ? key : `'${key}'`);

/** A literal in single quotes, or in double ones where that saves escapes. */
const quote = (text: string): string => {
  const json = JSON.stringify(text);
  if (text.includes("'") && !text.includes('"')) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
};
