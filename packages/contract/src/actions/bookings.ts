import { z } from 'zod';
import { action, PEOPLE, STAFF } from '../action.ts';
import { after, Day, FilePart, GivenInstant, Id, Instant, Name, Note, Phone, pageOf, paging } from '../shapes.ts';
import { Slot } from './scheduling.ts';

export const BookingStatus = z.enum(['held', 'pending_payment', 'confirmed', 'completed', 'no_show', 'cancelled']);

export const Booking = z.object({
  id: Id,
  status: BookingStatus,
  starts_at: Instant,
  ends_at: Instant,
  /** The specialist's: the zone in which this booking is spoken of. */
  time_zone: z.string(),
  service: z.object({ id: Id, name: z.string() }),
  specialist: z.object({ id: Id, name: z.string() }),
  room: z.object({ id: Id, name: z.string() }).nullable().describe('Where; null: it needs no room, or is cancelled'),
  client: z.object({ id: Id, name: z.string(), phone: z.string().nullable() }),
  price_minor: z.int(),
  currency: z.string(),
  /** Until when the client may still move or cancel it themselves, its start if they were asked to move; staff always may. */
  changeable_until: Instant,
  /** Until when the time is kept, while the booking is held. */
  held_until: Instant.nullable(),
  created_at: Instant,
});
export type Booking = z.output<typeof Booking>;

export const NewClient = z.strictObject({ name: Name, phone: Phone });

/** The chat message that shows this booking and is edited through its life. */
export const LivingMessage = z.strictObject({ chat_id: z.int(), message_id: z.int().min(1) });

/** What a line of the history tells of a booking: the fields that a change touched. */
const Snapshot = z
  .object({
    status: BookingStatus,
    starts_at: Instant,
    ends_at: Instant,
    specialist: z.object({ id: Id, name: z.string() }),
    held_until: Instant.nullable(),
  })
  .partial();

const BookingChange = z.object({
  at: Instant,
  change: z.string().describe('created, held, confirmed, moved, completed, no_show, cancelled, …'),
  by: z.enum(['client', 'staff', 'program', 'system']).describe('As what they did it'),
  name: z.string().nullable().describe('Who it was; clients are told of themselves only'),
  before: Snapshot.nullable(),
  after: Snapshot.nullable(),
  reason: z.string().nullable().describe('Clients are not told what staff wrote down'),
});

/** Shorter delays are nobody's news, and after longer ones a visit is better moved. */
const LateMinutes = z.int().min(5).max(240);

const Delay = z.object({
  time_zone: z.string(),
  minutes: z.int(),
  visits: z.array(
    z.object({
      booking: Booking,
      late_minutes: z.int().describe('What the gaps before it leave of the delay'),
      expected_at: Instant.describe('When it is going to begin'),
      told_minutes: z.int().nullable().describe('The longest delay its client was told of before'),
      news: z
        .enum(['new', 'known', 'no_chat'])
        .describe('new: the client is told; known: told of it before; no_chat: only a call reaches them'),
    }),
  ),
});

const outside_rules = z
  .boolean()
  .default(false)
  .describe('Staff and programs only: whatever the hours, notice, horizon, grid and limit; never over what is taken');

export const bookingActions = {
  'bookings.create': action({
    summary: 'Book a slot; the database refuses what is taken',
    http: 'POST /bookings',
    status: 201,
    roles: [...PEOPLE, 'bot', 'assistant'],
    input: z.strictObject({
      service_id: Id,
      specialist_id: Id.nullable().default(null).describe('Nobody named: the one with the lightest day'),
      starts_at: GivenInstant,
      client: NewClient.optional().describe('Somebody new, by name and telephone; for staff and programs'),
      client_id: Id.optional().describe('A known client; for staff and programs'),
      hold: z.boolean().default(false).describe('Keep the slot for a while, to be confirmed'),
      outside_rules,
      message: LivingMessage.optional(),
    }),
    output: Booking,
  }),
  'bookings.confirm': action({
    summary: 'Confirm a booking that is held, while its time has not run out',
    http: 'POST /bookings/{id}/confirmation',
    roles: [...PEOPLE, 'bot'],
    input: z.strictObject({ id: Id, message: LivingMessage.optional() }),
    output: Booking,
  }),
  'bookings.move': action({
    summary: 'Move a booking to another time or specialist; clients until the notice, staff always',
    http: 'POST /bookings/{id}/move',
    roles: [...PEOPLE, 'bot', 'assistant'],
    input: z.strictObject({
      id: Id,
      starts_at: GivenInstant,
      specialist_id: Id.optional().describe('Left out: the same as before'),
      reason: Note.optional(),
      outside_rules,
      message: LivingMessage.optional(),
    }),
    output: Booking,
  }),
  'bookings.complete': action({
    summary: 'The visit took place; not before its start',
    http: 'POST /bookings/{id}/completion',
    roles: [...STAFF, 'bot'],
    input: z.strictObject({ id: Id }),
    output: Booking,
  }),
  'bookings.no_show': action({
    summary: 'The client did not come; not before the start',
    http: 'POST /bookings/{id}/no_show',
    roles: [...STAFF, 'bot'],
    input: z.strictObject({ id: Id }),
    output: Booking,
  }),
  'bookings.history': action({
    summary: 'Everything that happened to a booking, the latest first',
    http: 'GET /bookings/{id}/history',
    roles: [...PEOPLE, 'bot'],
    input: z.strictObject({ id: Id, ...paging }),
    output: pageOf(BookingChange),
  }),
  'bookings.repeat_offer': action({
    summary: 'The same again: free starts at the same weekday and time, or else the nearest',
    http: 'GET /bookings/{id}/repeat',
    roles: [...PEOPLE, 'bot'],
    input: z.strictObject({ id: Id }),
    output: z.object({
      service_id: Id,
      specialist_id: Id.nullable().describe('Nobody: the specialist of this booking no longer gives the service'),
      time_zone: z.string(),
      same_time: z.boolean().describe('Whether the starts are at the same weekday and time as this booking'),
      slots: z.array(Slot),
    }),
  }),
  'bookings.get': action({
    summary: 'One booking',
    http: 'GET /bookings/{id}',
    roles: [...PEOPLE, 'bot', 'assistant'],
    input: z.strictObject({ id: Id }),
    output: Booking,
  }),
  'bookings.list': action({
    summary: 'Bookings: a client sees their own, a specialist those of their clients, the others all',
    http: 'GET /bookings',
    roles: [...PEOPLE, 'bot', 'assistant'],
    input: z.strictObject({
      whose: z.enum(['mine', 'given']).optional().describe('mine: I am the client; given: I am the specialist'),
      status: BookingStatus.optional(),
      specialist_id: Id.optional(),
      client_id: Id.optional(),
      from: GivenInstant.optional().describe('Ending after this instant'),
      to: GivenInstant.optional().describe('Starting before this instant'),
      service_id: Id.optional(),
      sort: z.enum(['starts_at', 'created_at', 'price_minor']).default('starts_at'),
      order: z.enum(['asc', 'desc']).default('asc'),
      ...paging,
    }),
    output: pageOf(Booking),
  }),
  'bookings.export_list': action({
    summary: 'Bookings as a table, by their start: a CSV file with the times of the business’s clock',
    http: 'GET /bookings.csv',
    roles: ['super_admin', 'bot'],
    file: 'text/csv',
    parts: true,
    input: z.strictObject({
      status: BookingStatus.optional(),
      service_id: Id.optional(),
      specialist_id: Id.optional(),
      client_id: Id.optional(),
      from: GivenInstant.optional().describe('Starting at this instant or later'),
      to: GivenInstant.optional().describe('Starting before this instant'),
      after,
    }),
    output: FilePart,
  }),
  'bookings.agenda': action({
    summary: 'The day of a specialist: its bookings in order, in the time zone of the specialist',
    http: 'GET /bookings/agenda',
    roles: [...STAFF, 'bot'],
    input: z.strictObject({
      specialist_id: Id.optional().describe('Left out: myself'),
      date: Day.optional().describe('Left out: today'),
    }),
    output: z.object({
      time_zone: z.string(),
      date: Day,
      working: z.array(z.object({ starts_at: Instant, ends_at: Instant })),
      bookings: z.array(Booking),
    }),
  }),
  'bookings.delay': action({
    summary: 'Which visits begin later when a specialist is running late now, and who would be told',
    http: 'GET /specialists/{id}/delay',
    roles: [...STAFF, 'bot'],
    input: z.strictObject({ id: Id, minutes: LateMinutes }),
    output: Delay,
  }),
  'bookings.tell_late': action({
    summary: 'Tell the clients of these visits that the specialist is running late; nobody twice for the same delay',
    http: 'POST /specialists/{id}/delay',
    roles: [...STAFF, 'bot'],
    input: z.strictObject({ id: Id, minutes: LateMinutes }),
    output: Delay,
  }),
  'bookings.ask_to_move': action({
    summary: 'Ask the client of a visit to move it: they are told, with the nearest times; nobody is asked twice',
    http: 'POST /bookings/{id}/move-request',
    roles: [...STAFF, 'bot'],
    input: z.strictObject({ id: Id }),
    output: z.object({
      id: Id,
      news: z
        .enum(['new', 'known', 'no_chat'])
        .describe('new: the client is told; known: was told before; no_chat: only a call reaches them'),
    }),
  }),
  'bookings.cancel': action({
    summary: 'Cancel a booking; clients until the notice their business asks for, staff always',
    http: 'POST /bookings/{id}/cancellation',
    roles: [...PEOPLE, 'bot', 'assistant'],
    input: z.strictObject({ id: Id, reason: Note.optional() }),
    output: Booking,
  }),
};
