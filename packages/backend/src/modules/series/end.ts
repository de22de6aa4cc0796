import { type Actions, AppError, type Parsed, type Series } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import { formatInstant } from '../../time.ts';
import { actingAs, asProgram, cancelBooking } from '../bookings/index.ts';
import { recurrenceOf } from './create.ts';
import { announceSeries } from './notices.ts';
import { occurrencesBetween } from './rules-recurrence.ts';
import { updateEndsBefore, updateToEnded } from './store.ts';
import {
  type Coming,
  insertOccurrences,
  listAhead,
  listOccurrencesFrom,
  lockAhead,
  updateOccurrences,
} from './store-occurrences.ts';
import { lockOwn, seriesOf } from './view.ts';

/**
 * Ends a series: what the rule wants from an instant on is cancelled, and never comes back. The client is told once.
 * @throws AppError `not_found`, `series_ended`; `too_late_to_change` for a client who may no longer cancel one of them.
 */
export const endSeries = async (ctx: Ctx, input: Parsed<Actions['series.end']>): Promise<Series> => {
  const { tx, actor, now } = ctx;
  const series = await lockOwn(ctx, input.id, { clients: true });
  // Clients are bound by the notice of every visit; the decision of the staff is about the series.
  const by = actingAs(actor, series.specialist_id) === 'client' ? ctx : asProgram(ctx);
  const from = Math.max(now, input.from === undefined ? now : Date.parse(input.from));
  if (series.ends_before !== null && Date.parse(series.ends_before) <= from) throw new AppError('series_ended');
  lockAhead(tx, series.id);
  // All that lie ahead, also what was moved ahead alone; or what the rule wants from then on.
  const rows = from > now ? listOccurrencesFrom(tx, series.id, formatInstant(from)) : listAhead(tx, series.id);
  const open = (await rows).filter(isOpen);
  await cancelAll(by, open, { reason: input.reason ?? null, quiet: true });
  updateOccurrences(
    tx,
    series.id,
    open.map(({ occurrence_at }) => occurrence_at),
    'cancelled',
  );
  updateEndsBefore(tx, series.id, { ends_before: formatInstant(from), reason: 'ended' });
  if ((await listAhead(tx, series.id)).length === 0) updateToEnded(tx, series.id);
  const [first] = open;
  if (first !== undefined)
    await announceSeries(tx, {
      kind: 'series_ended',
      series_id: series.id,
      booking_id: first.booking_id,
      starts: open.map(({ starts_at }) => Date.parse(starts_at)),
      now,
      client_id: series.client_id,
      specialist_ids: [series.specialist_id],
      done_in: actor.chat,
    });
  return seriesOf(ctx, series.id);
};

/** An occurrence whose booking can still be changed. */
export type Open = Coming & { readonly booking_id: string; readonly starts_at: string };

export const isOpen = (row: Coming): row is Open => row.booking_id !== null && row.starts_at !== null;

/** All together, as a few exchanges, by whoever stands in `ctx`. The caller holds the locks of all of them. */
export const cancelAll = async (
  ctx: Ctx,
  rows: readonly Open[],
  how: { readonly reason: string | null; readonly quiet: boolean },
): Promise<void> => {
  await Promise.all(rows.map(({ booking_id }) => cancelBooking(ctx, { id: booking_id, ...how })));
};

/** Cancels one occurrence; one that is not booked yet never will be. The rest of the series stays. */
export const cancelOccurrence = async (
  ctx: Ctx,
  input: Parsed<Actions['series.cancel_occurrence']>,
): Promise<Series> => {
  const { tx } = ctx;
  const series = await lockOwn(ctx, input.id);
  const at = Date.parse(input.occurrence_at);
  const occurrence_at = formatInstant(at);
  const [row] = (await listOccurrencesFrom(tx, series.id, occurrence_at)).filter(
    (one) => Date.parse(one.occurrence_at) === at,
  );
  if (row !== undefined) {
    if (row.status === 'booked' && !isOpen(row)) throw new AppError('booking_not_changeable');
    if (isOpen(row)) await cancelBooking(asProgram(ctx), { id: row.booking_id, reason: input.reason ?? null });
    updateOccurrences(tx, series.id, [row.occurrence_at], 'cancelled');
    return seriesOf(ctx, series.id);
  }
  const recurrence = recurrenceOf({ ...series, timezone: series.time_zone });
  const ends = series.ends_before === null ? Number.POSITIVE_INFINITY : Date.parse(series.ends_before);
  const ahead = at >= Date.parse(series.extended_until) && at < ends;
  if (!ahead || occurrencesBetween(recurrence, at, at + 1).length === 0)
    throw new AppError('invalid_input', { field: 'occurrence_at', rule: 'must be an occurrence of this series' });
  insertOccurrences(tx, series.id, [{ occurrence_at, status: 'cancelled', booking_id: null, clash: null }]);
  return seriesOf(ctx, series.id);
};
