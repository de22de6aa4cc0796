import { FIELDS, type FieldName, type FieldValue } from './callback-fields.ts';

/** Raised whenever a layout below changes: buttons of older versions then answer with a fresh menu. */
const VERSION = '1';

/**
 * Everything a button can lead to, with what its data carries. `fresh` asks for a new message instead of an edit:
 * buttons below a living booking message must leave it where it is.
 */
export const TARGETS = {
  menu: { code: 'm', fields: { fresh: 'flag' } },
  services: { code: 's', fields: { specialist: 'any_id', page: 'page' } },
  specialists: { code: 'p', fields: { service: 'id', page: 'page' } },
  month: { code: 'c', fields: { service: 'id', specialist: 'any_id', month: 'month', fresh: 'flag' } },
  day: { code: 'd', fields: { service: 'id', specialist: 'any_id', day: 'day', page: 'page' } },
  confirm: { code: 't', fields: { service: 'id', specialist: 'any_id', at: 'instant' } },
  book: { code: 'b', fields: { service: 'id', specialist: 'any_id', at: 'instant', nonce: 'nonce' } },
  bookings: { code: 'l', fields: { page: 'page', fresh: 'flag' } },
  booking: { code: 'v', fields: { booking: 'id', listed: 'flag' } },
  ask_cancel: { code: 'q', fields: { booking: 'id', listed: 'flag' } },
  cancel: { code: 'x', fields: { booking: 'id', listed: 'flag', nonce: 'nonce' } },
  past: { code: '3', fields: { page: 'page' } },
  repeat: { code: 'E', fields: { booking: 'id', fresh: 'flag' } },
  all_series: { code: 'F', fields: { page: 'page' } },
  series: { code: 'G', fields: { series: 'id', page: 'page' } },
  ask_end: { code: 'H', fields: { series: 'id', from: 'instant' } },
  end_series: { code: 'i', fields: { series: 'id', from: 'instant', nonce: 'nonce' } },
  my_data: { code: '0', fields: { file: 'flag' } },
  forget: { code: '2', fields: { client: 'id', step: 'step', asked: 'instant' } },
  share_phone: { code: '4', fields: {} },
  sessions: { code: 'Z', fields: { out: 'flag' } },
  links: { code: '1', fields: { page: 'page' } },
  wait: { code: 'w', fields: { service: 'id', specialist: 'any_id', from: 'day', to: 'day', nonce: 'nonce' } },
  full_days: { code: 'j', fields: { service: 'id', specialist: 'any_id', month: 'month' } },
  waiting: { code: 'u', fields: { page: 'page', fresh: 'flag' } },
  leave: { code: 'e', fields: { entry: 'id', page: 'page' } },
  take: { code: 'k', fields: { offer: 'id' } },
  decline: { code: 'o', fields: { offer: 'id' } },
  review: { code: 'r', fields: { booking: 'id', stars: 'stars' } },
  words: { code: 'y', fields: { booking: 'id' } },
  publish: { code: 'f', fields: { booking: 'id' } },
  leave_words: { code: 'z', fields: {} },
  agenda: { code: 'a', fields: { day: 'any_day', fresh: 'flag' } },
  staff_day: { code: 'J', fields: { specialist: 'any_id', day: 'any_day', page: 'page', fresh: 'flag' } },
  staff_week: { code: 'K', fields: { specialist: 'any_id', day: 'any_day' } },
  visit: { code: 'L', fields: { booking: 'id', act: 'act', fresh: 'flag', nonce: 'nonce' } },
  // Outside of these days, when it makes way for a day off.
  moving: {
    code: 'M',
    fields: {
      ...{ booking: 'id', step: 'moving_step', back: 'moving_back', at: 'any_instant' },
      ...{ from: 'any_day', to: 'any_day', page: 'page', nonce: 'nonce' },
    },
  },
  running: { code: 'N', fields: { specialist: 'id', minutes: 'page', tell: 'flag', nonce: 'nonce' } },
  off: {
    code: 'O',
    fields: {
      specialist: 'id',
      step: 'off_step',
      first: 'any_day',
      last: 'any_day',
      at: 'any_instant',
      // The working hours of these days, as they were when the person decided.
      seen: 'nonce',
      nonce: 'nonce',
    },
  },
  staff_series: { code: 'P', fields: { specialist: 'id', series: 'any_id', page: 'page' } },
  absence: {
    code: 'Q',
    fields: { specialist: 'id', absence: 'any_id', day: 'any_day', remove: 'flag', nonce: 'nonce' },
  },
  languages: { code: 'g', fields: {} },
  set_language: { code: 'h', fields: { language: 'language' } },
  news: { code: 'I', fields: { on: 'flag', fresh: 'flag' } },
  texts: { code: '5', fields: { section: 'section', page: 'page' } },
  text: { code: '6', fields: { text: 'text', language: 'language', act: 'text_act', nonce: 'nonce' } },
  stats: { code: '7', fields: { period: 'period', picture: 'flag' } },
  noop: { code: 'n', fields: { reason: 'reason' } },
  manage: { code: 'R', fields: { part: 'manage_part', page: 'page' } },
  client: { code: 'S', fields: { client: 'id', part: 'client_part', page: 'page' } },
  drop_tag: { code: 'T', fields: { client: 'id', tag: 'nonce' } },
  // Three ids do not fit: for whom it is stands in the dialogue that `ref` names.
  for_client: {
    code: 'U',
    fields: { step: 'for_step', ref: 'nonce', service: 'any_id', specialist: 'any_id', day: 'any_day', page: 'page' },
  },
  for_client_at: {
    code: 'V',
    fields: { act: 'for_act', ref: 'nonce', service: 'id', specialist: 'any_id', at: 'instant' },
  },
  // Regular visits for a client; `times` 0: without an end; `seen`: the dates and clashes that were shown.
  regular: {
    code: 'D',
    fields: { act: 'regular_act', ref: 'nonce', every: 'every', days: 'weekdays', times: 'page', seen: 'nonce' },
  },
  staff: { code: 'W', fields: { part: 'staff_part', id: 'any_id' } },
  week_hours: { code: '8', fields: { specialist: 'id', act: 'hours_act', day: 'any_day', nonce: 'nonce' } },
  weekday: {
    code: 'B',
    fields: {
      ...{ specialist: 'id', act: 'weekday_act', weekday: 'weekday' },
      ...{ from: 'clock', to: 'clock', days: 'weekdays', half: 'flag' },
    },
  },
  rules: { code: '9', fields: { act: 'rules_act', rule: 'rule', number: 'page', nonce: 'nonce' } },
  audit: { code: 'X', fields: { act: 'audit_act', person: 'long', what: 'audit_what', number: 'long' } },
  // `number`: a page, how many days, or a switch.
  broadcast: {
    code: 'A',
    fields: {
      ...{ act: 'broadcast_act', broadcast: 'any_id', service: 'any_id' },
      ...{ number: 'page', at: 'any_instant', nonce: 'nonce' },
    },
  },
  service_admin: { code: 'Y', fields: { part: 'service_part', service: 'id' } },
} as const satisfies Record<string, { code: string; fields: Record<string, FieldName> }>;

type Targets = typeof TARGETS;
type Screen = keyof Targets;
type FieldsOf<S extends Screen> = Targets[S]['fields'];

/** Where a button leads. */
export type TargetOf<S extends Screen> = { readonly screen: S } & {
  readonly [F in keyof FieldsOf<S>]: FieldValue<FieldsOf<S>[F] & FieldName>;
};
export type Target = { [S in Screen]: TargetOf<S> }[Screen];

type AnyField = { width: number; write: (value: unknown) => string; read: (text: string) => unknown };

/** The layouts once more, without their types, for the loops below. */
const LAYOUTS = Object.entries(TARGETS).map(([screen, { code, fields }]) => {
  const columns = Object.entries(fields).map(([name, kind]) => ({ name, field: FIELDS[kind] as AnyField }));
  const length = 2 + columns.reduce((sum, { field }) => sum + field.width, 0);
  return { screen, prefix: VERSION + code, columns, length };
});
const BY_SCREEN = new Map(LAYOUTS.map((layout) => [layout.screen, layout]));
const BY_PREFIX = new Map(LAYOUTS.map((layout) => [layout.prefix, layout]));
if (BY_PREFIX.size < LAYOUTS.length) throw new TypeError('Two buttons have the same code.');

/** What a button carries: ASCII, at most 64 bytes. */
export const writeTarget = (target: Target): string => {
  const layout = BY_SCREEN.get(target.screen);
  if (layout === undefined) throw new TypeError(`No layout for ${target.screen}`);
  const values: Record<string, unknown> = target;
  let data = layout.prefix;
  for (const { name, field } of layout.columns) data += field.write(values[name]);
  return data;
};

/** Reads callback data as if it were forged; undefined for another version and for anything we never write. */
export const readTarget = (data: string): Target | undefined => {
  const layout = BY_PREFIX.get(data.slice(0, 2));
  if (layout === undefined || data.length !== layout.length) return undefined;
  const target: Record<string, unknown> = { screen: layout.screen };
  let from = 2;
  for (const { name, field } of layout.columns) {
    const value = field.read(data.slice(from, from + field.width));
    if (value === undefined) return undefined;
    target[name] = value;
    from += field.width;
  }
  return target as Target;
};

/** The part of a nonce that fits into a button. */
export const nonceOf = (update_id: number): number => update_id % 36 ** FIELDS.nonce.width;
