import { badRequest } from '../core/api-error.ts';
import { decodeReferences } from './html-entities.ts';

export type StartTag = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Position after the `>`. */
  readonly end: number;
};

const KNOWN = new Set(
  'a b strong i em s strike del u ins tg-spoiler tg-emoji tg-time span pre code blockquote'.split(' '),
);
const SPACE = /\s/;
const ATTRIBUTE_NAME = /[^\s=>/"']*/y;
const NAME_TOKEN = /[a-z0-9.-]*/iy;

/** Telegram's parser counts bytes of UTF-8, so the error's offset does as well. */
export const parseFault = (why: string): Error => badRequest(`can't parse entities: ${why}`);
export const byteOffset = (source: string, at: number): number => Buffer.byteLength(source.slice(0, at));

const skipSpace = (source: string, from: number): number => {
  let at = from;
  while (at < source.length && SPACE.test(source.charAt(at))) at += 1;
  return at;
};

const readWith = (pattern: RegExp, source: string, at: number): string => {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? '';
};

/** The end of a tag's name: the first space or `>`. */
export const nameEnd = (source: string, from: number): number => {
  let at = from;
  while (at < source.length && source[at] !== '>' && !SPACE.test(source.charAt(at))) at += 1;
  return at;
};

type Attribute = { readonly name: string; readonly value: string; readonly end: number };

const readValue = (source: string, at: number): { value: string; end: number } => {
  const quote = source[at];
  if (quote === '"' || quote === "'") {
    const close = source.indexOf(quote, at + 1);
    const end = close < 0 ? source.length : close;
    return { value: decodeReferences(source.slice(at + 1, end)), end: close < 0 ? end : end + 1 };
  }
  const token = readWith(NAME_TOKEN, source, at);
  const end = at + token.length;
  if (end < source.length && source[end] !== '>' && !SPACE.test(source.charAt(end))) {
    throw parseFault(`Unexpected end of name token at byte offset ${byteOffset(source, at)}`);
  }
  return { value: token.toLowerCase(), end };
};

const readAttribute = (source: string, at: number, tag: { name: string; begin: number }): Attribute => {
  const name = readWith(ATTRIBUTE_NAME, source, at);
  const where = `at byte offset ${byteOffset(source, tag.begin)}`;
  if (name === '') throw parseFault(`Empty attribute name in the tag "${tag.name}" ${where}`);
  const afterName = skipSpace(source, at + name.length);
  if (afterName >= source.length) throw parseFault(`Unclosed start tag "${tag.name}" ${where}`);
  if (source[afterName] !== '=') return { name, value: '', end: afterName };
  const valueAt = skipSpace(source, afterName + 1);
  if (valueAt >= source.length) throw parseFault(`Unclosed start tag "${tag.name}" ${where}`);
  const { value, end } = readValue(source, valueAt);
  if (end >= source.length) throw parseFault(`Unclosed start tag ${where}`);
  return { name, value, end };
};

/** Reads `<name attribute="…">` that begins at `begin`; throws Telegram's own complaints. */
export const readStartTag = (source: string, begin: number): StartTag => {
  const nameStop = nameEnd(source, begin + 1);
  const where = `at byte offset ${byteOffset(source, begin)}`;
  if (nameStop >= source.length) throw parseFault(`Unclosed start tag ${where}`);
  const name = source.slice(begin + 1, nameStop).toLowerCase();
  if (!KNOWN.has(name)) throw parseFault(`Unsupported start tag "${name}" ${where}`);
  const attributes = new Map<string, string>();
  let at = skipSpace(source, nameStop);
  while (source[at] !== '>') {
    const attribute = readAttribute(source, at, { name, begin });
    attributes.set(attribute.name, attribute.value);
    at = skipSpace(source, attribute.end);
  }
  if (name === 'span' && attributes.get('class') !== 'tg-spoiler') {
    throw parseFault(`Tag "span" must have class "tg-spoiler" ${where}`);
  }
  return { name, attributes, end: at + 1 };
};
