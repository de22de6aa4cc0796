import { percentile } from '../../../bench/lib/stats.ts';
import type { Place } from '../../e2e/support/at-end.ts';
import type { Rows } from '../../e2e/support/database.ts';
import { GUARDS } from './guards.ts';
import { createSender, type Reply, type Send, type Wish } from './http.ts';
import { type Keeper, keepRunning } from './keeper.ts';
import { openShop, type Shop, type ShopPlan } from './shop.ts';

/** A running program with a business in it, and somebody who speaks for that business. */
export type OpenShop = Shop & {
  readonly keeper: Keeper;
  readonly send: Send;
  readonly rows: Rows;
};

/** Opens a business and its program behind a proxy, for a control without one of its guards; all closed at the end. */
export const openRunning = async (
  t: Place,
  plan: ShopPlan,
  { connections, without }: { connections: number; without?: keyof typeof GUARDS | undefined },
): Promise<OpenShop> => {
  const shop = await openShop(t, plan, async (rows) => {
    if (without !== undefined) await rows(GUARDS[without].remove);
  });
  const keeper = await keepRunning(t, shop.settings);
  const send = createSender(t, { url: keeper.proxy.url, tenant: shop.slug, connections });
  return { ...shop, keeper, send, rows: await shop.ask() };
};

/** Sends everything at once and waits for all answers. */
export const atOnce = (send: Send, wishes: readonly Wish[]): Promise<Reply[]> => Promise.all(wishes.map(send));

/** How often each status was answered. */
export const statuses = (replies: readonly Reply[]): Readonly<Record<number, number>> => {
  const counts: Record<number, number> = {};
  for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

/** Deadlocks PostgreSQL has counted in the database since its statistics began. */
export const countDeadlocks = async (rows: Rows): Promise<number> => {
  const [row] = await rows<{ deadlocks: number }>(
    'select deadlocks::int as deadlocks from pg_stat_database where datname = current_database()',
  );
  return row?.deadlocks ?? Number.NaN;
};

/** Whole milliseconds: half of them, all but one in a hundred, and all of them were answered by then. */
export const spread = (ms: readonly number[]): { p50_ms: number; p99_ms: number; worst_ms: number } => ({
  p50_ms: Math.round(percentile(ms, 0.5)),
  p99_ms: Math.round(percentile(ms, 0.99)),
  worst_ms: Math.round(Math.max(...ms)),
});
