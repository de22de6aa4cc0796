import type { Place } from '../../e2e/support/at-end.ts';
import type { Rows } from '../../e2e/support/database.ts';
import { openShop } from '../lib/shop.ts';
import type { Findings, Torture } from '../lib/torture.ts';
import { check, PLAN } from './bookings.ts';
import { readFacts } from './facts.ts';
import { storm } from './storm.ts';

/**
 * Makes the locks of one kind (the seed of their hash) locks of nobody: in this database alone a function of ours
 * stands before PostgreSQL's, and gives another number every time.
 */
const unlock = (seed: number) => `
  create function public.hashtextextended(what text, kind bigint) returns bigint language sql volatile as $$
    select case when kind = ${seed} then (random() * 9e18)::bigint else pg_catalog.hashtextextended(what, kind) end $$;
  do $$ begin execute format('alter database %I set search_path = public, pg_catalog', current_database()); end $$`;

/** What guards a promise, taken away; and how what goes wrong then begins. */
export const GUARDS = {
  overlap: {
    guard: 'the exclusion constraint and the lock of a specialist',
    remove: `alter table reservations drop constraint reservations_no_overlap; ${unlock(1)}`,
    found: /^overlap/,
  },
  limit: { guard: 'the lock of a client', remove: unlock(2), found: /^limit/ },
} as const;

/**
 * The same people without a guard, on a quiet day: the checks have to find what went wrong. Over as soon as they do,
 * or after `seconds`.
 */
export const withoutGuard = async (
  t: Place,
  name: keyof typeof GUARDS,
  run: { people: number; seconds: number; seed: number },
): Promise<{ found: number; seconds: number }> => {
  const { remove, found } = GUARDS[name];
  const shop = await openShop(t, PLAN, (rows: Rows) => rows(remove));
  let rows: Rows | undefined;
  const isEnough = async (): Promise<boolean> => {
    rows ??= await shop.ask();
    const facts = await readFacts(rows, shop.tenant_id);
    return check(facts, shop, { writes: [] }).some((sentence) => found.test(sentence));
  };
  const ended = await storm(t, shop, { ...run, blow_every_ms: null, tell: () => {}, isEnough });
  const facts = await readFacts(await shop.open(), shop.tenant_id);
  const wrong = check(facts, shop, ended.record).filter((sentence) => found.test(sentence));
  return { found: wrong.length, seconds: ended.seconds };
};

const PEOPLE = 24;
const WITHIN_SECONDS = 10;

/** Whether the checks of `bookings` can find anything at all. */
export const controls: Torture = async (t, { seconds, seed }): Promise<Findings> => {
  const figures: Record<string, number> = {};
  const wrong: string[] = [];
  for (const name of Object.keys(GUARDS) as (keyof typeof GUARDS)[]) {
    const found = await withoutGuard(t, name, { people: PEOPLE, seconds: seconds ?? WITHIN_SECONDS, seed });
    figures[`${name}_found`] = found.found;
    figures[`${name}_found_after_seconds`] = Math.round(found.seconds * 10) / 10;
    if (found.found === 0) wrong.push(`without ${GUARDS[name].guard} nothing was found`);
  }
  return { what: 'the same clients without a guard: what it prevents must be found', figures, wrong };
};
