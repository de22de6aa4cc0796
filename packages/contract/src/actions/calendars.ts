import { z } from 'zod';
import { action, PEOPLE, STAFF } from '../action.ts';
import { Id, Instant, Language, pageOf, paging } from '../shapes.ts';

/** Why an outside calendar could not be read the last time; each has a sentence in the texts. */
export const CalendarError = z.enum([
  'address_refused',
  'not_found',
  'unreachable',
  'too_slow',
  'too_large',
  'not_a_calendar',
  'too_complex',
  'address_lost',
]);
export type CalendarError = z.output<typeof CalendarError>;

const Feed = z.object({
  id: Id,
  specialist_id: Id.nullable(),
  client_id: Id.nullable(),
  language: Language.describe('Of the calendar: that of its owner’s chat'),
  created_at: Instant,
  revoked_at: Instant.nullable(),
  last_read_at: Instant.nullable().describe('To the hour'),
});

/** Whose feeds: nobody named means my own. */
const owner = {
  specialist_id: Id.optional().describe('Of this specialist; specialists have their own only'),
  client_id: Id.optional().describe('Of this client; clients have their own only'),
};

const Conflict = z.object({ booking_id: Id, starts_at: Instant, ends_at: Instant });

const Import = z.object({
  id: Id,
  specialist_id: Id,
  host: z.string().describe('Where it lies; the rest of the address is a secret'),
  state: z.enum(['waiting', 'working', 'failing']),
  error: CalendarError.nullable(),
  failures: z.int().describe('How often in a row it could not be read'),
  synced_at: Instant.nullable().describe('When it could last be read'),
  next_sync_at: Instant,
  events: z.int().describe('Events that take time'),
  unread_events: z.int().describe('Events that could not be understood'),
  conflict_count: z.int(),
  conflicts: z.array(Conflict).describe('The next bookings that an event meets, ten at most'),
  created_at: Instant,
});

const MAX_URL = 2000;

/** As the parser of addresses sees it: to it `https:\\user:pw@a.b` and `https:/user:pw@a.b` carry a password as well. */
const isWithoutPassword = (text: string): boolean => {
  const url = URL.parse(text.trim().replace(/^webcal:/i, 'https:'));
  return url !== null && url.username === '' && url.password === '';
};

/** `webcal:` is what calendar programs call an address to subscribe to. */
const CalendarUrl = z
  .url({ protocol: /^(https?|webcal)$/, error: 'must be an address such as https://calendar.example/me.ics' })
  .max(MAX_URL)
  .refine(isWithoutPassword, 'must not carry a name or a password')
  .meta({ examples: ['https://calendar.example/me.ics'] });

const STAFF_AND_PROGRAMS = [...STAFF, 'bot'] as const;

export const calendarActions = {
  'calendars.feed_create': action({
    summary: 'A new secret address of a calendar; the one before stops working',
    http: 'POST /calendar-feeds',
    status: 201,
    roles: [...PEOPLE, 'bot'],
    told_once: ['path'],
    input: z.strictObject(owner),
    output: z.object({
      ...Feed.shape,
      path: z.string().nullable().describe('Below the public address, told once: null when the call is repeated'),
    }),
  }),
  'calendars.feed_list': action({
    summary: 'Feeds, the newest first; people see their own, moderators and programs all',
    http: 'GET /calendar-feeds',
    roles: [...PEOPLE, 'bot'],
    input: z.strictObject({ ...owner, ...paging }),
    output: pageOf(Feed),
  }),
  'calendars.feed_revoke': action({
    summary: 'The address stops working at once',
    http: 'DELETE /calendar-feeds/{id}',
    roles: [...PEOPLE, 'bot'],
    input: z.strictObject({ id: Id }),
    output: Feed,
  }),
  'calendars.import_create': action({
    summary: 'Read an outside calendar as busy time of a specialist; specialists their own',
    http: 'POST /specialists/{specialist_id}/calendar-imports',
    status: 201,
    roles: STAFF_AND_PROGRAMS,
    input: z.strictObject({ specialist_id: Id, url: CalendarUrl }),
    output: Import,
  }),
  'calendars.import_list': action({
    summary: 'The outside calendars of a specialist: whether they can be read, and which bookings they meet',
    http: 'GET /specialists/{specialist_id}/calendar-imports',
    roles: STAFF_AND_PROGRAMS,
    input: z.strictObject({ specialist_id: Id, ...paging }),
    output: pageOf(Import),
  }),
  'calendars.import_sync': action({
    summary: 'Read an outside calendar now, at most once a minute',
    http: 'POST /calendar-imports/{id}/sync',
    roles: STAFF_AND_PROGRAMS,
    input: z.strictObject({ id: Id }),
    output: Import,
  }),
  'calendars.import_delete': action({
    summary: 'Forget an outside calendar; the busy time that came from it is free',
    http: 'DELETE /calendar-imports/{id}',
    roles: STAFF_AND_PROGRAMS,
    input: z.strictObject({ id: Id }),
    output: z.object({ id: Id }),
  }),
};
