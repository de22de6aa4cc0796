import type { Place } from '../../e2e/support/at-end.ts';
import { openShop, type Shop, type ShopPlan } from '../lib/shop.ts';
import type { Findings, Torture } from '../lib/torture.ts';
import { findBrokenPromises } from './check-promises.ts';
import { findOverlaps, findPastFaults } from './check-time.ts';
import { findHalfMade } from './check-whole.ts';
import { type Facts, readFacts } from './facts.ts';
import { figuresOf, tellFaults } from './figures.ts';
import type { Notes } from './notes.ts';
import { type Blow, storm } from './storm.ts';

/** A few busy specialists, services of unequal length with and without buffers, and one with seats. */
export const PLAN: ShopPlan = {
  specialists: 4,
  clients: 120,
  chats: 30,
  limit: 3,
  services: [
    {
      name: 'Haircut',
      duration_minutes: 60,
      step_minutes: 15,
      buffer_before_minutes: 5,
      buffer_after_minutes: 10,
      capacity: 1,
      givers: 4,
    },
    {
      name: 'Shave',
      duration_minutes: 30,
      step_minutes: 30,
      buffer_before_minutes: 0,
      buffer_after_minutes: 0,
      capacity: 1,
      givers: 4,
    },
    {
      name: 'Class',
      duration_minutes: 60,
      step_minutes: 60,
      buffer_before_minutes: 0,
      buffer_after_minutes: 0,
      capacity: 5,
      givers: 2,
    },
  ],
};

const REMINDER_MINUTES = [1440, 120, 60];
const PEOPLE = 24;
const BLOW_EVERY_MS = 4_000;
const LONG_SECONDS = 300;

/** How soon somebody must be able to book again, in milliseconds. */
const BACK_WITHIN_MS = { 'server killed': 3_000, 'PostgreSQL killed': 5_000 } as const;

/** Everything that is wrong with what is left behind. */
export const check = (
  facts: Facts,
  { plan, service_ids, client_ids }: Shop,
  { writes }: Pick<Notes, 'writes'>,
): string[] => {
  const services = new Map(
    plan.services.map((one, place) => [
      service_ids[place] ?? '',
      { before_minutes: one.buffer_before_minutes, after_minutes: one.buffer_after_minutes, capacity: one.capacity },
    ]),
  );
  return [
    ...findOverlaps(facts),
    ...findPastFaults(facts, { limit: plan.limit, services }),
    ...findBrokenPromises(facts, writes),
    ...findHalfMade(facts, { chats: new Set(client_ids.slice(0, plan.chats)), reminder_minutes: REMINDER_MINUTES }),
  ];
};

/** Somebody could book again after every blow. */
const checkReturns = (blows: readonly Blow[]): string[] =>
  blows.flatMap(({ name, back_ms }) => (back_ms === null ? [`after "${name}" nobody could book again`] : []));

/** And soon enough, and away at no other time: promises for a machine that has nothing else to do. */
const checkTimes = (figures: Findings['figures']): string[] => {
  const { unavailable_without_a_blow: causeless = 0 } = figures;
  const late = Object.entries(BACK_WITHIN_MS).flatMap(([name, within]) => {
    const took = figures[`first booking after ${name}, worst_ms`] ?? 0;
    return took > within ? [`after "${name}" the first booking took ${took} ms and not ${within}`] : [];
  });
  return causeless === 0 ? late : [...late, `${causeless} times unavailable while nothing was wrong`];
};

/** A run with blows and all checks; `people` at once for `seconds`. */
export const tortureBookings = async (
  t: Place,
  run: {
    people: number;
    seconds: number;
    seed: number;
    blow_every_ms: number | null;
    tell: (sentence: string) => void;
  },
): Promise<Findings> => {
  const shop = await openShop(t, PLAN);
  const ended = await storm(t, shop, run);
  const facts = await readFacts(await shop.open(), shop.tenant_id);
  tellFaults(ended, run.tell);
  return {
    what: 'random clients over HTTP on a few busy specialists, with blows',
    figures: figuresOf(facts, ended),
    wrong: [
      ...ended.notes.wrong,
      ...ended.keeper.surprises,
      ...checkReturns(ended.blows),
      ...check(facts, shop, ended.notes),
    ],
  };
};

/** Blows for five minutes, with the times of return. */
export const bookings: Torture = async (t, { seconds, seed, tell }) => {
  const run = { people: PEOPLE, seconds: seconds ?? LONG_SECONDS, seed, blow_every_ms: BLOW_EVERY_MS, tell };
  const findings = await tortureBookings(t, run);
  return { ...findings, wrong: [...findings.wrong, ...checkTimes(findings.figures)] };
};
