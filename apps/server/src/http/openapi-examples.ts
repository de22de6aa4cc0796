import type { ActionName } from '@okno/contract';

type Schema = {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
};

export type Example = Readonly<Record<string, unknown>>;

/** Stands for an id of the reader's own. */
export const EXAMPLE_ID = '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b';

const START = '2026-05-04T10:00:00Z';

/** What fields of these names hold, where a schema says no more than their form. */
const BY_NAME: Example = {
  ...{ date: '2026-05-04', from: '2026-05-04', to: '2026-05-05', month: '2026-05', starts_at: START },
  ...{ from_day: '2026-05-04', to_day: '2026-05-05', first_day: '2026-06-11', last_day: '2026-06-12' },
  ...{ name: 'Vera', text: 'Prefers the chair at the window', description: 'Wash, cut and dry', phone: '+4930123456' },
  ...{ timezone: 'Europe/Berlin', time_zone: 'Europe/Berlin', currency: 'EUR', language: 'en', limit: 20, page: 1 },
  ...{ cron_expression: '0 9 * * 1-5', rrule: 'FREQ=WEEKLY;COUNT=4', starts_at_local: '2026-05-05T16:00:00' },
  ...{ payload: '{"topic":"water the plants"}', user_id: 42, telegram_id: 5_000_001, bot_id: 7_000_001, stars: 5 },
  ...{ url: 'https://calendar.example.org/me.ics', minutes: 15, duration_minutes: 60, step_minutes: 30 },
};

const CLIENT = { name: 'Vera', phone: '+4930123456' };
const INTERVAL = { from: '09:00', to: '18:00' };

/** Where what is needed makes no sense by itself: fields beside it, or instead of it. */
const OWN: { readonly [N in ActionName]?: Example } = {
  'bookings.create': { specialist_id: EXAMPLE_ID, client: CLIENT },
  'bookings.move': { starts_at: '2026-05-04T12:00:00Z' },
  'bookings.agenda': { specialist_id: EXAMPLE_ID },
  'broadcasts.create': { texts: { en: 'We are back from our holidays.' } },
  'calendars.feed_create': { specialist_id: EXAMPLE_ID },
  'clients.merge': { other_id: '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7c' },
  'scheduling.add_time_off': { first_day: '2026-06-11', last_day: '2026-06-12' },
  'tenants.update_rules': { cancel_notice_minutes: 240 },
  'waitlist.join': { client: CLIENT },
  'series.create': { client: CLIENT },
  'clients.create': CLIENT,
  'clients.update': { name: 'Vera' },
  'sessions.create': { ticket: 'dGlja2V0LW9mLXRoZS1wYWdlLXRoYXQtYXNrZWQtMTI', code: '123456' },
  'services.update': { price_minor: 2_500 },
  'specialists.update': { name: 'Maria' },
  'rooms.update': { name: 'The blue room' },
  'editing.change': { entity: 'client', changes: { name: 'Vera' } },
  'editing.bulk_preview': { entity: 'client', change: { add_tags: ['spring'] } },
  'editing.bulk_start': { entity: 'client', change: { add_tags: ['spring'] } },
  'reminders.create': { type: 'recurring', cron_expression: '0 9 * * 1-5', timezone: 'Europe/Berlin' },
  'reminders.update': { status: 'paused' },
  'scheduling.set_hours': { weekly: [{ days: [1, 2, 3, 4, 5], ...INTERVAL }] },
  'scheduling.set_override': { intervals: [INTERVAL] },
  'scheduling.preview': {
    now: '2026-05-01T08:00:00Z',
    window: { from: '2026-05-04T00:00:00Z', to: '2026-05-05T00:00:00Z' },
    mode: 'any',
    staff: [
      { time_zone: 'UTC', weekly: [{ days: [1, 2, 3, 4, 5], ...INTERVAL }], overrides: [], busy: [], bookings: [] },
    ],
  },
};

const sample = (schema: Schema, field: string): unknown => {
  if (schema.format === 'uuid') return EXAMPLE_ID;
  const fixed = [schema.const, fitting(schema, field), schema.enum?.[0], schema.examples?.[0]];
  const known = fixed.find((one) => one !== undefined);
  if (known !== undefined) return known;
  return schema.anyOf === undefined ? made(schema, field) : sample(schema.anyOf[0] ?? {}, field);
};

/** `from` is a day here and an instant or a time of day there. */
const fitting = ({ type, format, enum: names }: Schema, field: string): unknown => {
  if (names !== undefined || (format === 'date-time' && field !== 'starts_at')) return undefined;
  const value = BY_NAME[field];
  return value === undefined || type === undefined || kindOf(value) === type ? value : undefined;
};

const kindOf = (value: unknown): string => (typeof value === 'number' ? 'integer' : typeof value);

const made = (schema: Schema, field: string): unknown => {
  const makers: Readonly<Record<string, () => unknown>> = {
    object: () => exampleOfFields(schema),
    array: () => ((schema.minItems ?? 0) > 0 ? [sample(schema.items ?? {}, field)] : []),
    integer: () => Math.max(schema.minimum ?? 5, 5),
    boolean: () => true,
    string: () => (schema.format === 'date-time' ? START : 'Text'),
  };
  return makers[schema.type ?? 'string']?.();
};

const exampleOfFields = ({ properties = {}, required = [] }: Schema): Example =>
  Object.fromEntries(required.map((name) => [name, sample(properties[name] ?? {}, name)]));

/** An input that makes sense, of an action's schema: whatever is needed, and what belongs to it. */
export const exampleOf = (name: ActionName, input: object): Example => ({
  ...exampleOfFields(input as Schema),
  ...OWN[name],
});
