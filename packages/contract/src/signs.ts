// Signs that nobody sees do harm: they hide names, turn lines round, or cannot be stored at all.

/** Control characters, halves of surrogate pairs (no text at all), and what turns the direction of the text around it. */
const HARMFUL = '\\p{Cc}\\p{Cs}\\u202a-\\u202e\\u2066-\\u2069';

/** In one line also what separates lines. */
const LINE = new RegExp(`^[^${HARMFUL}\\u2028\\u2029]*$`, 'u');
const LINES = new RegExp(`^([^${HARMFUL}]|\\n)*$`, 'u');

const HARMFUL_IN_LINE = new RegExp(`[${HARMFUL}\\u2028\\u2029]+`, 'gu');
const HARMFUL_IN_LINES = new RegExp(`(?!\\n)[${HARMFUL}]`, 'gu');

/** Letters, digits, punctuation, symbols and emoji. */
const SIGN = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Counted among letters and symbols, and yet blank: fillers of Hangul, the empty cell of Braille. */
const BLANK = /[\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Whether a text holds nothing that must not stand in one line. */
export const isLine = (text: string): boolean => LINE.test(text);

/** The same for a text of several lines. */
export const areLines = (text: string): boolean => LINES.test(text);

/** Whether anything of a text can be seen. */
export const isVisible = (text: string): boolean => SIGN.test(text.replace(BLANK, ''));

/** A name or text that a messenger hands over, as one line without what must not stand in it; perhaps empty. */
export const cleanLine = (text: string): string => {
  const line = text.replace(HARMFUL_IN_LINE, ' ').trim();
  return isVisible(line) ? line : '';
};

/** The same for a text of several lines. */
export const cleanLines = (text: string): string => {
  const lines = text.replace(HARMFUL_IN_LINES, ' ').trim();
  return isVisible(lines) ? lines : '';
};
