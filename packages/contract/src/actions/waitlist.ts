import { z } from 'zod';
import { action, PEOPLE } from '../action.ts';
import { Day, Id, Instant, pageOf, paging } from '../shapes.ts';
import { Booking, LivingMessage, NewClient } from './bookings.ts';

const Named = z.object({ id: Id, name: z.string() });

export const WaitlistStatus = z.enum(['waiting', 'offered', 'taken', 'left', 'expired']);

export const WaitlistEntry = z.object({
  id: Id,
  status: WaitlistStatus,
  client: z.object({ id: Id, name: z.string(), phone: z.string().nullable() }),
  service: Named,
  specialist: Named.nullable().describe('Nobody in particular: anybody who gives the service'),
  from_day: Day,
  to_day: Day,
  from_minute: z.int().nullable(),
  to_minute: z.int().nullable(),
  time_zone: z.string().describe('The zone of the days and minutes'),
  position: z.int().nullable().describe('The place in the queue, from 1; null when it is no longer in it'),
  offer: z
    .object({ booking_id: Id, starts_at: Instant, ends_at: Instant, specialist: Named, expires_at: Instant })
    .nullable()
    .describe('The time that is held for them at present'),
  created_at: Instant,
});
export type WaitlistEntry = z.output<typeof WaitlistEntry>;

const roles = [...PEOPLE, 'bot'] as const;
const OfferId = Id.describe(
  'Of the entry, or of the booking that is offered, which no later offer can be mistaken for',
);

export const waitlistActions = {
  'waitlist.join': action({
    summary: 'Wait for a time on one of these days; refused while one is free',
    http: 'POST /waitlist',
    status: 201,
    roles,
    input: z.strictObject({
      service_id: Id,
      specialist_id: Id.nullable().default(null).describe('Nobody named: anybody who gives the service'),
      from_day: Day,
      to_day: Day,
      from_minute: z.int().min(0).max(1439).optional().describe('The visit begins no earlier in the day'),
      to_minute: z.int().min(1).max(1440).optional().describe('The visit begins earlier in the day than this'),
      client: NewClient.optional().describe('Somebody new, by name and telephone; for staff and programs'),
      client_id: Id.optional().describe('A known client; for staff and programs'),
    }),
    output: WaitlistEntry,
  }),
  'waitlist.list': action({
    summary: 'Who waits, in the order of the queue: clients see themselves, specialists who waits for them, others all',
    http: 'GET /waitlist',
    roles,
    input: z.strictObject({
      status: z
        .enum(['open', ...WaitlistStatus.options, 'all'])
        .default('open')
        .describe('open: waiting or offered'),
      whose: z.enum(['mine']).optional().describe('mine: I am the client'),
      client_id: Id.optional(),
      service_id: Id.optional(),
      ...paging,
    }),
    output: pageOf(WaitlistEntry),
  }),
  'waitlist.leave': action({
    summary: 'Wait no longer; a time that is held goes to the next',
    http: 'DELETE /waitlist/{id}',
    roles,
    input: z.strictObject({ id: Id }),
    output: WaitlistEntry,
  }),
  'waitlist.take': action({
    summary: 'Take the time that is offered, while it is held',
    http: 'POST /waitlist/{id}/acceptance',
    roles,
    input: z.strictObject({ id: OfferId, message: LivingMessage.optional() }),
    output: Booking,
  }),
  'waitlist.decline': action({
    summary: 'Let the next have the time that is offered, and go on waiting',
    http: 'POST /waitlist/{id}/refusal',
    roles,
    input: z.strictObject({ id: OfferId }),
    output: WaitlistEntry,
  }),
};
