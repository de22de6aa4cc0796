/**
 * What those who run the business are in the middle of. A dialogue that is begun takes the place of any other.
 *
 *   find_client   asked ──words──► found ──other words──► found
 *   new_client    asked_name ──► asked_phone ──► over
 *   client_note   asked ──► over              client_tags   asked ──► over
 *   book_for      choosing ◄──► asked_time, choosing ──► booked
 *                 choosing ◄──► asked_time, choosing ──► arranging
 *   service_price, service_duration           asked ──► confirming ──► over
 *   hours, rule                               asked ──► confirming ──► over
 *   broadcast_text, broadcast_tag, broadcast_time               asked ──► over
 *
 * `choosing`, `booked` and `arranging` wait for no words: they only keep for whom the buttons with their `ref` book.
 */
export type Managing =
  | { readonly name: 'find_client'; readonly state: 'asked' }
  | { readonly name: 'find_client'; readonly state: 'found'; readonly search: string }
  | { readonly name: 'new_client'; readonly state: 'asked_name' }
  | { readonly name: 'new_client'; readonly state: 'asked_phone'; readonly client_name: string }
  | { readonly name: 'client_note' | 'client_tags'; readonly state: 'asked'; readonly client: string }
  | BookFor
  | ServiceChange
  | BroadcastWords
  | HoursChange
  | RuleChange;

export type BookFor = {
  readonly name: 'book_for';
  readonly client: string;
  readonly client_name: string;
  /** What the buttons of this choice carry: those of another one, for somebody else, have another. */
  readonly ref: number;
  /** What the time is chosen for: a visit, or the first of many. */
  readonly purpose: 'visit' | 'series';
} & (
  | { readonly state: 'choosing' | 'booked' }
  | {
      readonly state: 'asked_time';
      readonly service: string;
      readonly specialist: string;
      /** The day that was looked at; empty when none was. */
      readonly day: string;
    }
  | {
      readonly state: 'arranging';
      readonly service: string;
      readonly specialist: string;
      /** The first visit, or the one that stands. */
      readonly at: string;
      /** The visit after which it begins; empty: there is none yet. */
      readonly visit: string;
      /** What was seen to clash, as JSON. */
      readonly clashes: string;
    }
);

/** Regular visits that are being arranged. */
export type Arranging = Extract<BookFor, { readonly state: 'arranging' }>;

export type ServiceChange = {
  readonly name: 'service_price' | 'service_duration';
  readonly service: string;
} & ({ readonly state: 'asked' } | { readonly state: 'confirming'; readonly value: number });

/** What is written about a message to many; `broadcast` is empty while there is none yet. */
export type BroadcastWords =
  | { readonly name: 'broadcast_text'; readonly state: 'asked'; readonly broadcast: string; readonly language: string }
  | { readonly name: 'broadcast_tag'; readonly state: 'asked'; readonly broadcast: string }
  | { readonly name: 'broadcast_time'; readonly state: 'asked'; readonly broadcast: string };

/** What was said, read again when it is saved; `nonce` is that of the one button that saves it. */
type Said = { readonly state: 'confirming'; readonly said: string; readonly nonce: number };

/** The hours of a specialist: of the week, or, with a day, of that day. */
export type HoursChange = {
  readonly name: 'hours';
  readonly specialist: string;
  /** Empty: the week. */
  readonly day: string;
} & ({ readonly state: 'asked' } | (Said & Seen));

/** The weekly hours beside which it was shown, as JSON; those of a day are shown beside none. And the state it is to replace. */
type Seen = { readonly seen: string; readonly seen_version: string };

/** A decision of the business. */
export type RuleChange = { readonly name: 'rule'; readonly rule: string } & ({ readonly state: 'asked' } | Said);

const CHOICE = { client: 'string', client_name: 'string', ref: 'number', purpose: 'string' } as const;

/** What is kept in each state beside its name. */
const SHAPES: Readonly<Record<string, Readonly<Record<string, 'string' | 'number'>>>> = {
  'find_client asked': {},
  'find_client found': { search: 'string' },
  'new_client asked_name': {},
  'new_client asked_phone': { client_name: 'string' },
  'client_note asked': { client: 'string' },
  'client_tags asked': { client: 'string' },
  'book_for choosing': CHOICE,
  'book_for booked': CHOICE,
  'book_for asked_time': { ...CHOICE, service: 'string', specialist: 'string', day: 'string' },
  'book_for arranging': {
    ...{ ...CHOICE, service: 'string', specialist: 'string' },
    ...({ at: 'string', visit: 'string', clashes: 'string' } as const),
  },
  'broadcast_text asked': { broadcast: 'string', language: 'string' },
  'broadcast_tag asked': { broadcast: 'string' },
  'broadcast_time asked': { broadcast: 'string' },
  'hours asked': { specialist: 'string', day: 'string' },
  'hours confirming': {
    ...({ specialist: 'string', day: 'string', said: 'string', nonce: 'number' } as const),
    ...({ seen: 'string', seen_version: 'string' } as const),
  },
  'rule asked': { rule: 'string' },
  'rule confirming': { rule: 'string', said: 'string', nonce: 'number' },
  'service_price asked': { service: 'string' },
  'service_price confirming': { service: 'string', value: 'number' },
  'service_duration asked': { service: 'string' },
  'service_duration confirming': { service: 'string', value: 'number' },
};

/** One of these dialogues as it was kept; undefined for anything else. */
export const readManaging = ({ version: _, ...value }: Record<string, unknown>): Managing | undefined => {
  const key = `${value['name']} ${value['state']}`;
  const shape = Object.hasOwn(SHAPES, key) ? SHAPES[key] : undefined;
  if (shape === undefined) return undefined;
  const fits = Object.entries(shape).every(([field, kind]) => typeof value[field] === kind);
  return fits ? (value as Managing) : undefined;
};
