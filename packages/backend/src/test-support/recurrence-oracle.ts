/** Recurrence rules once more, by plain loops over the calendar and with Temporal only: what the tests compare with. */

export type OracleRule = {
  readonly freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  readonly interval: number;
  readonly count?: number;
  /** `20261231T170000Z`, `20261231T180000` or `20261231`. */
  readonly until?: string;
  /** ISO weekday 1–7, and which one of the month or year, 0 for each. */
  readonly byday?: readonly { readonly nth: number; readonly weekday: number }[];
  readonly bymonthday?: readonly number[];
  readonly byyearday?: readonly number[];
  readonly bymonth?: readonly number[];
  readonly bysetpos?: readonly number[];
  readonly wkst?: number;
};

const NAMES = ['', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** The rule as text. */
export const textOf = (rule: OracleRule): string =>
  [
    `FREQ=${rule.freq}`,
    `INTERVAL=${rule.interval}`,
    rule.byday && `BYDAY=${rule.byday.map(({ nth, weekday }) => `${nth === 0 ? '' : nth}${NAMES[weekday]}`)}`,
    rule.bymonthday && `BYMONTHDAY=${rule.bymonthday}`,
    rule.byyearday && `BYYEARDAY=${rule.byyearday}`,
    rule.bymonth && `BYMONTH=${rule.bymonth}`,
    rule.bysetpos && `BYSETPOS=${rule.bysetpos}`,
    rule.wkst && `WKST=${NAMES[rule.wkst]}`,
    rule.count && `COUNT=${rule.count}`,
    rule.until && `UNTIL=${rule.until}`,
  ]
    .filter((part) => part)
    .join(';');

type Plain = Temporal.PlainDate;

/** The first day of the period of the rule that lies `steps` intervals after the one of `day`. */
const periodAt = (rule: OracleRule, day: Plain, steps: number): { first: Plain; after: Plain } => {
  const n = steps * rule.interval;
  if (rule.freq === 'DAILY') {
    const first = day.add({ days: n });
    return { first, after: first.add({ days: 1 }) };
  }
  if (rule.freq === 'WEEKLY') {
    const back = (day.dayOfWeek - (rule.wkst ?? 1) + 7) % 7;
    const first = day.subtract({ days: back }).add({ weeks: n });
    return { first, after: first.add({ weeks: 1 }) };
  }
  const unit = rule.freq === 'MONTHLY' ? 'months' : 'years';
  const start = rule.freq === 'MONTHLY' ? day.with({ day: 1 }) : day.with({ month: 1, day: 1 });
  const first = start.add({ [unit]: n });
  return { first, after: first.add({ [unit]: 1 }) };
};

const isNth = (rule: OracleRule, day: Plain, nth: number): boolean => {
  if (nth === 0) return true;
  const inMonth = rule.freq === 'MONTHLY' || rule.bymonth !== undefined;
  const place = inMonth ? day.day : day.dayOfYear;
  const length = inMonth ? day.daysInMonth : day.daysInYear;
  return nth > 0 ? Math.ceil(place / 7) === nth : Math.ceil((length - place + 1) / 7) === -nth;
};

const fits = (value: number, length: number, wanted: readonly number[]): boolean =>
  wanted.includes(value) || wanted.includes(value - length - 1);

const isWanted = (rule: OracleRule, day: Plain): boolean => {
  const { byday, bymonthday, byyearday, bymonth } = rule;
  return (
    (bymonth === undefined || bymonth.includes(day.month)) &&
    (bymonthday === undefined || fits(day.day, day.daysInMonth, bymonthday)) &&
    (byyearday === undefined || fits(day.dayOfYear, day.daysInYear, byyearday)) &&
    (byday === undefined || byday.some(({ nth, weekday }) => weekday === day.dayOfWeek && isNth(rule, day, nth)))
  );
};

/** What the rule leaves open is that of DTSTART. */
const isLikeStart = ({ freq, bymonth }: OracleRule, start: Plain, day: Plain): boolean => {
  if (freq === 'DAILY') return true;
  if (freq === 'WEEKLY') return day.dayOfWeek === start.dayOfWeek;
  return day.day === start.day && (freq === 'MONTHLY' || bymonth !== undefined || day.month === start.month);
};

const matches = (rule: OracleRule, start: Plain, day: Plain): boolean => {
  const says = (rule.byday ?? rule.bymonthday ?? rule.byyearday) !== undefined;
  return isWanted(rule, day) && (says || isLikeStart(rule, start, day));
};

const daysIn = (rule: OracleRule, start: Plain, { first, after }: { first: Plain; after: Plain }): Plain[] => {
  const days: Plain[] = [];
  for (let day = first; Temporal.PlainDate.compare(day, after) < 0; day = day.add({ days: 1 }))
    if (matches(rule, start, day)) days.push(day);
  if (rule.bysetpos === undefined) return days;
  return days.filter((_, index) => fits(index + 1, days.length, rule.bysetpos ?? []));
};

const untilOf = (text: string): ((at: Temporal.ZonedDateTime, local: Temporal.PlainDateTime) => boolean) => {
  const plain = Temporal.PlainDateTime.from(text.length === 8 ? `${text}T235959` : text.replace('Z', ''));
  if (!text.endsWith('Z')) return (_, local) => Temporal.PlainDateTime.compare(local, plain) > 0;
  const { epochMilliseconds } = plain.toZonedDateTime('UTC');
  return (at) => at.epochMilliseconds > epochMilliseconds;
};

/** The wall-clock times of the rule from DTSTART on, looking through so many periods. */
function* locals(rule: OracleRule, dtstart: Temporal.PlainDateTime, periods: number) {
  const start = dtstart.toPlainDate();
  for (let step = 0; step < periods; step += 1)
    for (const day of daysIn(rule, start, periodAt(rule, start, step)))
      if (Temporal.PlainDate.compare(day, start) >= 0) yield day.toPlainDateTime(dtstart.toPlainTime());
}

/** The first `limit` occurrences in ms, looking through `periods` periods at most. */
export const oracle = (
  rule: OracleRule,
  { zone, start, limit, periods = 300 }: { zone: string; start: string; limit: number; periods?: number },
): number[] => {
  const isOver = rule.until === undefined ? () => false : untilOf(rule.until);
  const found: number[] = [];
  let left = rule.count ?? Number.POSITIVE_INFINITY;
  for (const local of locals(rule, Temporal.PlainDateTime.from(start), periods)) {
    const at = local.toZonedDateTime(zone, { disambiguation: 'compatible' });
    if (isOver(at, local) || left === 0 || found.length === limit) break;
    left -= 1;
    if (found.at(-1) !== at.epochMilliseconds) found.push(at.epochMilliseconds);
  }
  return found;
};
