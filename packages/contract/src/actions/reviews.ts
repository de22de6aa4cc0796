import { z } from 'zod';
import { action, EVERYBODY, PEOPLE, STAFF } from '../action.ts';
import { Id, Instant, LongNote, Note, pageOf, paging } from '../shapes.ts';

const Stars = z.int().min(1).max(5);

/** A review as anybody sees it; what only the staff may know is null for everybody else. */
export const Review = z.object({
  id: Id,
  stars: Stars,
  text: z.string(),
  author: z.string().describe('The name of the client, shortened: "Anna P."'),
  specialist: z.object({ id: Id, name: z.string() }),
  service: z.object({ id: Id, name: z.string() }),
  created_at: Instant,
  edited_at: Instant.nullable(),
  reply: z.object({ text: z.string(), at: Instant }).nullable().describe('What the staff answered'),
  visit: z
    .object({ booking_id: Id, client: z.object({ id: Id, name: z.string() }) })
    .nullable()
    .describe('For the staff: whose review it is, and of which visit'),
  missed: z.boolean().describe('For the staff: the visit was marked as missed later, so nobody else sees the review'),
  hidden: z.object({ reason: z.string(), at: Instant }).nullable().describe('For the staff: why nobody else sees it'),
});
export type Review = z.output<typeof Review>;

const MANAGERS = ['moderator', 'super_admin'] as const;

export const reviewActions = {
  'reviews.create': action({
    summary: 'Say how a visit was: once for each completed booking, by its client',
    http: 'POST /bookings/{id}/review',
    status: 201,
    roles: PEOPLE,
    input: z.strictObject({ id: Id.describe('Of the booking'), stars: Stars, text: LongNote.default('') }),
    output: Review,
  }),
  'reviews.update': action({
    summary: 'Change what I said of a visit, within a week',
    http: 'PATCH /bookings/{id}/review',
    roles: PEOPLE,
    input: z.strictObject({ id: Id.describe('Of the booking'), stars: Stars.optional(), text: LongNote.optional() }),
    output: Review,
  }),
  'reviews.list': action({
    summary: 'What clients say, newest first',
    http: 'GET /reviews',
    roles: EVERYBODY,
    input: z.strictObject({
      specialist_id: Id.optional(),
      service_id: Id.optional(),
      stars: Stars.optional(),
      shown: z
        .enum(['shown', 'hidden', 'all'])
        .default('shown')
        .describe('Others than shown: for moderators, administrators and programs'),
      ...paging,
    }),
    output: pageOf(Review),
  }),
  'reviews.reply': action({
    summary: 'Answer a review in public; null takes the answer back. Specialists answer those of their own visits',
    http: 'PUT /reviews/{id}/reply',
    roles: [...STAFF, 'bot'],
    input: z.strictObject({ id: Id, text: LongNote.min(1).nullable() }),
    output: Review,
  }),
  'reviews.hide': action({
    summary: 'Take a review out of the list and the average, with the reason',
    http: 'POST /reviews/{id}/hiding',
    roles: [...MANAGERS, 'bot'],
    input: z.strictObject({ id: Id, reason: Note.min(1) }),
    output: Review,
  }),
  'reviews.unhide': action({
    summary: 'Show a hidden review again',
    http: 'DELETE /reviews/{id}/hiding',
    roles: [...MANAGERS, 'bot'],
    input: z.strictObject({ id: Id }),
    output: Review,
  }),
};
