import { type Actions, formatDuration, type Output } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import { readTypedDuration } from '../typed-duration.ts';
import type { Voice } from '../voice.ts';

export type Rules = Output<Actions['tenants.rules']>;
export type Rule = Exclude<TargetOf<'rules'>['rule'], 'none'>;
/** What any of them may be. */
export type Value = Rules[Rule];

type Kind = {
  /** What was typed, understood; undefined for anything else. What is too much the contract says. */
  readonly read: (said: string) => Value | undefined;
  readonly words: (voice: Voice, value: Value) => string;
  /** As people would type them; each is a button. */
  readonly choices: readonly string[];
};

const DAY = 1440;

/** "2 days", "1 day 2 hr", "30 min". */
const minutesWords = (voice: Voice, minutes: number): string => {
  if (minutes < DAY) return formatDuration(voice.language, minutes);
  const [days, rest] = [Math.floor(minutes / DAY), minutes % DAY];
  const words = voice.label('rules_screens.days', { count: days });
  return rest === 0 ? words : `${words} ${formatDuration(voice.language, rest)}`;
};

const number = (value: Value): number => (typeof value === 'number' ? value : 0);

const duration = (choices: readonly string[], zero: 'never' | 'at_once' = 'at_once'): Kind => ({
  choices,
  read: readTypedDuration,
  words: (voice, value) =>
    number(value) === 0 ? voice.label(`rules_screens.${zero}`) : minutesWords(voice, number(value)),
});

const count = (choices: readonly string[]): Kind => ({
  choices,
  read: (said) => (/^\s*\d{1,4}\s*$/.test(said) ? Number(said) : undefined),
  words: (_, value) => String(value),
});

/** A whole hour of the clock: "21", "21:00". */
const hour = (choices: readonly string[]): Kind => ({
  choices,
  read: (said) => {
    const { whole } = /^\s*(?<whole>\d{1,2})(?:[:.]00)?\s*$/.exec(said)?.groups ?? {};
    return whole === undefined ? undefined : Number(whole);
  },
  words: (_, value) => `${String(value).padStart(2, '0')}:00`,
});

const YES = /^(yes|on|да|нужен)$/iu;
const NO = /^(no|off|нет|не нужен)$/iu;

const flag: Kind = {
  choices: ['yes', 'no'],
  read: (said) => {
    if (YES.test(said.trim())) return true;
    return NO.test(said.trim()) ? false : undefined;
  },
  words: (voice, value) => voice.label(value === true ? 'rules_screens.yes' : 'rules_screens.no'),
};

/** A number alone, beside others, may be half of "1,5"; "never" beside others means nothing. */
const hasUnit = (part: string): boolean => /\d\s*\p{L}/u.test(part);

/** "24 h, 2 h, 30 min"; none at all when never. */
const reminders: Kind = {
  choices: ['24 h, 2 h, 1 h', '24 h, 2 h', '24 h', 'never'],
  read: (said) => {
    const parts = said.trim().split(/[,;\n]/);
    if (parts.length > 1 && !parts.every(hasUnit)) return undefined;
    const minutes = parts.map(readTypedDuration);
    if (minutes.some((one) => one === undefined)) return undefined;
    const asked = minutes.filter((one) => one !== undefined);
    return asked.length === 1 && asked[0] === 0 ? [] : asked;
  },
  words: (voice, value) =>
    Array.isArray(value) && value.length > 0
      ? value.map((minutes) => minutesWords(voice, minutes)).join(', ')
      : voice.label('rules_screens.never'),
};

const country: Kind = {
  choices: ['RU', 'DE', 'auto'],
  read: (said) => {
    const word = said.trim().toUpperCase();
    if (['AUTO', 'АВТО'].includes(word)) return null;
    return /^[A-Z]{2}$/.test(word) ? word : undefined;
  },
  words: (voice, value) => (typeof value === 'string' ? value : voice.label('rules_screens.by_zone')),
};

/** How each of them is read and told, in the order in which people look for them. */
const KINDS = {
  cancel_notice_minutes: duration(['0', '2 h', '12 h', '24 h', '2 d']),
  max_future_bookings: count(['1', '3', '5', '10']),
  phone_needed: flag,
  reminder_minutes: reminders,
  review_request_minutes: duration(['never', '1 h', '3 h', '1 d'], 'never'),
  hold_minutes: duration(['5', '10', '15', '30']),
  waitlist_hold_minutes: duration(['15', '30', '1 h', '3 h']),
  complete_after_minutes: duration(['0', '30', '1 h', '1 d']),
  series_horizon_days: count(['90', '180', '365']),
  series_hour: hour(['2', '3', '4']),
  quiet_from_hour: hour(['20', '21', '22', '23']),
  quiet_to_hour: hour(['7', '8', '9', '10']),
  country,
} as const satisfies Record<Rule, Kind>;

export const RULES = Object.keys(KINDS) as Rule[];

export const choicesOf = (rule: Rule): readonly string[] => KINDS[rule].choices;

export const readValue = (rule: Rule, said: string): Value | undefined => KINDS[rule].read(said);

/** A value in words; plain text. */
export const valueWords = (voice: Voice, rule: Rule, value: Value): string => KINDS[rule].words(voice, value);
