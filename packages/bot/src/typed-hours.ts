/** Hours as the contract takes them: wall clock, `24:00` is the end of a day, an end before its start is the next day's. */
export type Hours = { readonly from: string; readonly to: string };
/** One line of a week; 0 is Sunday. */
export type WeekLine = Hours & { readonly days: readonly number[] };

/** What was meant, or the first thing that nobody could understand. */
export type TypedWeek = { readonly week: readonly WeekLine[] } | { readonly wrong: string };
export type TypedDay = { readonly hours: readonly Hours[] } | { readonly wrong: string };

/** As long as anybody's week; a longer text is refused, and its beginning named. */
const LONGEST = 500;
const NAMED = 40;

const DAY_NAMES: readonly (readonly string[])[] = [
  ['sunday', 'воскресенье', 'вс', 'воскресенья', 'воскресеньям'],
  ['monday', 'понедельник', 'пн', 'понедельника', 'понедельникам'],
  ['tuesday', 'вторник', 'вт', 'вторника', 'вторникам'],
  ['wednesday', 'среда', 'ср', 'среду', 'среды', 'средам'],
  ['thursday', 'четверг', 'чт', 'четверга', 'четвергам'],
  ['friday', 'пятница', 'пт', 'пятницу', 'пятницы', 'пятницам'],
  ['saturday', 'суббота', 'сб', 'субботу', 'субботы', 'субботам'],
];

const WORKDAYS = [1, 2, 3, 4, 5];
const WEEKEND = [6, 0];
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 0];
const MANY: Readonly<Record<string, readonly number[]>> = {
  ...{ daily: EVERY_DAY, ежедневно: EVERY_DAY, everyday: EVERY_DAY },
  ...{ weekdays: WORKDAYS, workdays: WORKDAYS, будни: WORKDAYS, будням: WORKDAYS },
  ...{ weekend: WEEKEND, weekends: WEEKEND, выходные: WEEKEND, выходным: WEEKEND },
};
const CLOSED = new Set(['closed', 'off', 'закрыто', 'выходной', 'нет']);
/** Words that only join others. */
const JOINING = new Set(['from', 'c', 'с', 'and', 'и', 'по', 'в', 'on', 'at', 'every', 'каждый']);
const UNTIL = new Set(['to', 'till', 'until', 'до']);

type Token =
  | { readonly kind: 'days'; readonly days: readonly number[] }
  | { readonly kind: 'time'; readonly time: string }
  | { readonly kind: 'dash' | 'comma' | 'closed' };

/** The weekday of a name, or of the beginning of one: "mon", "tues", "пон". */
const dayOf = (word: string): number | undefined => {
  if (word.length < 2) return undefined;
  const found = DAY_NAMES.findIndex((names) => names.some((name) => name === word || `${name}s` === word));
  if (found !== -1) return found;
  const began = DAY_NAMES.flatMap((names, day) =>
    names.slice(0, 2).some((name) => name.startsWith(word)) ? [day] : [],
  );
  return began.length === 1 ? began[0] : undefined;
};

/** "9", "9:30", "9.30", "9am", "24" as a wall clock; undefined for no time. */
const timeOf = (word: string): string | undefined => {
  const {
    hour = '',
    minute = '00',
    half,
  } = /^(?<hour>\d{1,2})(?:[:.](?<minute>\d\d))?(?<half>am|pm)?$/.exec(word)?.groups ?? {};
  const number = hour === '' ? Number.NaN : Number(hour);
  if (half !== undefined && !(number >= 1 && number <= 12)) return undefined;
  const whole = half === undefined ? number : (number % 12) + (half === 'pm' ? 12 : 0);
  if (!(whole <= 24) || Number(minute) > 59 || (whole === 24 && minute !== '00')) return undefined;
  return `${String(whole).padStart(2, '0')}:${minute}`;
};

const WORD = /[\p{L}]+|\d{1,2}(?:[:.]\d\d)?(?:\s?[ap]m\b)?|[-–—−]+|[,;\n]|\S/giu;

const readToken = (word: string): Token | undefined | null => {
  if (/^[-–—−]+$/.test(word) || UNTIL.has(word)) return { kind: 'dash' };
  if (/^[,;\n]$/.test(word)) return { kind: 'comma' };
  if (word === ':' || word === '.' || JOINING.has(word)) return null;
  if (CLOSED.has(word)) return { kind: 'closed' };
  const many = Object.hasOwn(MANY, word) ? MANY[word] : undefined;
  if (many !== undefined) return { kind: 'days', days: many };
  const day = dayOf(word);
  if (day !== undefined) return { kind: 'days', days: [day] };
  const time = timeOf(word.replace(/\s/g, ''));
  return time === undefined ? undefined : { kind: 'time', time };
};

/** Days in the plural are named one by one: "по понедельникам по средам". */
const PLURAL = /[ая]м$/u;
const EVERY = /\bevery\s+day\b|каждый\s+день(?!\p{L})/giu;

/** "пн по пт", "с понедельника по пятницу": between two days it is a dash, elsewhere it only joins. */
const isDashAt = (words: readonly string[], index: number): boolean => {
  const [before = '', after = ''] = [words[index - 1], words[index + 1]];
  return words[index] === 'по' && dayOf(before) !== undefined && dayOf(after) !== undefined && !PLURAL.test(after);
};

/** Words as tokens; the word that is none as it was written. */
const tokensOf = (text: string): Token[] | { readonly wrong: string } => {
  if (text.trim().length > LONGEST) return { wrong: `${text.trim().slice(0, NAMED)}…` };
  const tokens: Token[] = [];
  const written = text.replace(EVERY, 'everyday').match(WORD) ?? [];
  const words = written.map((word) => word.toLowerCase());
  for (const [index, word] of written.entries()) {
    const token = isDashAt(words, index) ? ({ kind: 'dash' } as const) : readToken(words[index] ?? '');
    if (token === undefined) return { wrong: word };
    if (token !== null) tokens.push(token);
  }
  return tokens;
};

/** From one day to another, also over the end of the week. */
const daysBetween = (first: number, last: number): number[] =>
  Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, index) => (first + index) % 7);

/** What stands for itself: some days, hours on them, or that there are none. */
type Item = { readonly days: readonly number[] } | { readonly hours: Hours } | { readonly closed: true };

/** Two tokens with a dash between them are one item; a time alone is none. Answers what does not fit. */
const itemsOf = (text: string): readonly Item[] | { readonly wrong: string } => {
  const tokens = tokensOf(text);
  if ('wrong' in tokens) return tokens;
  const items: Item[] = [];
  const rest = tokens.filter(({ kind }) => kind !== 'comma');
  while (rest.length > 0) {
    const [first, dash, last] = rest;
    const range = dash?.kind === 'dash' ? rangeOf(first, last) : undefined;
    const item = range ?? singleOf(first);
    if (item === undefined) return { wrong: first?.kind === 'time' ? first.time : '–' };
    items.push(item);
    rest.splice(0, range === undefined ? 1 : 3);
  }
  return items;
};

const singleOf = (token: Token | undefined): Item | undefined => {
  if (token?.kind === 'days') return { days: token.days };
  return token?.kind === 'closed' ? { closed: true } : undefined;
};

const rangeOf = (first: Token | undefined, last: Token | undefined): Item | undefined => {
  if (first?.kind === 'days' && last?.kind === 'days') return daysRange(first.days, last.days);
  return first?.kind === 'time' && last?.kind === 'time' ? hoursOf(first.time, last.time) : undefined;
};

const daysRange = (from: readonly number[], to: readonly number[]): Item | undefined => {
  const [[first, ...more], [last, ...others]] = [from, to];
  if (first === undefined || last === undefined || more.length + others.length > 0) return undefined;
  return { days: daysBetween(first, last) };
};

/** Until midnight is until the end of the day. */
const hoursOf = (from: string, to: string): Item | undefined => {
  if (from === to || from === '24:00') return undefined;
  return { hours: { from, to: to === '00:00' ? '24:00' : to } };
};

type Group = { readonly days: number[]; readonly hours: Hours[]; closed: boolean };

const newGroup = (days: readonly number[]): Group => ({ days: [...days], hours: [], closed: false });

/** Days with the hours behind them; undefined when hours stand before any day. */
const groupsOf = (items: readonly Item[], groups: Group[] = []): Group[] | undefined => {
  for (const item of items) {
    const group = groups.at(-1);
    if ('days' in item) {
      if (group === undefined || isFull(group)) groups.push(newGroup(item.days));
      else group.days.push(...item.days);
    } else if (group === undefined) return undefined;
    else if ('closed' in item) group.closed = true;
    else group.hours.push(item.hours);
  }
  return groups;
};

const isFull = ({ hours, closed }: Group): boolean => closed || hours.length > 0;

/** Either hours or the word that there are none. */
const isWhole = ({ hours, closed }: Group): boolean => closed === (hours.length === 0);

/**
 * A week that somebody has typed in Russian or English: "Mon–Fri 9–18, Sat 10-14", "пн, ср 9:00–13:00, 14–18; вс выходной".
 * Days stand before their hours; a day that is not named is closed. Pure.
 */
export const readTypedWeek = (text: string): TypedWeek => {
  const items = itemsOf(text);
  if ('wrong' in items) return items;
  const groups = groupsOf(items) ?? [];
  const named = groups.flatMap(({ days }) => days);
  if (groups.length === 0 || !groups.every(isWhole) || new Set(named).size < named.length)
    return { wrong: text.trim() };
  return { week: groups.flatMap(({ days, hours }) => hours.map((one) => ({ days, ...one }))) };
};

/** The hours of one day: "9–13, 14-18", "closed". Pure. */
export const readTypedDay = (text: string): TypedDay => {
  const items = itemsOf(text);
  if ('wrong' in items) return items;
  const [day, ...others] = groupsOf(items, [newGroup([])]) ?? [];
  if (day === undefined || others.length > 0 || day.days.length > 0 || !isWhole(day)) return { wrong: text.trim() };
  return { hours: day.hours };
};
