import type { Reminder } from '@okno/contract';
import type { CronRule } from './rules-cron.ts';

/** Later than this an occurrence counts as missed. */
export const GRACE_MS = 60_000;

/** So many missed occurrences are made up for; the rest is recorded as one gap. */
export const MOST_CAUGHT_UP = 100;

export type Firing = {
  /** The occurrences for which the assistant is woken now, in order (Unix milliseconds). */
  readonly fires: readonly number[];
  /** Those from the first up to and including `until`, for which nobody is woken. */
  readonly skipped: { readonly from: number; readonly until: number } | null;
  /** The next occurrence; null when there is none any more. */
  readonly next: number | null;
};

type Due = { readonly next_fire_at: number; readonly misfire: Reminder['misfire'] };

/**
 * What a reminder does at `now` that was to fire at `next_fire_at` (Unix milliseconds, by the database's clock). Every
 * occurrence follows from the one before, never from `now`, so that none is lost and none comes twice
 * (docs/rules.md#misfires).
 * @param cron null for one that comes once
 */
export const fire = ({ next_fire_at, misfire }: Due, cron: CronRule | null, now: number): Firing => {
  const after = (at: number): number | null => cron?.next(at) ?? null;
  const missed_until = now - GRACE_MS - 1;
  const skips = misfire === 'skip' && next_fire_at <= missed_until;
  let cursor: number | null = skips ? after(missed_until) : next_fire_at;
  const fires: number[] = [];
  while (cursor !== null && cursor <= now && fires.length < MOST_CAUGHT_UP) {
    fires.push(cursor);
    cursor = after(cursor);
  }
  if (cursor !== null && cursor <= now) return { fires, skipped: { from: cursor, until: now }, next: after(now) };
  return { fires, skipped: skips ? { from: next_fire_at, until: missed_until } : null, next: cursor };
};
