/** The first that is found counts: most browsers name others, too, to be taken for them. */
const BROWSERS = [
  ['Telegram', 'Telegram'],
  ['YaBrowser/', 'Yandex Browser'],
  ['Edg', 'Edge'],
  ['OPR/', 'Opera'],
  ['SamsungBrowser/', 'Samsung Internet'],
  ['Firefox/', 'Firefox'],
  ['FxiOS/', 'Firefox'],
  ['CriOS/', 'Chrome'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;

const SYSTEMS = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Macintosh', 'Mac'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
] as const;

const UNKNOWN = 'Browser';

const namedIn = (agent: string, names: readonly (readonly [string, string])[]): string | undefined =>
  names.find(([sign]) => agent.includes(sign))?.[1];

/**
 * A few words by which people recognise where they are signed in: `Chrome, Windows`. What is not known is told by nothing
 * that the browser says, which may be anything.
 * @param agent the header `User-Agent`
 */
export const deviceOf = (agent: string): string => {
  const words = [namedIn(agent, BROWSERS), namedIn(agent, SYSTEMS)].filter((word) => word !== undefined);
  return words.length === 0 ? UNKNOWN : words.join(', ');
};
