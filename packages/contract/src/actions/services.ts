import { z } from 'zod';
import { action, EVERYBODY, STAFF, type Versioned } from '../action.ts';
import { DurationMinutes, Id, Language, Name, Note, pageOf, paging, Translations } from '../shapes.ts';

export const Service = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  duration_minutes: z.int(),
  step_minutes: z.int(),
  buffer_before_minutes: z.int(),
  buffer_after_minutes: z.int(),
  price_minor: z.int(),
  currency: z.string(),
  capacity: z.int(),
  min_notice_minutes: z.int(),
  horizon_days: z.int(),
  specialist_ids: z.array(Id),
});
export type Service = z.output<typeof Service>;

/** As its owner sees it: also what only they decide. */
const ServiceCard = z.object({
  ...Service.shape,
  translations: Translations,
  deposit_minor: z.int(),
  packed: z.boolean(),
  position: z.int(),
  active: z.boolean(),
  room_ids: z.array(Id).describe('It needs any one of them; none: it needs no room'),
});

/** What the owner decides by the form of a service. */
const VERSIONED: Versioned = {
  read: 'services.card',
  fields: [
    ...['name', 'description', 'translations', 'duration_minutes', 'step_minutes', 'buffer_before_minutes'],
    ...['buffer_after_minutes', 'price_minor', 'currency', 'deposit_minor', 'capacity', 'min_notice_minutes'],
    ...['horizon_days', 'packed', 'position', 'active', 'room_ids'],
  ],
};

/** Ten million of the largest currency unit; the column holds twice as much. */
const PriceMinor = z.int().min(0).max(1_000_000_000);
const BufferMinutes = z.int().min(0).max(720);

/** Everything about a service that its owner decides. */
export const serviceSettings = {
  name: Name,
  description: Note,
  translations: Translations,
  duration_minutes: DurationMinutes,
  step_minutes: DurationMinutes.describe('How far the starts lie apart'),
  buffer_before_minutes: BufferMinutes,
  buffer_after_minutes: BufferMinutes,
  price_minor: PriceMinor,
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency such as EUR'),
  deposit_minor: PriceMinor.describe('In minor units, at most the price'),
  capacity: z.int().min(1).max(1000).describe('Seats; 1 for an individual service'),
  min_notice_minutes: z.int().min(0).max(525_600),
  horizon_days: z.int().min(1).max(730),
  packed: z.boolean().describe('Also offer the starts that touch something taken'),
  position: z.int().min(0).max(10_000).describe('Its place in the list'),
};

/** What may be left out of a new service. */
const defaults = {
  description: Note.default(''),
  translations: Translations.default({}),
  step_minutes: serviceSettings.step_minutes.default(60),
  buffer_before_minutes: BufferMinutes.default(0),
  buffer_after_minutes: BufferMinutes.default(0),
  price_minor: PriceMinor.default(0),
  currency: serviceSettings.currency.optional().describe('Left out: that of the business'),
  deposit_minor: serviceSettings.deposit_minor.default(0),
  capacity: serviceSettings.capacity.default(1),
  min_notice_minutes: serviceSettings.min_notice_minutes.default(0),
  horizon_days: serviceSettings.horizon_days.default(60),
  packed: serviceSettings.packed.default(false),
  position: serviceSettings.position.default(0),
};

const Giver = z.object({
  id: Id.describe('Of the service'),
  specialist_id: Id,
  duration_minutes: z.int().nullable().describe('Null: as long as the service itself'),
  price_minor: z.int().nullable().describe('Null: the price of the service itself'),
});

/** Services and prices are the owner's; a program speaks for the whole business. */
const OWNERS = ['super_admin', 'bot'] as const;

const Wanted = Language.optional().describe('Of names and descriptions; left out: mine');

export const serviceActions = {
  'services.list': action({
    summary: 'The services that can be booked; staff and programs also see those that nobody gives yet',
    http: 'GET /services',
    roles: EVERYBODY,
    input: z.strictObject({ language: Wanted, ...paging }),
    output: pageOf(Service),
  }),
  'services.get': action({
    summary: 'One service',
    http: 'GET /services/{id}',
    roles: EVERYBODY,
    input: z.strictObject({ id: Id }),
    output: Service,
  }),
  'services.card': action({
    summary: 'Everything about a service, also when it is archived; for its owner',
    http: 'GET /services/{id}/card',
    roles: OWNERS,
    versioned: VERSIONED,
    input: z.strictObject({ id: Id }),
    output: ServiceCard,
  }),
  'services.create': action({
    summary: 'Offer something new',
    http: 'POST /services',
    status: 201,
    roles: OWNERS,
    input: z.strictObject({ ...serviceSettings, ...defaults }),
    output: ServiceCard,
  }),
  'services.update': action({
    summary: 'Change a service from now on; what is booked keeps its time and its price',
    http: 'PATCH /services/{id}',
    roles: OWNERS,
    versioned: VERSIONED,
    input: z.strictObject({ id: Id, ...z.object(serviceSettings).partial().shape }),
    output: ServiceCard,
  }),
  'services.archive': action({
    summary: 'Offer a service no more; what is booked stays',
    http: 'POST /services/{id}/archival',
    roles: OWNERS,
    versioned: VERSIONED,
    input: z.strictObject({ id: Id }),
    output: ServiceCard,
  }),
  'services.restore': action({
    summary: 'Offer an archived service again',
    http: 'DELETE /services/{id}/archival',
    roles: OWNERS,
    versioned: VERSIONED,
    input: z.strictObject({ id: Id }),
    output: ServiceCard,
  }),
  'services.set_rooms': action({
    summary: 'In which rooms a service takes place: any one of them, or none is needed',
    http: 'PUT /services/{id}/rooms',
    roles: OWNERS,
    versioned: VERSIONED,
    input: z.strictObject({ id: Id, room_ids: z.array(Id).max(100) }),
    output: ServiceCard,
  }),
  'services.givers': action({
    summary: 'Who gives a service, with a duration or a price of their own',
    http: 'GET /services/{id}/specialists',
    roles: [...STAFF, 'bot'],
    input: z.strictObject({ id: Id }),
    output: z.object({ items: z.array(Giver) }),
  }),
  'services.set_giver': action({
    summary: 'Let a specialist give a service, with a duration or a price of their own if need be',
    http: 'PUT /services/{id}/specialists/{specialist_id}',
    roles: OWNERS,
    input: z.strictObject({
      id: Id,
      specialist_id: Id,
      duration_minutes: DurationMinutes.nullable().default(null).describe('Null: as long as the service itself'),
      price_minor: PriceMinor.nullable().default(null).describe('Null: the price of the service itself'),
    }),
    output: Giver,
  }),
  'services.remove_giver': action({
    summary: 'Let a specialist give a service no more; what is booked stays',
    http: 'DELETE /services/{id}/specialists/{specialist_id}',
    roles: OWNERS,
    input: z.strictObject({ id: Id, specialist_id: Id }),
    output: Giver,
  }),
};
