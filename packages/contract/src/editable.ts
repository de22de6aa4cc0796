import { z } from 'zod';
import type { Role } from './action.ts';
import { Tags } from './actions/clients.ts';
import { roomSettings } from './actions/rooms.ts';
import { serviceSettings } from './actions/services.ts';
import { specialistSettings } from './actions/specialists.ts';
import { businessRules } from './actions/tenants.ts';
import type { Entity, FieldKind } from './entities.ts';
import { Email, Line, Name, Phone } from './shapes.ts';
import type { TextKey } from './texts.ts';

export type EditableField = {
  readonly kind: FieldKind;
  /** Its rule. */
  readonly schema: z.ZodType;
  readonly label: Extract<TextKey, `editing.${string}`>;
  /** Who may read and change it here. */
  readonly roles: readonly Role[];
  /** Whether it makes sense to give it the same value in many. */
  readonly many: boolean;
};

/** Prices, rules and the team are the owner's; a program speaks for the whole business. */
const OWNERS: readonly Role[] = ['super_admin', 'bot'];
const MANAGERS: readonly Role[] = ['moderator', ...OWNERS];
/** Specialists for their own clients only (docs/rules.md#bulk-edit). */
const STAFF: readonly Role[] = ['specialist', ...MANAGERS];

/** Kinds of what says who or what something is. */
const OF_ONE: readonly FieldKind[] = ['line', 'text', 'phone', 'email', 'translations'];

const field =
  (roles: readonly Role[]) =>
  (kind: FieldKind, schema: z.ZodType, label: EditableField['label']): EditableField => ({
    ...{ kind, schema, label, roles },
    many: !OF_ONE.includes(kind),
  });
const owners = field(OWNERS);
const managers = field(MANAGERS);
const staff = field(STAFF);

const service = serviceSettings;
const specialist = specialistSettings;
const rules = businessRules;

/**
 * All that can be edited, and nothing else can: no business a thing belongs to, no role, no status, no id, no time zone
 * (it moves hours). Each name is that of a column.
 */
export const EDITABLE: Readonly<Record<Entity, Readonly<Record<string, EditableField>>>> = {
  client: {
    name: managers('line', Name, 'editing.name'),
    phone: managers('phone', Phone.nullable(), 'editing.phone'),
    email: managers('email', Email.nullable(), 'editing.email'),
    tags: staff('tags', Tags, 'editing.tags'),
  },
  service: {
    name: owners('line', service.name, 'editing.title'),
    description: owners('text', service.description, 'editing.description'),
    translations: owners('translations', service.translations, 'editing.translations'),
    duration_minutes: owners('minutes', service.duration_minutes, 'editing.duration'),
    step_minutes: owners('minutes', service.step_minutes, 'editing.step'),
    buffer_before_minutes: owners('minutes', service.buffer_before_minutes, 'editing.buffer_before'),
    buffer_after_minutes: owners('minutes', service.buffer_after_minutes, 'editing.buffer_after'),
    price_minor: owners('money', service.price_minor, 'editing.price'),
    currency: owners('currency', service.currency, 'editing.currency'),
    deposit_minor: owners('money', service.deposit_minor, 'editing.deposit'),
    capacity: owners('number', service.capacity, 'editing.capacity'),
    min_notice_minutes: owners('minutes', service.min_notice_minutes, 'editing.min_notice'),
    horizon_days: owners('number', service.horizon_days, 'editing.horizon'),
    packed: owners('yes_no', service.packed, 'editing.packed'),
    position: owners('number', service.position, 'editing.position'),
    active: owners('yes_no', z.boolean(), 'editing.active'),
  },
  specialist: {
    name: owners('line', specialist.name, 'editing.name'),
    description: owners('text', specialist.description, 'editing.description'),
    translations: owners('translations', specialist.translations, 'editing.translations'),
    position: owners('number', specialist.position, 'editing.position'),
    active: owners('yes_no', z.boolean(), 'editing.active'),
  },
  room: {
    name: owners('line', roomSettings.name, 'editing.title'),
    translations: owners('translations', roomSettings.translations, 'editing.translations'),
    position: owners('number', roomSettings.position, 'editing.position'),
    active: owners('yes_no', z.boolean(), 'editing.active'),
  },
  business: {
    name: owners('line', Name, 'editing.title'),
    phone: owners('phone', Phone.nullable(), 'editing.phone'),
    address: owners('line', Line.max(200).nullable(), 'editing.address'),
    country: owners('country', rules.country, 'editing.country'),
    max_future_bookings: owners('number', rules.max_future_bookings, 'editing.max_future_bookings'),
    cancel_notice_minutes: owners('minutes', rules.cancel_notice_minutes, 'editing.cancel_notice'),
    phone_needed: owners('yes_no', rules.phone_needed, 'editing.phone_needed'),
    reminder_minutes: owners('minutes_list', rules.reminder_minutes, 'editing.reminders'),
    review_request_minutes: owners('minutes', rules.review_request_minutes, 'editing.review_request'),
    hold_minutes: owners('minutes', rules.hold_minutes, 'editing.hold'),
    complete_after_minutes: owners('minutes', rules.complete_after_minutes, 'editing.complete_after'),
    waitlist_hold_minutes: owners('minutes', rules.waitlist_hold_minutes, 'editing.waitlist_hold'),
    series_horizon_days: owners('number', rules.series_horizon_days, 'editing.series_horizon'),
    series_hour: owners('hour', rules.series_hour, 'editing.series_hour'),
    quiet_from_hour: owners('hour', rules.quiet_from_hour, 'editing.quiet_from'),
    quiet_to_hour: owners('hour', rules.quiet_to_hour, 'editing.quiet_to'),
  },
};

/** What a role may edit of something, by the name of the field; empty: nothing of it. */
export const editableBy = (role: Role, entity: Entity): [string, EditableField][] =>
  Object.entries(EDITABLE[entity]).filter(([, { roles }]) => roles.includes(role));

/** The changes a role may make of something; fields that are left out stay. */
export const changesBy = (role: Role, entity: Entity): z.ZodObject =>
  z.strictObject(Object.fromEntries(editableBy(role, entity).map(([name, { schema }]) => [name, schema.optional()])));

/** The changes a role may make of many things of a kind at once. */
export const manyChangesBy = (role: Role, entity: Entity): z.ZodObject => {
  const fields = editableBy(role, entity).filter(([, { many }]) => many);
  return z.strictObject(Object.fromEntries(fields.map(([name, { schema }]) => [name, schema.optional()])));
};

/** The rule of a field as JSON Schema, as whoever makes a form reads it. */
export const ruleOfField = (schema: z.ZodType): Record<string, unknown> => {
  const { $schema: _dialect, ...rule } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rule;
};
