import assert from 'node:assert/strict';

/** So many characters of a button a phone shows on one line, by how many share the row (a narrow phone, Telegram's font). */
const LONGEST: Readonly<Record<number, number>> = { 1: 30, 2: 18, 3: 16, 4: 9, 5: 7, 6: 6, 7: 5, 8: 4 };

/** No button is cut off on a phone, and none is empty. */
export const assertRows = (rows: readonly (readonly string[])[], what: string): void => {
  for (const row of rows)
    for (const label of row) {
      const longest = LONGEST[row.length] ?? 0;
      assert.ok(label.trim() !== '', `${what}: a button without words`);
      assert.ok([...label].length <= longest, `${what}: “${label}” is longer than ${longest}, ${row.length} in a row`);
    }
};

/** Nothing raw reaches a person: no key of the catalogue, no placeholder, no value that is none. */
export const assertWords = (said: string, what: string): void => {
  // Addresses have dots, and what stands in a broadcast for the name of its reader is meant to be seen.
  const words = said.replaceAll(/https?:\S+|t\.me\/\S*|\S+\.(csv|json)\b/g, '').replaceAll('{name}', '');
  assert.doesNotMatch(words, /[{}]|\bundefined\b|\bnull\b|\bNaN\b|Invalid Date|\[object/, `${what}: ${said}`);
  assert.doesNotMatch(words, /\b[a-z_]+\.[a-z_]+\b/, `${what}: ${said}`);
};
