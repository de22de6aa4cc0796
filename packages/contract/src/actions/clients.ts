import { z } from 'zod';
import { action, PEOPLE, STAFF, type Versioned } from '../action.ts';
import {
  after,
  Day,
  Email,
  FilePart,
  Id,
  Instant,
  Line,
  LocalTime,
  LongNote,
  Name,
  Phone,
  pageOf,
  paging,
} from '../shapes.ts';
import { BookingStatus } from './bookings.ts';
import { WaitlistStatus } from './waitlist.ts';

/** Most tags a client can be given. */
const MAX_TAGS = 20;

/** A word or two by which a business sorts its clients; "  VIP  Gold " and "vip gold" are the same tag. */
export const Tag = z
  .string()
  .transform((text) => text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase())
  .pipe(Line.max(40));

export const Tags = z
  .array(Tag)
  .max(100)
  .transform((tags) => [...new Set(tags)].sort())
  .pipe(z.array(z.string()).max(MAX_TAGS));

const Client = z.object({
  id: Id,
  name: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  telegram_id: z.int().nullable(),
  tags: z.array(z.string()),
  created_at: Instant,
  forgotten_at: Instant.nullable().describe('Whoever it was asked to be forgotten'),
  last_visit: Instant.nullable().describe('When the last visit that took place began'),
  upcoming: z.int().describe('Number of bookings ahead'),
});

const ClientCard = z.object({
  ...Client.shape,
  reachable: z.boolean().describe('Whether a bot of the business may write to them'),
  notes: z.int().describe('Number of notes'),
  record: z.object({
    visits: z.int().describe('Completed and missed ones'),
    completed: z.int(),
    no_shows: z.int(),
    cancelled: z.int(),
  }),
});

const Note = z.object({
  id: Id,
  text: z.string(),
  author: z.string().describe('The name of whoever wrote it'),
  at: Instant,
});

/** What the staff write down; visits and bookings come and go without them. */
const VERSIONED: Versioned = { read: 'clients.get', fields: ['name', 'phone', 'email', 'tags', 'forgotten_at'] };

const STAFF_AND_PROGRAMS = [...STAFF, 'bot'] as const;
const MANAGERS = ['moderator', 'super_admin'] as const;

const ExportedBooking = z.object({
  id: Id,
  status: BookingStatus,
  service: z.string(),
  specialist: z.string(),
  starts_at: Instant,
  ends_at: Instant,
  price_minor: z.int(),
  currency: z.string(),
  created_at: Instant,
});

const ExportedReview = z.object({
  booking_id: Id,
  stars: z.int(),
  text: z.string(),
  created_at: Instant,
  edited_at: Instant.nullable(),
  reply: z.string().nullable().describe('What the staff answered in public'),
});

const ExportedSeries = z.object({
  id: Id,
  service: z.string(),
  specialist: z.string(),
  time_zone: z.string(),
  starts_at_local: LocalTime,
  rrule: z.string(),
  exdates: z.array(z.string()),
  status: z.enum(['active', 'ended']),
  ends_before: Instant.nullable(),
  created_at: Instant,
});

const ExportedFeed = z
  .object({ id: Id, created_at: Instant, revoked_at: Instant.nullable(), last_read_at: Instant.nullable() })
  .describe('An address of their calendar; the address itself is known to nobody but them');

const ExportedWait = z.object({
  service: z.string(),
  specialist: z.string().nullable(),
  from_day: Day,
  to_day: Day,
  status: WaitlistStatus,
  created_at: Instant,
});

const ExportedSession = z.object({
  device: z.string(),
  created_at: Instant,
  last_seen_at: Instant,
  expires_at: Instant,
  revoked_at: Instant.nullable(),
});

export const clientActions = {
  'clients.list': action({
    summary: 'The clients; specialists see those who have or had a booking with them',
    http: 'GET /clients',
    roles: STAFF_AND_PROGRAMS,
    input: z.strictObject({
      search: Line.max(100)
        .optional()
        .describe('The beginning of a word of the name or of a tag, or digits of the telephone number'),
      tag: Tag.optional().describe('Who has exactly this tag'),
      sort: z.enum(['name', 'created_at', 'last_visit']).default('name'),
      order: z.enum(['asc', 'desc']).default('asc'),
      ...paging,
    }),
    output: pageOf(Client),
  }),
  'clients.export_list': action({
    summary: 'Clients as a table: a CSV file',
    http: 'GET /clients.csv',
    roles: ['super_admin', 'bot'],
    file: 'text/csv',
    parts: true,
    input: z.strictObject({
      search: Line.max(100).optional().describe('As in their list'),
      tag: Tag.optional().describe('Who has exactly this tag'),
      after,
    }),
    output: FilePart,
  }),
  'clients.get': action({
    summary: 'The card of a client: contacts, tags, record',
    http: 'GET /clients/{id}',
    roles: STAFF_AND_PROGRAMS,
    versioned: VERSIONED,
    input: z.strictObject({ id: Id }),
    output: ClientCard,
  }),
  'clients.create': action({
    summary: 'Write down a new client',
    http: 'POST /clients',
    status: 201,
    roles: [...MANAGERS, 'bot'],
    input: z.strictObject({ name: Name, phone: Phone.nullable().default(null), email: Email.nullable().default(null) }),
    output: ClientCard,
  }),
  'clients.update': action({
    summary: 'Change what is known of a client',
    http: 'PATCH /clients/{id}',
    roles: STAFF_AND_PROGRAMS,
    versioned: VERSIONED,
    input: z.strictObject({
      id: Id,
      name: Name.optional(),
      phone: Phone.nullable().optional(),
      email: Email.nullable().optional(),
    }),
    output: ClientCard,
  }),
  'clients.set_tags': action({
    summary: 'Give a client these tags and no others; case and blanks do not count',
    http: 'PUT /clients/{id}/tags',
    roles: STAFF_AND_PROGRAMS,
    versioned: VERSIONED,
    input: z.strictObject({ id: Id, tags: Tags }),
    output: ClientCard,
  }),
  'clients.list_notes': action({
    summary: 'What the staff have noted about a client, newest first; the client never sees it',
    http: 'GET /clients/{id}/notes',
    roles: STAFF_AND_PROGRAMS,
    input: z.strictObject({ id: Id, ...paging }),
    output: pageOf(Note),
  }),
  'clients.add_note': action({
    summary: 'Note something about a client',
    http: 'POST /clients/{id}/notes',
    status: 201,
    roles: STAFF_AND_PROGRAMS,
    input: z.strictObject({ id: Id, text: LongNote.min(1) }),
    output: Note,
  }),
  'clients.delete_note': action({
    summary: 'Take a note away; specialists only their own',
    http: 'DELETE /clients/{id}/notes/{note_id}',
    roles: STAFF_AND_PROGRAMS,
    input: z.strictObject({ id: Id, note_id: Id }),
    output: z.object({ id: Id }),
  }),
  'clients.merge': action({
    summary: 'Two clients are one person: everything of the other goes to this one',
    http: 'POST /clients/{id}/merge',
    roles: [...MANAGERS, 'bot'],
    input: z.strictObject({ id: Id.describe('Who remains'), other_id: Id }),
    output: ClientCard,
  }),
  'clients.link_phone': action({
    summary: 'My telephone number, as Telegram vouches for it: whoever was known by it here is me',
    http: 'PUT /me/phone',
    in_chat: true,
    roles: PEOPLE,
    input: z.strictObject({
      phone: Phone,
      contact_user_id: z.int().describe('Whose number it is, as the shared contact says'),
    }),
    output: z.object({ id: Id, name: z.string(), phone: z.string() }),
  }),
  'clients.export': action({
    summary: 'All that is kept about a client; their own, or anybody’s for the administrator',
    http: 'GET /clients/{id}/export',
    roles: PEOPLE,
    input: z.strictObject({ id: Id }),
    output: z.object({
      id: Id,
      name: z.string(),
      phone: z.string().nullable(),
      email: z.string().nullable(),
      telegram_id: z.int().nullable(),
      news: z.boolean().describe('Whether they want the news of the business'),
      created_at: Instant,
      chats: z.array(z.object({ bot_id: z.int(), language: z.string(), created_at: Instant })),
      sessions: z.array(ExportedSession),
      bookings: z.array(ExportedBooking),
      reviews: z.array(ExportedReview),
      series: z.array(ExportedSeries),
      waitlist: z.array(ExportedWait),
      calendars: z.array(ExportedFeed),
      notifications: z.array(z.object({ kind: z.string(), send_at: Instant, status: z.string() })),
    }),
  }),
  'clients.forget': action({
    summary: 'Forget a client: bookings ahead are cancelled, and nothing that names them remains',
    http: 'DELETE /clients/{id}',
    roles: PEOPLE,
    input: z.strictObject({ id: Id }),
    output: z.object({ id: Id }),
  }),
};
