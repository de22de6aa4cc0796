import type { Place } from '../../e2e/support/at-end.ts';
import { atOnce, countDeadlocks, type OpenShop, openRunning, spread, statuses } from '../lib/crowd.ts';
import type { Reply, Wish } from '../lib/http.ts';
import type { ShopPlan } from '../lib/shop.ts';
import type { Findings, Torture } from '../lib/torture.ts';

const DAY_MS = 86_400_000;
const QUARTER_MS = 15 * 60_000;
/** From one round's slot to the next: an hour for the visit, so that rounds leave each other alone. */
const APART_MS = 2 * 60 * 60_000;
const A_DAY = 6;
/** Everybody knows by then, on a quiet machine. */
const WORST_MS = 300;

const planFor = (callers: number): ShopPlan => {
  const buffers = { buffer_before_minutes: 0, buffer_after_minutes: 0 };
  const visit = { name: 'Visit', duration_minutes: 60, step_minutes: 15, ...buffers, capacity: 1, givers: 1 };
  return { specialists: 1, clients: callers, chats: 0, limit: 1000, services: [visit] };
};

/** What callers of a round want: one start, or starts that differ by quarters of an hour and all overlap. */
const wishesOf = ({ service_ids, specialist_ids, client_ids }: OpenShop, round: number, equal: boolean): Wish[] => {
  const day = Math.floor(Date.now() / DAY_MS) * DAY_MS + (2 + Math.floor(round / A_DAY)) * DAY_MS;
  const hour_ms = day + 8 * 60 * 60_000 + (round % A_DAY) * APART_MS;
  return client_ids.map((client_id, caller) => ({
    method: 'POST',
    path: '/bookings',
    key: `race-${round}-${caller}`,
    body: {
      service_id: service_ids[0],
      specialist_id: specialist_ids[0],
      starts_at: new Date(hour_ms + (equal ? 0 : caller % 4) * QUARTER_MS).toISOString(),
      client_id,
    },
  }));
};

const verdict = (replies: readonly Reply[], round: number): string[] => {
  const { 201: won = 0, 409: lost = 0, ...others } = statuses(replies);
  if (won === 1 && lost === replies.length - 1 && Object.keys(others).length === 0) return [];
  return [`round ${round}: ${won} won, ${lost} lost, and ${JSON.stringify(others)}`];
};

/** Many callers for one time, round after round: half of the rounds for one start, half for starts that overlap. */
export const tortureRace = async (
  t: Place,
  { callers, rounds, guarded = true }: { callers: number; rounds: number; guarded?: boolean },
): Promise<Findings> => {
  const shop = await openRunning(t, planFor(callers), {
    connections: callers,
    without: guarded ? undefined : 'overlap',
  });
  const wrong: string[] = [];
  const ms: number[] = [];
  // The connections are opened and the program is warm before anything is measured.
  await atOnce(shop.send, Array<Wish>(callers).fill({ method: 'GET', path: '/services' }));
  for (let round = 0; round < rounds; round += 1) {
    const replies = await atOnce(shop.send, wishesOf(shop, round, round % 2 === 0));
    wrong.push(...verdict(replies, round));
    ms.push(...replies.map((reply) => reply.ms));
  }
  const [taken] = await shop.rows<{ count: number }>('select count(*)::int as count from bookings');
  if (taken?.count !== rounds) wrong.push(`${taken?.count} bookings after ${rounds} rounds`);
  const deadlocks = await countDeadlocks(shop.rows);
  if (deadlocks !== 0) wrong.push(`${deadlocks} deadlocks`);
  return {
    what: 'many callers over HTTP for one time: one gets it',
    figures: { callers, rounds, ...spread(ms), deadlocks },
    wrong,
  };
};

const CALLERS = 100;
const ROUNDS = 200;

export const race: Torture = async (t) => {
  const findings = await tortureRace(t, { callers: CALLERS, rounds: ROUNDS });
  const { worst_ms = Number.NaN } = findings.figures;
  const late = worst_ms <= WORST_MS ? [] : [`somebody waited ${worst_ms} ms and not ${WORST_MS} (on a quiet machine?)`];
  return { ...findings, wrong: [...findings.wrong, ...late] };
};
