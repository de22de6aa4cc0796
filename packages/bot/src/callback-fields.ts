import { createBoundedMap, type Language, OWN_TEXTS, type TextKey, type TextSection } from '@okno/contract';
import { dayNumber, dayOfNumber, monthNumber, monthOfNumber } from './days.ts';
import { clockOf, minutesOf } from './week-grid.ts';

/**
 * How one value is written into callback data: always the same number of characters, so that a button's data is cut
 * by position and no value can be mistaken for another. `read` answers undefined for anything `write` cannot have
 * written: callback data comes from outside and may be forged.
 */
type Field<T> = {
  readonly width: number;
  /** Where there are few: each of them. */
  readonly all?: readonly T[];
  readonly write: (value: T) => string;
  readonly read: (text: string) => T | undefined;
};

/** Sane years only: a forged day must not become a request for the year 6000. */
const [FIRST_DAY, LAST_DAY] = [dayNumber('2000-01-01'), dayNumber('2199-12-31')];
const [FIRST_MONTH, LAST_MONTH] = [monthNumber('2000-01'), monthNumber('2199-12')];
const MINUTE_MS = 60_000;

/** What the contract accepts as an id: an RFC 9562 UUID of a known version. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** Stands for "nobody in particular": the nil UUID, which is nobody's id. */
const NOBODY = 'A'.repeat(22);

const base36 = (value: number, width: number): string => value.toString(36).padStart(width, '0');

const number = (width: number, first = 0, last = 36 ** width - 1): Field<number> => ({
  width,
  write: (value) => base36(value, width),
  read: (text) => {
    if (!/^[0-9a-z]+$/.test(text)) return undefined;
    const value = Number.parseInt(text, 36);
    return value >= first && value <= last ? value : undefined;
  },
});

const mapped = <A, B>(field: Field<A>, to: (value: A) => B, from: (value: B) => A): Field<B> => ({
  width: field.width,
  write: (value) => field.write(from(value)),
  read: (text) => {
    const value = field.read(text);
    return value === undefined ? undefined : to(value);
  },
});

const optional = <T>(field: Field<T>, nothing: string): Field<T | null> => ({
  width: field.width,
  write: (value) => (value === null ? nothing : field.write(value)),
  read: (text) => (text === nothing ? null : field.read(text)),
});

const choice = <T extends string>(letters: Readonly<Record<T, string>>): Field<T> => ({
  width: 1,
  all: Object.keys(letters) as T[],
  write: (value) => letters[value],
  read: (text) => (Object.keys(letters) as T[]).find((value) => letters[value] === text),
});

/** The 16 bytes of a UUID as 22 characters of base64url. */
export const writeId = (id: string): string => {
  const known = written.get(id);
  if (known !== undefined) return known;
  const text = Uint8Array.fromHex(id.replaceAll('-', '')).toBase64({ alphabet: 'base64url', omitPadding: true });
  written.set(id, text);
  return text;
};

/** A calendar writes the same two ids forty times. */
const written = createBoundedMap<string>(2000);

/** The UUID of 22 characters, or undefined when they are none. */
export const readId = (text: string): string | undefined => {
  const known = read.get(text);
  if (known !== undefined) return known;
  if (!/^[\w-]{21}[AQgw]$/.test(text)) return undefined;
  const hex = Uint8Array.fromBase64(text, { alphabet: 'base64url' }).toHex();
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (!UUID.test(id)) return undefined;
  read.set(text, id);
  return id;
};

/** People leaf through the days of the same two ids. */
const read = createBoundedMap<string>(2000);

const id: Field<string> = { width: 22, write: writeId, read: readId };
const day = mapped(number(4, FIRST_DAY, LAST_DAY), dayOfNumber, dayNumber);

/** Instants of slots are whole minutes. */
const instant = mapped(
  number(6, (FIRST_DAY * 86_400_000) / MINUTE_MS, (LAST_DAY * 86_400_000) / MINUTE_MS),
  (minutes) => new Date(minutes * MINUTE_MS).toISOString(),
  (at: string) => Math.floor(Date.parse(at) / MINUTE_MS),
);
/** A name of its own for each text, which stays when others come and go: 31 bits of its key (FNV-1a). */
const TEXT_NAMES = new Map(
  OWN_TEXTS.map(({ key }) => {
    let hash = 0x811c9dc5;
    for (const sign of key) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193);
    return [base36(hash & 0x7fffffff, 6), key];
  }),
);
if (TEXT_NAMES.size < OWN_TEXTS.length) throw new TypeError('Two texts have the same name.');
const NAMES_OF_TEXTS = new Map([...TEXT_NAMES].map(([name, key]) => [key, name]));

const text: Field<TextKey> = {
  width: 6,
  write: (key) => {
    const name = NAMES_OF_TEXTS.get(key);
    if (name === undefined) throw new TypeError(`No button leads to ${key}`);
    return name;
  },
  read: (name) => TEXT_NAMES.get(name),
};

const SECTION_LETTERS: Readonly<Record<TextSection | 'none', string>> = {
  ...{ none: '0', greeting: 'g', hints: 'h', choosing: 'c', booking: 'b', waitlist: 'w', notices: 'n', reviews: 'r' },
};

export const FIELDS = {
  id,
  any_id: optional(id, NOBODY),
  day,
  any_day: optional(day, '0000'),
  month: mapped(number(3, FIRST_MONTH, LAST_MONTH), monthOfNumber, monthNumber),
  instant,
  any_instant: optional(instant, '000000'),
  page: number(2),
  stars: number(1, 1, 5),
  /** How far a question that is asked more than once has come. */
  step: { ...number(1, 0, 2), all: [0, 1, 2] } satisfies Field<number>,
  nonce: number(6),
  flag: {
    ...mapped(
      number(1, 0, 1),
      (value) => value === 1,
      (value) => (value ? 1 : 0),
    ),
    all: [false, true],
  } satisfies Field<boolean>,
  section: choice(SECTION_LETTERS),
  text,
  /** What is to be done with a text. */
  text_act: choice({ show: 's', write: 'w', save: 'y', leave: 'n', reset: 'r' }),
  period: choice({ this_week: 'w', last_week: 'v', this_month: 'm', last_month: 'l' }),
  language: choice<Language>({ ru: 'r', en: 'e' }),
  /** What staff do with a visit. */
  act: choice({ show: 's', came: 'd', missed: 'm', ask: 'a', cancel: 'c', why: 'w', history: 'h', regular: 'r' }),
  moving_step: choice({ month: 'm', day: 'd', ask: 'a', move: 'x', near: 'n' }),
  /** Where whoever moves a visit began: its living message, its card in a list, the staff's card, days off. */
  moving_back: choice({ card: 'c', listed: 'l', visit: 'v', off: 'o' }),
  off_step: choice({
    home: 'h',
    first: 'f',
    last: 'l',
    check: 'c',
    take: 't',
    keep: 'k',
    ask_cancel: 'a',
    cancel: 'x',
    ask_clients: 'q',
    offer: 'o',
  }),
  reason: choice({ nothing: 'n', past: 'p', closed: 'c', full: 'f', later: 'l' }),
  manage_part: choice({
    ...{ menu: 'm', find: 'f', found: 'l', create: 'c', no_phone: 'n' },
    ...{ staff: 's', invite: 'i', services: 'v', hours: 'h' },
  }),
  client_part: choice({
    ...{ card: 'c', notes: 'n', note: 'w', tags: 't' },
    ...{ ahead: 'a', past: 'p', book: 'b', again: 'r', regular: 'e' },
  }),
  for_step: choice({ services: 's', specialists: 'p', month: 'm', day: 'd', time: 't' }),
  for_act: choice({ check: 'c', book: 'b', anyway: 'a' }),
  regular_act: choice({ often: 'o', days: 'd', until: 'u', check: 'c', arrange: 'a' }),
  every: choice({ week: 'w', fortnight: 'f', days: 'd' }),
  staff_part: choice({
    ...{ card: 'c', moderator: 'm', specialist: 's', super_admin: 'o', ask_owner: 'q', ask_remove: 'a', remove: 'r' },
    ...{ invite_moderator: 'i', invite_specialist: 'j', revoke: 'v' },
  }),
  /** What is done with working hours. */
  hours_act: choice({
    ...{ show: 's', write: 'w', save: 'y', pick: 'p' },
    ...{ day: 'd', write_day: 'x', close_day: 'c', restore_day: 'r' },
  }),
  /** What is done with the hours of a weekday. */
  weekday_act: choice({
    ...{ week: 'w', day: 'd', from: 'f', until: 'u', take: 't' },
    ...{ more: 'm', more_until: 'v', add: 'a', drop: 'x', close: 'c', copy: 'y', paste: 'p' },
  }),
  weekday: number(1, 0, 6),
  /** Weekdays as the bits of a number. */
  weekdays: number(2, 0, 127),
  /** A wall clock up to `24:00`, to the minute: hours that came over the API lie on no grid. */
  clock: mapped(number(3, 0, 1440), clockOf, minutesOf),
  rules_act: choice({ show: 's', edit: 'e', choose: 'c', save: 'y' }),
  /** One of the decisions of the business. */
  rule: choice({
    ...{ none: '0', cancel_notice_minutes: 'c', max_future_bookings: 'm', phone_needed: 'p', reminder_minutes: 'r' },
    ...{ review_request_minutes: 'v', hold_minutes: 'h', waitlist_hold_minutes: 'w', complete_after_minutes: 'd' },
    ...{ series_horizon_days: 's', series_hour: 't', quiet_from_hour: 'q', quiet_to_hour: 'u', country: 'l' },
  }),
  audit_act: choice({ list: 'l', people: 'p', kinds: 'k', file: 'f' }),
  audit_what: choice({
    ...{ all: 'a', refused: 'r', created: 'c', moved: 'm', cancelled: 'x', hours: 'h', away: 'w', services: 's' },
    ...{ roles: 'o', rules: 'u', texts: 't', broadcasts: 'b' },
  }),
  /** A Telegram id, or a number of the log: up to 2⁵² and more. */
  long: number(10),
  broadcast_act: choice({
    ...{ list: 'l', show: 's', write_ru: 'r', write_en: 'e', whom: 'w', everybody: '0', services: 'v', service: 'V' },
    ...{ tag: 't', visits: 'd', away: 'a', here: 'h', quiet: 'q', look: 'p', test: 'T', ask_start: 'A', start: 'S' },
    ...{ ask_time: 'i', pause: 'P', resume: 'R', ask_cancel: 'x', cancel: 'X', missed: 'm' },
  }),
  service_part: choice({ card: 'c', price: 'p', duration: 'd', save: 's', off: 'x', on: 'o' }),
};

export type FieldName = keyof typeof FIELDS;
export type FieldValue<N extends FieldName> = (typeof FIELDS)[N] extends Field<infer T> ? T : never;
