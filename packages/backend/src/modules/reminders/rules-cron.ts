import { Cron } from 'croner';

/** A cron expression that has been read once and can be asked as often as one likes. */
export type CronRule = {
  /** The first instant after `after` (both Unix milliseconds); null when there is none any more. */
  readonly next: (after: number) => number | null;
};

/** What is wrong with an expression, in words that follow its name: "minute: 60 is too large". */
export type CronFault = { readonly rule: string };

/** Longer than anything anybody means; the parser need not look at it. */
const MAX_LENGTH = 200;

/**
 * Reads a cron expression of five fields, or six with seconds in front (docs/rules.md#cron), whose times are those of
 * the wall clock of `zone` (an IANA name). At clock changes Debian cron's rule holds: a fixed time that falls into a gap
 * fires once right after it, one that comes twice fires the first time; a rule whose hour or minute begins with `*`
 * follows the wall clock.
 */
export const readCron = (expression: string, zone: string, now: number): CronRule | CronFault => {
  const fields = expression.trim().split(/\s+/);
  if (expression.length > MAX_LENGTH) return { rule: `must not be longer than ${MAX_LENGTH} characters` };
  if (fields.length !== 5 && fields.length !== 6)
    return { rule: 'must have five fields, or six with seconds in front' };
  try {
    const cron = new Cron(plain(fields), {
      paused: true,
      timezone: zone,
      mode: '5-or-6-parts',
      fixedTimeRule: 'no-wildcard',
    });
    const next = (after: number) => cron.nextRun(new Date(after))?.getTime() ?? null;
    return next(now) === null ? { rule: 'names a time that never comes' } : { next };
  } catch (error) {
    if (error instanceof Error) return { rule: inWords(error.message) };
    throw error;
  }
};

/**
 * Steps inside a range are written out, `9-17/4` as `9,13,17`, and so are all steps of the seconds: the library takes
 * every step for a rule that follows the wall clock, but only an hour or a minute that begins with `*` makes one.
 */
const plain = (fields: readonly string[]): string => {
  const seconds = fields.length === 6 ? fields.slice(0, 1) : [];
  const others = fields.slice(seconds.length);
  return [...seconds.map((field) => field.replace(/^\*/, '0-59')), ...others].map(withoutSteps).join(' ');
};

const withoutSteps = (field: string): string => field.split(',').map(writeOut).join(',');

const writeOut = (part: string): string => {
  const [, from, to, step] = /^(\d{1,2})-(\d{1,2})\/(\d{1,2})$/.exec(part) ?? [];
  if (from === undefined || to === undefined || Number(step) === 0 || Number(from) > Number(to)) return part;
  const count = Math.floor((Number(to) - Number(from)) / Number(step)) + 1;
  return Array.from({ length: count }, (_, index) => Number(from) + index * Number(step)).join(',');
};

/** The library's sentence without its own name in front. */
const inWords = (message: string): string => message.replace(/^Cron(Pattern)?: /, '').replace(/\.$/, '');
