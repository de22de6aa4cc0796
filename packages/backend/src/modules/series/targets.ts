import type { SeriesClash } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import { formatInstant } from '../../time.ts';
import { clashesOf, type GivenService } from '../scheduling/index.ts';
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

type Judged = Target & { readonly clash: SeriesClash | null };

/** Who gives them, and what stands in the way of each; what the series takes itself does not, because it leaves. */
export const judgeMoves = async (
  { tx, actor }: Ctx,
  series: Series,
  targets: readonly Target[],
): Promise<{ readonly giver: GivenService; readonly judged: Judged[] }> => {
  const starts = targets.map(({ to }) => to);
  const [offer, seats] = await Promise.all([
    loadAround(tx, series, { starts, language: actor.language }),
    listSeats(tx, series, starts.map(formatInstant)),
  ]);
  const { giver, staffer } = only(offer);
  const leaving = targets.flatMap(({ row }) => (row === null ? [] : Date.parse(row.starts_at)));
  const own = new Set(series.was === series.specialist_id ? leaving : []);
  const clashes = clashesOf(withoutOwn(staffer, own), starts);
  const judged = targets.map((target, index): Judged => {
    const sitting = seats.has(target.to) && !own.has(target.to);
    return { ...target, clash: sitting ? 'already_booked' : (clashes[index] ?? null) };
  });
  return { giver, judged };
};
