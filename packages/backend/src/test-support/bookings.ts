import { AppError } from '@okno/contract';
import type { TestBackend } from './backend.ts';
import type { Studio } from './studio.ts';

/** A start of the studio's first specialist on Tuesday the 4th, and whatever differs. */
export const slotAt = ({ service_id, specialist_id }: Studio, time: string, day = '2031-03-04') => ({
  service_id,
  specialist_id,
  starts_at: `${day}T${time}:00Z`,
});

/** How calls that were made at once ended: `booked`, or the code of the refusal; anything else is thrown. */
export const countOutcomes = async (calls: readonly Promise<unknown>[]): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  const note = (outcome: string) => {
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  };
  for (const outcome of await Promise.allSettled(calls)) {
    if (outcome.status === 'fulfilled') note('booked');
    else if (outcome.reason instanceof AppError) note(outcome.reason.code);
    else throw outcome.reason;
  }
  return counts;
};

/** Pairs of reservations of one specialist that take the same time, buffers included. */
export const countOverlaps = async ({ rows }: TestBackend, { tenant_id }: Studio): Promise<number> => {
  const [row] = await rows<{ count: number }>(
    `select count(*)::int as count from reservations a join reservations b using (tenant_id, specialist_id)
      where tenant_id = $1 and a.id < b.id and a.blocked && b.blocked`,
    [tenant_id],
  );
  return row?.count ?? Number.NaN;
};
