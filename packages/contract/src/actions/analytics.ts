import { z } from 'zod';
import { action, STAFF } from '../action.ts';
import { Day, Id } from '../shapes.ts';
import { BookingStatus } from './bookings.ts';

/** The longest period that is looked at in one go, in days. */
export const MAX_PERIOD_DAYS = 366;

const PERIODS = ['this_week', 'last_week', 'this_month', 'last_month'] as const;

const period = {
  period: z.enum(PERIODS).optional().describe('In the time zone of the business; left out, with the days: this month'),
  from: Day.optional().describe('The first day, with `to` and without `period`'),
  to: Day.optional().describe('The last day'),
};

const Count = z.int().min(0);
const Minutes = z.int().min(0);

const Summary = z.object({
  from: Day,
  to: Day,
  time_zone: z.string(),
  bookings: z.record(BookingStatus, Count).describe('By what became of them, by their start'),
  no_show_rate: z.number().nullable().describe('Missed ones among those whose time came; null: there were none'),
  clients: z
    .object({ new: Count, returning: Count })
    .describe('Who was booked: for the first time ever, or not; cancelled bookings aside'),
  days: z.array(z.object({ date: Day, bookings: Count })).describe('Every day of the period'),
  hours: z
    .array(
      z.object({
        weekday: z.int().min(0).max(6).describe('0 = Sunday'),
        hour: z.int().min(0).max(23),
        bookings: Count,
      }),
    )
    .describe('Hours of the week in which visits begin, the busiest first; those without are left out'),
  services: z
    .array(z.object({ id: Id, name: z.string(), bookings: Count }))
    .describe('The most popular first; ten at most'),
  specialists: z.array(
    z.object({
      id: Id,
      name: z.string(),
      booked_minutes: Minutes.describe('Of the bookable ones, with buffers'),
      bookable_minutes: Minutes.describe('Working hours without breaks, time off and outside appointments'),
    }),
  ),
  money: z
    .array(z.object({ currency: z.string(), amount_minor: Count }))
    .nullable()
    .describe('Prices of the visits that took place; for the administrator'),
});

const STAFF_AND_PROGRAMS = [...STAFF, 'bot'] as const;
const input = z.strictObject({ ...period, specialist_id: Id.optional().describe('Specialists see their own only') });

export const analyticsActions = {
  'analytics.summary': action({
    summary: 'How business goes: bookings, clients, load, money of a period',
    http: 'GET /analytics/summary',
    roles: STAFF_AND_PROGRAMS,
    input,
    output: Summary,
  }),
  'analytics.chart': action({
    summary: 'The same as a picture: bookings by day, and the load',
    http: 'GET /analytics/chart',
    roles: STAFF_AND_PROGRAMS,
    input,
    output: z.object({ png_base64: z.string().describe('A PNG'), summary: Summary }),
  }),
  'analytics.export': action({
    summary: 'The bookings of a period as a CSV file, 20,000 at most',
    http: 'GET /analytics/bookings.csv',
    roles: ['super_admin', 'bot'],
    file: 'text/csv',
    input: z.strictObject(period),
    output: z.string(),
  }),
};
