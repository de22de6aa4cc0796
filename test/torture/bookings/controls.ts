import type { Place } from '../../e2e/support/at-end.ts';
import type { Rows } from '../../e2e/support/database.ts';
import { GUARDS } from '../lib/guards.ts';
import { openShop } from '../lib/shop.ts';
import type { Findings, Torture } from '../lib/torture.ts';
import { check, PLAN } from './bookings.ts';
import { readFacts } from './facts.ts';
import { storm } from './storm.ts';

/** How the sentences begin that tell of what a guard would have prevented. */
const FOUND = { overlap: /^overlap/, limit: /^limit/ } as const;

/**
 * The same people without a guard, on a quiet day: the checks have to find what went wrong. Over as soon as they do,
 * or after `seconds`.
 */
export const withoutGuard = async (
  t: Place,
  name: keyof typeof FOUND,
  run: { people: number; seconds: number; seed: number },
): Promise<{ found: number; seconds: number }> => {
  const { remove } = GUARDS[name];
  const found = FOUND[name];
  const shop = await openShop(t, PLAN, (rows: Rows) => rows(remove));
  let rows: Rows | undefined;
  const isEnough = async (): Promise<boolean> => {
    rows ??= await shop.ask();
    const facts = await readFacts(rows, shop.tenant_id);
    return check(facts, shop, { writes: [] }).some((sentence) => found.test(sentence));
  };
  const ended = await storm(t, shop, { ...run, blow_every_ms: null, tell: () => {}, isEnough });
  const facts = await readFacts(await shop.open(), shop.tenant_id);
  const wrong = check(facts, shop, ended.notes).filter((sentence) => found.test(sentence));
  return { found: wrong.length, seconds: ended.seconds };
};

const PEOPLE = 24;
const WITHIN_SECONDS = 10;

/** Whether the checks of `bookings` can find anything at all. */
export const controls: Torture = async (t, { seconds, seed }): Promise<Findings> => {
  const figures: Record<string, number> = {};
  const wrong: string[] = [];
  for (const name of Object.keys(FOUND) as (keyof typeof FOUND)[]) {
    const found = await withoutGuard(t, name, { people: PEOPLE, seconds: seconds ?? WITHIN_SECONDS, seed });
    figures[`${name}_found`] = found.found;
    figures[`${name}_found_after_seconds`] = Math.round(found.seconds * 10) / 10;
    if (found.found === 0) wrong.push(`without ${GUARDS[name].guard} nothing was found`);
  }
  return { what: 'the same clients without a guard: what it prevents must be found', figures, wrong };
};
