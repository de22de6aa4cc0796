import { type MessageFormatElement, TYPE } from '@formatjs/icu-messageformat-parser';
import { branchesOf } from './rules-message.ts';

/** What Telegram shows as markup in a message, without attributes. */
const TAGS: ReadonlySet<string> = new Set([
  ...['b', 'strong', 'i', 'em', 'u', 'ins', 's', 'strike', 'del', 'code', 'tg-spoiler', 'blockquote'],
]);

const TAG = /<(\/?)([a-z][a-z0-9-]*)(\s[^<>]*)?>/gi;
const LINK = /^\s+href="(https?|tg|mailto|tel):[^"\s]+"\s*$/;

/**
 * The rule that the tags of a message break, or null. A tag closes where it was opened: in the same branch of a plural, so
 * that every wording that can come out of it is balanced; and a placeholder never stands inside a tag.
 */
export const markupFault = (
  elements: readonly MessageFormatElement[],
  around: readonly string[] = [],
): string | null => {
  const open: string[] = [];
  for (const element of elements) {
    const fault = elementFault(element, open, around);
    if (fault !== null) return fault;
  }
  const [left] = open;
  return left === undefined ? null : `must close the tag ${left}`;
};

/** `open` is what has been opened so far, and is carried on. */
const elementFault = (element: MessageFormatElement, open: string[], around: readonly string[]): string | null => {
  if (element.type === TYPE.literal) return literalFault(element.value, open, around);
  if (element.type !== TYPE.plural) return null;
  const faults = branchesOf(element).map(([, branch]) => markupFault(branch, [...around, ...open]));
  return faults.find((fault) => fault !== null) ?? null;
};

/** Goes through the tags of one stretch of text. */
const literalFault = (text: string, open: string[], around: readonly string[]): string | null => {
  if (text.replaceAll(TAG, '').includes('<')) return 'must have &lt; in place of <';
  for (const [, slash = '', written = '', attributes = ''] of text.matchAll(TAG)) {
    const tag = written.toLowerCase();
    const fault = slash === '/' ? closingFault(tag, open) : openingFault(tag, attributes, [...around, ...open]);
    if (fault !== null) return fault;
    if (slash !== '/') open.push(tag);
  }
  return null;
};

const closingFault = (tag: string, open: string[]): string | null =>
  open.pop() === tag ? null : `must not close the tag ${tag} here`;

const openingFault = (tag: string, attributes: string, around: readonly string[]): string | null => {
  const known = tag === 'a' ? LINK.test(attributes) : TAGS.has(tag) && attributes.trim() === '';
  return known && !around.includes(tag) ? null : `must not hold the tag ${tag}`;
};

/** Plain text holds no markup: it would be read out letter by letter. */
export const plainFault = (text: string): string | null => {
  const [found] = text.matchAll(TAG);
  return found === undefined ? null : `must not hold the tag ${(found[2] ?? '').toLowerCase()}`;
};

/** How many signs can be seen at least and at most, placeholders aside: a placeholder is something in any case. */
type Seen = { readonly least: number; readonly most: number };

export const signsSeen = (elements: readonly MessageFormatElement[], kind: 'html' | 'plain'): Seen =>
  elements.map((element) => seenOf(element, kind)).reduce(sum, { least: 0, most: 0 });

const sum = (a: Seen, b: Seen): Seen => ({ least: a.least + b.least, most: a.most + b.most });

const seenOf = (element: MessageFormatElement, kind: 'html' | 'plain'): Seen => {
  if (element.type === TYPE.literal) {
    const text =
      kind === 'html' ? element.value.replaceAll(TAG, '').replaceAll(/&(\w{2,8}|#\w{1,8});/g, '&') : element.value;
    return { least: [...text.trim()].length, most: [...text].length };
  }
  if (element.type !== TYPE.plural) return { least: 1, most: 0 };
  const branches = branchesOf(element).map(([, branch]) => signsSeen(branch, kind));
  return {
    least: Math.min(...branches.map(({ least }) => least)),
    most: Math.max(...branches.map(({ most }) => most)),
  };
};
