import { z } from 'zod';
import { areLines, isLine, isVisible } from './signs.ts';

/** Nobody asks about days outside these years. */
const NEAR_YEARS = /^(19|20|21)\d\d-/;

/** Answers reach a little further: a local day at the edge begins or ends in the next year, and so may a booking. */
const TOLD_YEARS = /^(1899|19\d\d|20\d\d|21\d\d|2200)-/;

/** An instant in UTC as answers tell it, e.g. `2026-05-01T07:00:00Z`. */
export const Instant = z.iso
  .datetime()
  .regex(TOLD_YEARS, 'must lie between 1899 and 2200')
  .describe('An instant, e.g. 2026-05-01T07:00:00Z')
  .meta({ format: 'date-time', examples: ['2026-05-01T07:00:00Z'] });

/** No clock on earth is further from UTC. */
const NEAR_OFFSET = /(Z|[+-](0\d|1[0-3]):\d\d|[+-]14:00)$/;

/** `2026-05-01T10:00:00+03:00` → `2026-05-01T07:00:00Z`; whole seconds stay short. */
const toUtc = (text: string): string =>
  // Most are of the very form already, and a preview brings them by the thousand.
  text.length === 20 && text.endsWith('Z') ? text : new Date(text).toISOString().replace('.000Z', 'Z');

/** An instant as people and programs ask for it: with any offset of this world, turned into UTC. */
export const GivenInstant = z.iso
  .datetime({ offset: true })
  .regex(NEAR_YEARS, 'must lie between 1900 and 2199')
  .regex(NEAR_OFFSET, 'must have an offset between -14:00 and +14:00')
  .describe('An instant, e.g. 2026-05-01T07:00:00Z or 2026-05-01T10:00:00+03:00')
  .meta({ format: 'date-time', examples: ['2026-05-01T07:00:00Z'] })
  .transform(toUtc)
  // What was moved by its offset may have left the years it was written in.
  .pipe(z.string().regex(NEAR_YEARS, 'must lie between 1900 and 2199'));

/** What clocks on the wall show, in the time zone named beside it. */
export const LocalTime = z
  .string()
  .max(30)
  .regex(/^(19|20|21)\d\d-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/, 'must be a local time such as 2026-03-02T18:00:00')
  .describe('A local time, e.g. 2026-03-02T18:00:00');

/** A day of the calendar, in the time zone that the answer names. */
export const Day = z.iso
  .date()
  .regex(NEAR_YEARS, 'must lie between 1900 and 2199')
  .describe('A local day, e.g. 2026-05-01')
  .meta({ format: 'date', examples: ['2026-05-01'] });

/** A month of the calendar, e.g. `2026-05`. */
export const Month = z
  .string()
  .regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-05')
  .describe('A month, e.g. 2026-05')
  .meta({ examples: ['2026-05'] });

/** A time of day as clocks on the wall show it, `09:00`. */
export const ClockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 09:00')
  .describe('A time of day, e.g. 09:00');

/** The same as an end; `24:00` ends the day. */
export const ClockEnd = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time of day such as 18:00, or 24:00')
  .describe('A time of day, e.g. 18:00; 24:00 is the end of the day');

const DURATION = 'must be a multiple of 5 minutes, from 5 minutes to 24 hours';

/** How long a service lasts, or how far its starts lie apart. */
export const DurationMinutes = z.int(DURATION).min(5, DURATION).max(1440, DURATION).multipleOf(5, DURATION);

/** In small letters, as the database tells it: one thing has one name, however it was written. */
export const Id = z.uuid().toLowerCase();
export const Language = z.enum(['ru', 'en']);
export type Language = z.output<typeof Language>;

const NO_CONTROLS = 'must not contain control characters';
const IN_SIGHT = 'must contain something that can be seen';

/** A few words in one line, typed by a person: trimmed, visible, without control characters (docs/rules.md#names). */
export const Line = z.string().trim().min(1).refine(isLine, NO_CONTROLS).refine(isVisible, IN_SIGHT);

/** A name typed by a person. */
export const Name = Line.max(100);

const Lines = z
  .string()
  .trim()
  .refine(areLines, NO_CONTROLS)
  .refine((text) => text === '' || isVisible(text), IN_SIGHT);

/** A few sentences typed by a person: trimmed, line breaks allowed, other control characters not. */
export const Note = Lines.max(500);

/** More than a few sentences, as in a review. */
export const LongNote = Lines.max(2000);

/** An address for letters; those that differ in case only are the same. */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email('must be an e-mail address'))
  .describe('An e-mail address');

/** A telephone number; what people put between its digits is dropped. */
export const Phone = z
  .string()
  .transform((text) => text.replace(/[\s()./\-\u2010-\u2015]/g, ''))
  .pipe(z.string().regex(/^\+?\d{7,15}$/, 'must be a telephone number such as +49 30 123456'))
  .describe('A telephone number, e.g. +4930123456');

/** Which page of a list, and how long its pages are. */
export const paging = {
  page: z.int().min(1).max(10_000).default(1),
  limit: z.int().min(1).max(100).default(20),
};

/** A page of a list. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), page: z.int(), limit: z.int(), total: z.int() });

/** What a name and a description are in the other languages of the business. */
export const Translations = z
  .partialRecord(Language, z.strictObject({ name: Name.optional(), description: Note.optional() }))
  .describe('By language, e.g. {"en": {"name": "Haircut"}}');

/** A part of a file that may be of any size. */
export const FilePart = z.object({
  text: z.string(),
  next: z.string().nullable().describe('What `after` has to be for the next part; null: this was the last'),
});

/** Where a part begins. */
export const after = z.string().max(200).optional().describe('`next` of the part before');

const WEBHOOK_RULE = 'must be an address such as https://assistant.example/events';

const isWithoutPassword = (text: string): boolean => {
  const url = URL.parse(text.trim());
  return url !== null && url.username === '' && url.password === '';
};

/** Where messages are posted that an outside program wants. */
export const WebhookUrl = z
  .url({ protocol: /^https?$/, error: WEBHOOK_RULE })
  .max(2000)
  .refine(isWithoutPassword, 'must not carry a name or a password')
  .meta({ examples: ['https://assistant.example/events'] });
