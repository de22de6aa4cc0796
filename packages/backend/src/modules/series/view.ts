import { AppError, type Series } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import { actingAs, scopeOf } from '../bookings/index.ts';
import { findSeries, lockSeries, type SeriesRow } from './store.ts';
import { listOccurrences } from './store-occurrences.ts';

const missing = (): AppError => new AppError('not_found', { what: 'series', field: 'id' });

/** A series with its occurrences, as the actor may see it. Throws AppError `not_found`. */
export const seriesOf = async ({ tx, actor }: Ctx, id: string): Promise<Series> => {
  const view = { scope: scopeOf(actor), language: actor.language };
  const [series, occurrences] = await Promise.all([findSeries(tx, id, view), listOccurrences(tx, id)]);
  if (series === undefined) throw missing();
  return { ...series, occurrences };
};

/**
 * The row of a series that the actor may change, kept from others. Its lock comes before all others, so that nobody
 * waits for somebody who waits for them.
 * @param clients whether its client may, too
 * @throws AppError `not_found`, `forbidden`, `series_ended`.
 */
export const lockOwn = async ({ tx, actor }: Ctx, id: string, { clients = false } = {}): Promise<SeriesRow> => {
  const series = await lockSeries(tx, id, scopeOf(actor));
  if (series === undefined) throw missing();
  // A specialist who is the client of a colleague is a client there.
  if (!clients && actingAs(actor, series.specialist_id) === 'client') throw new AppError('forbidden');
  if (series.status === 'ended') throw new AppError('series_ended');
  return series;
};
