import { type MessageFormatElement, type PluralElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';

/** What stands in place of a placeholder: a number may be counted. */
type ValueKind = 'text' | 'number';

/** A message as its parts, or null when its braces make no sense. Tags are Telegram's and stay part of the text. */
export const readMessage = (text: string): MessageFormatElement[] | null => {
  try {
    return parse(text, { ignoreTag: true, requiresOtherClause: false, captureLocation: false });
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

/** The branches of a plural, each with its name: `one`, `=0`, … */
export const branchesOf = ({ options }: PluralElement): [string, readonly MessageFormatElement[]][] =>
  Object.entries(options).map(([name, { value }]) => [name, value]);

/** The placeholders of a message: those that are counted or formatted as numbers are numbers. */
export const placeholdersOf = (elements: readonly MessageFormatElement[]): Map<string, ValueKind> => {
  const found = new Map<string, ValueKind>();
  const add = (name: string, kind: ValueKind): void => {
    if (kind === 'number' || !found.has(name)) found.set(name, kind);
  };
  const visit = (element: MessageFormatElement): void => {
    if (element.type === TYPE.argument) add(element.value, 'text');
    if (element.type === TYPE.number) add(element.value, 'number');
    if (element.type !== TYPE.plural) return;
    add(element.value, 'number');
    for (const [, branch] of branchesOf(element)) branch.forEach(visit);
  };
  elements.forEach(visit);
  return found;
};

/** Every element of a message, those inside plurals included. */
export const everyElement = (elements: readonly MessageFormatElement[]): MessageFormatElement[] =>
  elements.flatMap((element) => [
    element,
    ...(element.type === TYPE.plural ? branchesOf(element).flatMap(([, branch]) => everyElement(branch)) : []),
  ]);
