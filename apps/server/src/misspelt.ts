/** A variable that looks like a setting of ours and is none, and what may have been meant. */
export type Misspelt = { readonly name: string; readonly nearest: string };

/** Variables of this family are nobody else's. */
const OURS = 'BACKUP';
/** Others have these as well, such as TELEGRAM_API_ID: they have to be near to one of ours. */
const SHARED = ['TELEGRAM', 'BACKEND', 'LIMIT'];
/** What Kubernetes and Docker make known of each service, by the name it has there: BACKEND_PORT_3000_TCP. */
const OF_A_SERVICE = /_SERVICE_HOST$|_SERVICE_PORT|_PORT$|_PORT_\d{1,5}_(TCP|UDP)/;
/** Without its first word this one is still nobody else's. */
const SHORTENED = 'BOT_TOKEN';
/** A short name is near to too many words. */
const SHORTEST = 5;
/** Names of so many letters may be wrong in two of them. */
const LONG = 8;

/**
 * The given names of variables that are near to a known setting: one or two letters away, made of some of its words in
 * their order and the first before all, or of a family of names that is ours. Whatever else stands in the environment is somebody else's.
 */
export const findMisspelt = (given: readonly string[], known: readonly string[]): Misspelt[] => {
  const all = new Set(known.flatMap((name) => [name, `${name}_FILE`]));
  return given
    .filter((name) => !all.has(name) && !OF_A_SERVICE.test(name))
    .flatMap((name) => {
      const nearest = nearestTo(name.toUpperCase().replace(/_FILE$/, ''), known);
      return nearest === undefined ? [] : [{ name, nearest }];
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1));
};

/** In words, for people. */
export const describeMisspelt = (all: readonly Misspelt[]): string =>
  all.map(({ name, nearest }) => `${name} is no setting of Okno: did you mean ${nearest}?`).join('\n');

const nearestTo = (name: string, known: readonly string[]): string | undefined => {
  const byLetters = known
    .map((one) => ({ one, away: distance(name, one) }))
    .filter(({ one, away }) => one.length >= SHORTEST && away <= (one.length >= LONG ? 2 : 1))
    .sort((first, second) => first.away - second.away)[0]?.one;
  if (byLetters !== undefined) return byLetters;
  if (!name.includes('_')) return undefined;
  return known.find((one) => isPart(name, one)) ?? nearestOfFamily(name, known);
};

/** Whether the words of a name stand in another, in this order. */
const isPart = (name: string, whole: string): boolean => {
  const words = whole.split('_');
  if (name !== SHORTENED && !name.startsWith(`${words[0]}_`)) return false;
  let at = -1;
  return name.split('_').every((word) => {
    at = words.indexOf(word, at + 1);
    return at >= 0;
  });
};

/** The nearest of the same first word; where others have that word as well, less than half of the letters after it may differ. */
const nearestOfFamily = (name: string, known: readonly string[]): string | undefined => {
  const family = name.split('_')[0] ?? '';
  if (family !== OURS && !SHARED.includes(family)) return undefined;
  const letters = name.length - family.length - 1;
  return known
    .filter((one) => one.startsWith(`${family}_`))
    .map((one) => ({ one, away: distance(name, one) }))
    .filter(({ away }) => family === OURS || away < letters / 2)
    .sort((first, second) => first.away - second.away)[0]?.one;
};

/** How many letters have to be added, left out, changed, or swapped with their neighbour. */
export const distance = (one: string, other: string): number => {
  const rows: number[][] = [];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Math.max(row, column);
  const isSwapped = (i: number, j: number): boolean =>
    i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
  const cell = (i: number, j: number): number => {
    if (i === 0 || j === 0) return Math.max(i, j);
    const changed = at(i - 1, j - 1) + (one[i - 1] === other[j - 1] ? 0 : 1);
    return Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, changed, isSwapped(i, j) ? at(i - 2, j - 2) + 1 : changed);
  };
  for (let i = 0; i <= one.length; i += 1) {
    rows.push([]);
    for (let j = 0; j <= other.length; j += 1) rows[i]?.push(cell(i, j));
  }
  return at(one.length, other.length);
};
