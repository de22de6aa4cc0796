import { z } from 'zod';
import { action, STAFF, type Versioned } from '../action.ts';
import { ClockEnd, ClockTime, Day, GivenInstant, Id, Instant, Note, pageOf, paging } from '../shapes.ts';

/** Wall clock of the specialist; an end that is not after its start lies on the following day. */
export const ClockInterval = z.strictObject({ from: ClockTime, to: ClockEnd });
export type ClockInterval = z.output<typeof ClockInterval>;

const Weekday = z.int().min(0, 'must be 0 (Sunday) to 6').max(6, 'must be 0 (Sunday) to 6');

/** One line of a week: the same hours on some weekdays, for good or from one day to another. */
export const WeekRow = z.strictObject({
  days: z.array(Weekday).min(1).max(7).describe('Weekdays, 0 = Sunday'),
  from: ClockTime,
  to: ClockEnd,
  valid_from: Day.nullable().default(null).describe('The first day on which it holds'),
  valid_until: Day.nullable().default(null).describe('The last day on which it holds'),
});
export type WeekRow = z.output<typeof WeekRow>;

/** A day has a handful of breaks, not more. */
export const Intervals = z.array(ClockInterval).max(24);

/** A week of its own hours every day for several seasons; more would be much work for whoever compares them. */
export const Week = z.array(WeekRow).max(50);

const Absence = z.object({
  id: Id,
  kind: z.enum(['time_off', 'break']),
  starts_at: Instant,
  ends_at: Instant,
  note: z.string().nullable(),
});

/** What lies outside the working hours by now: it stays booked, and somebody may want to move it. */
export const outside_hours = z
  .array(z.object({ id: Id, starts_at: Instant, ends_at: Instant }))
  .describe('Reservations ahead that lie outside the working hours now; they stay. The first 100');

const Version = z.string().describe('Names this state for `If-Match`; the ETag as well');

const Hours = z.object({ id: Id, time_zone: z.string(), weekly: z.array(WeekRow), version: Version });
const Override = z.object({ id: Id, date: Day, intervals: z.array(ClockInterval) });

const VERSIONED: Versioned = { read: 'scheduling.hours', fields: ['time_zone', 'weekly'] };
/** A day without hours of its own has a state as well, so that two who give it some notice each other. */
const DAY_VERSIONED: Versioned = { read: 'scheduling.day_hours', fields: ['intervals'], by: ['id', 'date'] };

/** Specialists keep their own time; moderators, owners and programs anybody's. */
const KEEPERS = [...STAFF, 'bot'] as const;

export const hoursActions = {
  'scheduling.hours': action({
    summary: 'The weekly working hours of a specialist; specialists see their own',
    http: 'GET /specialists/{id}/hours',
    roles: KEEPERS,
    versioned: VERSIONED,
    input: z.strictObject({ id: Id }),
    output: Hours,
  }),
  'scheduling.set_hours': action({
    summary: 'Replace the weekly working hours of a specialist; what is booked stays',
    http: 'PUT /specialists/{id}/hours',
    roles: KEEPERS,
    versioned: VERSIONED,
    input: z.strictObject({ id: Id, weekly: Week }),
    output: z.object({ ...Hours.shape, before: z.array(WeekRow), outside_hours }),
  }),
  'scheduling.check_hours': action({
    summary: 'Which bookings ahead would lie outside these weekly hours; nothing is changed',
    http: 'POST /specialists/{id}/hours/check',
    reads: true,
    roles: KEEPERS,
    input: z.strictObject({ id: Id, weekly: Week }),
    output: z.object({ id: Id, outside_hours }),
  }),
  'scheduling.check_override': action({
    summary: 'Which bookings of a day would lie outside these hours; nothing is changed',
    http: 'POST /specialists/{id}/overrides/{date}/check',
    reads: true,
    roles: KEEPERS,
    input: z.strictObject({ id: Id, date: Day, intervals: Intervals.nullable().describe('null: the weekly hours') }),
    output: z.object({ id: Id, date: Day, outside_hours }),
  }),
  'scheduling.overrides': action({
    summary: 'The days on which other hours than the weekly ones hold, both ends included',
    http: 'GET /specialists/{id}/overrides',
    roles: KEEPERS,
    input: z.strictObject({ id: Id, from: Day, to: Day }),
    output: z.object({ id: Id, time_zone: z.string(), items: z.array(Override.omit({ id: true })) }),
  }),
  'scheduling.day_hours': action({
    summary: 'Whether a day has hours of its own, and which; null: the weekly ones hold',
    http: 'GET /specialists/{id}/hours/{date}',
    roles: KEEPERS,
    versioned: DAY_VERSIONED,
    input: z.strictObject({ id: Id, date: Day }),
    output: z.object({ id: Id, date: Day, intervals: z.array(ClockInterval).nullable(), version: Version }),
  }),
  'scheduling.override': action({
    summary: 'The hours that replace the weekly ones on a day',
    http: 'GET /specialists/{id}/overrides/{date}',
    roles: KEEPERS,
    versioned: DAY_VERSIONED,
    input: z.strictObject({ id: Id, date: Day }),
    output: Override,
  }),
  'scheduling.set_override': action({
    summary: 'Replace the hours of one day; without intervals the day is closed. What is booked stays',
    http: 'PUT /specialists/{id}/overrides/{date}',
    roles: KEEPERS,
    versioned: DAY_VERSIONED,
    input: z.strictObject({ id: Id, date: Day, intervals: Intervals }),
    output: z.object({ ...Override.shape, before: z.array(ClockInterval).nullable(), outside_hours }),
  }),
  'scheduling.remove_override': action({
    summary: 'Let the weekly hours hold again on a day',
    http: 'DELETE /specialists/{id}/overrides/{date}',
    roles: KEEPERS,
    versioned: DAY_VERSIONED,
    input: z.strictObject({ id: Id, date: Day }),
    output: z.object({ id: Id, date: Day, before: z.array(ClockInterval), outside_hours }),
  }),
  'scheduling.time_off': action({
    summary: 'When a specialist is away, and their breaks; in order, those that end from now on or after `from`',
    http: 'GET /specialists/{id}/time-off',
    roles: KEEPERS,
    input: z.strictObject({ id: Id, from: GivenInstant.optional(), to: GivenInstant.optional(), ...paging }),
    output: pageOf(Absence),
  }),
  'scheduling.add_time_off': action({
    summary: 'Take time off or a break, by whole days or by instants; refused with the list of what is in the way',
    http: 'POST /specialists/{id}/time-off',
    status: 201,
    roles: KEEPERS,
    input: z.strictObject({
      id: Id,
      kind: z.enum(['time_off', 'break']).default('time_off'),
      first_day: Day.optional().describe('Whole days in the time zone of the specialist'),
      last_day: Day.optional().describe('Included; left out: the first day alone'),
      starts_at: GivenInstant.optional().describe('Or exact instants'),
      ends_at: GivenInstant.optional(),
      note: Note.nullable().default(null),
    }),
    output: Absence,
  }),
  'scheduling.remove_time_off': action({
    summary: 'Be there again: the time can be booked',
    http: 'DELETE /specialists/{id}/time-off/{time_off_id}',
    roles: KEEPERS,
    input: z.strictObject({ id: Id, time_off_id: Id }),
    output: Absence,
  }),
};
