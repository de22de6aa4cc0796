import { z } from 'zod';

/** Nobody books outside these years, and neither side of a time zone's arithmetic leaves them. */
const NEAR_YEARS = /^(19|20|21)\d\d-/;

/** An instant in UTC as answers tell it, e.g. `2026-05-01T07:00:00Z`. */
export const Instant = z.iso
  .datetime()
  .regex(NEAR_YEARS, 'must lie between 1900 and 2199')
  .describe('An instant, e.g. 2026-05-01T07:00:00Z')
  .meta({ format: 'date-time', examples: ['2026-05-01T07:00:00Z'] });

/** No clock on earth is further from UTC. */
const NEAR_OFFSET = /(Z|[+-](0\d|1[0-3]):\d\d|[+-]14:00)$/;

/** `2026-05-01T10:00:00+03:00` → `2026-05-01T07:00:00Z`; whole seconds stay short. */
const toUtc = (text: string): string => new Date(text).toISOString().replace('.000Z', 'Z');

/** An instant as people and programs ask for it: with any offset of this world, turned into UTC. */
export const GivenInstant = z.iso
  .datetime({ offset: true })
  .regex(NEAR_YEARS, 'must lie between 1900 and 2199')
  .regex(NEAR_OFFSET, 'must have an offset between -14:00 and +14:00')
  .describe('An instant, e.g. 2026-05-01T07:00:00Z or 2026-05-01T10:00:00+03:00')
  .meta({ format: 'date-time', examples: ['2026-05-01T07:00:00Z'] })
  .transform(toUtc)
  .pipe(Instant);

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
  .describe('A local day, e.g. 2026-05-01');

/** A month of the calendar, e.g. `2026-05`. */
export const Month = z
  .string()
  .regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-05')
  .describe('A month, e.g. 2026-05');

export const Id = z.uuid();
export const Language = z.enum(['ru', 'en']);
export type Language = z.output<typeof Language>;

/** A name typed by a person: trimmed, without control characters. */
export const Name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}*$/u, 'must not contain control characters');

/** A few sentences typed by a person: trimmed, line breaks allowed, other control characters not. */
export const Note = z
  .string()
  .trim()
  .max(500)
  .regex(/^[\P{Cc}\n]*$/u, 'must not contain control characters');

/** A telephone number in international form; blanks, dashes and brackets are dropped. */
export const Phone = z
  .string()
  .transform((text) => text.replace(/[\s()-]/g, ''))
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
