/** A variable that looks like a setting of ours and is none, and what may have been meant. */
export type Misspelt = { readonly name: string; readonly nearest: string };

/** Variables of this family are nobody else's; Kubernetes, for one, names REDIS_… and DATABASE_… by itself. */
const OWN_FAMILY = 'BACKUP';
/** Of these there are others', such as TELEGRAM_API_HASH of the Bot API server: less than half of the letters may be wrong. */
const SHARED_FAMILIES = ['TELEGRAM', 'BACKEND', 'LIMIT'];
/** What Kubernetes and links of containers name by themselves, after whatever a service is called. */
const OF_A_SERVICE = /_(SERVICE_(HOST|PORT\w*)|PORT(_\d+_(TCP|UDP)\w*)?)$/;
/** What BotFather's token is called elsewhere; any other name has to begin as ours does. */
const BOT_TOKEN = 'BOT_TOKEN';
/** A short name is near to too many words. */
const SHORTEST = 5;
/** Names of so many letters may be wrong in two of them. */
const LONG = 8;

/**
 * The given names of variables that are near to a known setting: one or two letters away, made of its first word and some of
 * the others in their order, or of a family of names that is ours. Whatever else stands in the environment is somebody else's.
 */
export const findMisspelt = (given: readonly string[], known: readonly string[]): Misspelt[] => {
  const all = new Set(known.flatMap((name) => [name, `${name}_FILE`]));
  return given
    .filter((name) => !all.has(name))
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
  if (OF_A_SERVICE.test(name)) return undefined;
  const byLetters = known
    .map((one) => ({ one, away: distance(name, one) }))
    .filter(({ one, away }) => one.length >= SHORTEST && away <= (one.length >= LONG ? 2 : 1))
    .sort((first, second) => first.away - second.away)[0]?.one;
  if (byLetters !== undefined) return byLetters;
  const words = name.split('_');
  if (words.length < 2) return undefined;
  return (
    known.find((one) => (name === BOT_TOKEN || one.startsWith(`${words[0]}_`)) && isPart(words, one.split('_'))) ??
    nearestOfFamily(words, known)
  );
};

const nearestOfFamily = ([family = '', ...rest]: readonly string[], known: readonly string[]): string | undefined => {
  const name = rest.join('_');
  const [nearest] = known
    .filter((one) => one.startsWith(`${family}_`))
    .map((one) => one.slice(family.length + 1))
    .map((one) => ({ one, away: distance(name, one), letters: Math.max(name.length, one.length) }))
    .sort((first, second) => first.away - second.away);
  if (nearest === undefined) return undefined;
  const isOurs = family === OWN_FAMILY || (SHARED_FAMILIES.includes(family) && nearest.away < nearest.letters / 2);
  return isOurs ? `${family}_${nearest.one}` : undefined;
};

/** Whether these words stand in a name, in this order. */
const isPart = (words: readonly string[], name: readonly string[]): boolean => {
  let at = -1;
  return words.every((word) => {
    at = name.indexOf(word, at + 1);
    return at >= 0;
  });
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
