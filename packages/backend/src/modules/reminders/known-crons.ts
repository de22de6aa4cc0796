import { createBoundedMap } from '@okno/contract';
import { cronOf } from './rules.ts';
import type { CronRule } from './rules-cron.ts';

/** About 1 kB each; reading an expression takes longer than asking it. */
const KNOWN_CRONS = 10_000;

/** The rule of a reminder, `now` in Unix milliseconds; null when it comes once, or has no rule any more. */
export type Crons = (
  reminder: { readonly cron_expression: string | null; readonly timezone: string },
  now: number,
) => CronRule | null;

/** Expressions that have been read once. One that is no rule any more, because its zone is gone, is null. */
export const createCrons = (): Crons => {
  const known = createBoundedMap<CronRule>(KNOWN_CRONS);
  return ({ cron_expression, timezone }, now) => {
    if (cron_expression === null) return null;
    const key = `${timezone} ${cron_expression}`;
    const kept = known.get(key);
    if (kept !== undefined) return kept;
    const read = cronOf(cron_expression, timezone, now);
    if ('field' in read) return null;
    const rule = remembering(read);
    known.set(key, rule);
    return rule;
  };
};

/** Many wake at the same time by the same rule (`0 9 * * *`), and asking it takes longer than all the rest. */
const remembering = ({ next }: CronRule): CronRule => {
  let last: { readonly after: number; readonly answer: number | null } | undefined;
  return {
    next: (after) => {
      if (last?.after !== after) last = { after, answer: next(after) };
      return last.answer;
    },
  };
};
