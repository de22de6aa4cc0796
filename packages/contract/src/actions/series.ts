import { z } from 'zod';
import { action, EVERYBODY, PEOPLE, STAFF } from '../action.ts';
import { GivenInstant, Id, Instant, LocalTime, Note, pageOf, paging } from '../shapes.ts';
import { NewClient } from './bookings.ts';

/** Why an occurrence cannot take place: somebody has the time, nobody works then, or the client is there already. */
export const SeriesClash = z.enum(['past', 'taken', 'full', 'outside_hours', 'already_booked', 'not_offered']);
export type SeriesClash = z.output<typeof SeriesClash>;

/** When it recurs: an RFC 5545 rule at a wall-clock time. */
const recurrence = {
  starts_at_local: LocalTime,
  rrule: z.string().min(1).max(500).describe('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=10'),
  exdates: z.array(z.string().max(40)).max(500).default([]).describe('Left out: local times or instants'),
};

const Named = z.object({ id: Id, name: z.string() });

const SeriesCard = z.object({
  id: Id,
  status: z.enum(['active', 'ended']),
  ended_reason: z.enum(['finished', 'ended', 'moved']).nullable(),
  service: Named,
  specialist: Named,
  client: Named,
  time_zone: z.string(),
  starts_at_local: z.string(),
  rrule: z.string(),
  exdates: z.array(z.string()),
  /** Nothing takes place from this instant on, whatever the rule says. */
  ends_before: Instant.nullable(),
  /** Up to here every occurrence is booked, or told why not. */
  extended_until: Instant,
  /** The series of which this is the continuation. */
  follows: Id.nullable(),
  /** For staff and programs; null for clients. */
  note: z.string().nullable(),
  created_at: Instant,
});

const Occurrence = z.object({
  /** When the rule wants it. */
  occurrence_at: Instant,
  status: z.enum(['booked', 'clash', 'skipped', 'cancelled', 'moved']),
  clash: SeriesClash.nullable(),
  booking_id: Id.nullable(),
  /** When its booking is, which may have been moved alone. */
  starts_at: Instant.nullable(),
  /** Until when its client may cancel and move it; null: it is over, or not to be changed. */
  changeable_until: Instant.nullable(),
});

export const Series = z.object({ ...SeriesCard.shape, occurrences: z.array(Occurrence) });
export type Series = z.output<typeof Series>;

const STAFF_AND_PROGRAMS = [...STAFF, 'bot'] as const;

export const seriesActions = {
  'series.preview': action({
    summary: 'When a recurrence rule takes place, and for a service and a specialist whether each time clashes',
    http: 'POST /series/preview',
    reads: true,
    roles: EVERYBODY,
    input: z.strictObject({
      timezone: z.string().max(100),
      ...recurrence,
      limit: z.int().min(1).max(1000).default(100),
      service_id: Id.optional().describe('With specialist_id: look for clashes; for staff and programs'),
      specialist_id: Id.optional(),
    }),
    output: z.object({
      occurrences: z.array(z.object({ starts_at: Instant, clash: z.boolean(), reason: SeriesClash.optional() })),
    }),
  }),
  'series.create': action({
    summary: 'Book a recurring visit; its time is taken as far ahead as the business decides',
    http: 'POST /series',
    status: 201,
    roles: STAFF_AND_PROGRAMS,
    input: z.strictObject({
      service_id: Id,
      specialist_id: Id,
      client: NewClient.optional(),
      client_id: Id.optional(),
      timezone: z.string().max(100).optional().describe('Left out: that of the specialist'),
      ...recurrence,
      on_clash: z.enum(['refuse', 'skip']).default('refuse').describe('skip: leave out whatever clashes'),
      skip: z.array(GivenInstant).max(1000).default([]).describe('Occurrences to leave out in any case'),
      note: Note.optional(),
    }),
    output: Series,
  }),
  'series.list': action({
    summary: 'Series: a client sees their own, a specialist those they give, the others all',
    http: 'GET /series',
    roles: [...PEOPLE, 'bot'],
    input: z.strictObject({
      status: z.enum(['active', 'ended']).optional(),
      whose: z.enum(['mine']).optional().describe('mine: I am the client'),
      client_id: Id.optional(),
      specialist_id: Id.optional(),
      ...paging,
    }),
    output: pageOf(SeriesCard),
  }),
  'series.get': action({
    summary: 'One series with its occurrences, as far ahead as they are booked',
    http: 'GET /series/{id}',
    roles: [...PEOPLE, 'bot'],
    input: z.strictObject({ id: Id }),
    output: Series,
  }),
  'series.end': action({
    summary: 'End a series: this and the following are cancelled, or all; clients their own, until the notice',
    http: 'POST /series/{id}/end',
    roles: [...PEOPLE, 'bot'],
    input: z.strictObject({
      id: Id,
      from: GivenInstant.optional().describe('Left out: now, so all that lie ahead'),
      reason: Note.optional(),
    }),
    output: Series,
  }),
  'series.move': action({
    summary: 'Move one occurrence and the following to another time or specialist: they go on as a series of their own',
    http: 'POST /series/{id}/move',
    roles: STAFF_AND_PROGRAMS,
    input: z.strictObject({
      id: Id,
      from: GivenInstant.describe('The first occurrence that moves, when the rule wants it'),
      starts_at_local: LocalTime.describe('When it takes place from now on'),
      rrule: z.string().min(1).max(500).optional().describe('Left out: the same as before, on the new weekday'),
      specialist_id: Id.optional().describe('Left out: the same as before'),
      on_clash: z.enum(['refuse', 'skip']).default('refuse'),
      reason: Note.optional(),
    }),
    output: Series,
  }),
  'series.cancel_occurrence': action({
    summary: 'Cancel one occurrence, also one that is not booked yet; the rest stays',
    http: 'POST /series/{id}/occurrences/cancellation',
    roles: STAFF_AND_PROGRAMS,
    input: z.strictObject({
      id: Id,
      occurrence_at: GivenInstant.describe('When the rule wants it'),
      reason: Note.optional(),
    }),
    output: Series,
  }),
};
