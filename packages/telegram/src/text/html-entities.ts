const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const REFERENCE = /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]+));?/iy;

const decodeNumber = (code: number): string => (code > 0 && code < 0x10ffff ? String.fromCodePoint(code) : '');

/** The character reference at `at`, or undefined when Telegram would take the `&` as it stands. */
export const readReference = (
  source: string,
  at: number,
): { readonly text: string; readonly end: number } | undefined => {
  REFERENCE.lastIndex = at;
  const match = REFERENCE.exec(source);
  if (!match) return undefined;
  const [whole, hex, decimal, name] = match;
  const end = at + whole.length;
  let text = '';
  if (hex !== undefined) text = decodeNumber(Number.parseInt(hex, 16));
  else if (decimal !== undefined) text = decodeNumber(Number.parseInt(decimal, 10));
  else if (name !== undefined) text = NAMED[name] ?? '';
  return text === '' ? undefined : { text, end };
};

/** The text with every reference decoded. */
export const decodeReferences = (source: string): string => {
  if (!source.includes('&')) return source;
  let text = '';
  for (let at = 0; at < source.length; ) {
    const reference = source[at] === '&' ? readReference(source, at) : undefined;
    text += reference ? reference.text : source[at];
    at = reference ? reference.end : at + 1;
  }
  return text;
};
