/** A text as a number that fits into a button (FNV-1a), for what is known again and not kept secret. */
export const hashOf = (text: string): number => {
  let hash = 2_166_136_261;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619);
  return (hash >>> 0) % 36 ** 6;
};
