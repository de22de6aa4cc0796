import { z } from 'zod';
import { action, type Versioned } from '../action.ts';
import { Instant, pageOf, paging } from '../shapes.ts';

/** A month in minutes. */
const MONTH = 43_200;

/** How many minutes before a visit somebody is reminded; the earliest reminder first. */
const Reminders = z
  .array(z.int().min(1).max(MONTH))
  .max(10)
  .transform((minutes) => [...new Set(minutes)].sort((a, b) => b - a));

/** What an owner decides about bookings. */
export const businessRules = {
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be two capital letters such as RU')
    .nullable()
    .describe('Whose way of writing telephone numbers holds where nobody says one; null: that of the time zone'),
  max_future_bookings: z.int().min(1).max(1000).describe('As many bookings ahead may a client have'),
  cancel_notice_minutes: z.int().min(0).max(MONTH).describe('Until so long before the start clients move and cancel'),
  phone_needed: z.boolean().describe('Whether clients book, and wait, only once their telephone number is known'),
  reminder_minutes: Reminders.describe('So long before a visit reminders come; an empty list: never'),
  review_request_minutes: z
    .int()
    .min(0)
    .max(10_080)
    .nullable()
    .describe('So long after a visit its client is asked for a review; 0 or null: never'),
  hold_minutes: z.int().min(1).max(1440).describe('So long a time is held for somebody who is still to confirm'),
  complete_after_minutes: z
    .int()
    .min(0)
    .max(10_080)
    .describe('So long after its end a visit that nobody has marked counts as done'),
  waitlist_hold_minutes: z
    .int()
    .min(1)
    .max(1440)
    .describe('So long a time that became free is held for somebody who waits'),
  series_horizon_days: z.int().min(7).max(730).describe('So many days ahead a series takes its time'),
  series_hour: z.int().min(0).max(23).describe('At this local hour series are carried on'),
  quiet_from_hour: z.int().min(0).max(23).describe('From this local hour on no broadcast is sent'),
  quiet_to_hour: z.int().min(0).max(23).describe('Until this local hour; the same as the first: at any hour'),
};

const Rules = z.object({ ...businessRules, reminder_minutes: z.array(z.int()) });

const VERSIONED: Versioned = { read: 'tenants.rules', fields: Object.keys(businessRules) };

/** What the business has decided is its owner's; a program speaks for the whole business. */
const OWNERS = ['super_admin', 'bot'] as const;

const Bot = z.object({
  bot_id: z.int(),
  username: z.string(),
  name: z.string(),
  kind: z.string(),
  state: z
    .enum(['ok', 'repaired', 'failing', 'unreachable', 'revoked', 'elsewhere', 'unknown'])
    .describe(
      'repaired: Telegram was told anew where its updates go; failing: Telegram cannot bring them; unreachable: Telegram could not be asked; revoked: its token does not hold; elsewhere: it runs on another server; unknown: nobody has looked yet',
    ),
  delivery: z.enum(['webhook', 'polling']).nullable().describe('How its updates come'),
  checked_at: Instant.nullable(),
  pending_updates: z.int().nullable().describe('What Telegram has for it and could not bring yet'),
  last_error: z.string().nullable().describe('What Telegram last complained of'),
  last_error_at: Instant.nullable(),
  last_update_at: Instant.nullable().describe('When somebody has last written or tapped, to some minutes'),
  repaired_at: Instant.nullable(),
  revoked_at: Instant.nullable(),
});

export const tenantActions = {
  'tenants.bots': action({
    summary: 'The bots of the business, and whether they are well',
    http: 'GET /bots',
    roles: OWNERS,
    input: z.strictObject({ ...paging }),
    output: pageOf(Bot),
  }),
  'tenants.rules': action({
    summary: 'What the business has decided about bookings',
    http: 'GET /settings/rules',
    roles: OWNERS,
    versioned: VERSIONED,
    input: z.strictObject({}),
    output: Rules,
  }),
  'tenants.update_rules': action({
    summary: 'Decide about bookings; it holds for what is booked from now on, and what is left out stays',
    http: 'PATCH /settings/rules',
    roles: OWNERS,
    versioned: VERSIONED,
    input: z.strictObject(z.object(businessRules).partial().shape),
    output: Rules,
  }),
};
