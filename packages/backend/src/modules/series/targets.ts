import type { SeriesClash } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import { formatInstant } from '../../time.ts';
import { clashesOf } from '../scheduling/index.ts';
import type { Open } from './end.ts';
import { withoutOwn } from './rules-move.ts';
import { listSeats } from './store-occurrences.ts';
import { loadAround, only } from './take.ts';

/** Where an occurrence goes (ms), with the booking it has so far. */
export type Target = { readonly to: number; readonly row: Open | null };

type Series = {
  readonly service_id: string;
  readonly client_id: string;
  /** Who gives it from now on, and who gave it so far. */
  readonly specialist_id: string;
  readonly was: string;
};

/** What stands in the way of each; what the series takes itself does not, because it leaves. */
export const judgeMoves = async (
  { tx, actor }: Ctx,
  series: Series,
  targets: readonly Target[],
): Promise<(Target & { readonly clash: SeriesClash | null })[]> => {
  if (targets.length === 0) return [];
  const starts = targets.map(({ to }) => to);
  const [offer, seats] = await Promise.all([
    loadAround(tx, series, { starts, language: actor.language }),
    listSeats(tx, series, starts.map(formatInstant)),
  ]);
  const { staffer } = only(offer);
  const leaving = targets.flatMap(({ row }) => (row === null ? [] : Date.parse(row.starts_at)));
  const own = new Set(series.was === series.specialist_id ? leaving : []);
  const clashes = clashesOf(withoutOwn(staffer, own), starts);
  return targets.map((target, index) => {
    const sitting = seats.has(target.to) && !own.has(target.to);
    return { ...target, clash: sitting ? 'already_booked' : (clashes[index] ?? null) };
  });
};
