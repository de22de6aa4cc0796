import type { Actions, Booking, Output } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import { paged } from '../../paged.ts';
import { formatInstant } from '../../time.ts';
import { actingAs } from './rules-states.ts';
import { type HistoryRow, listHistory } from './store-history.ts';

type History = Output<Actions['bookings.history']>;
type Line = History['items'][number];
type Snapshot = NonNullable<Line['after']>;

/** What happened to a booking, the latest first. Clients are told who they are themselves and nothing about others. */
export const history = async (
  { tx, actor }: Ctx,
  booking: Booking,
  page: { page: number; limit: number },
): Promise<History> => {
  const as_client = actingAs(actor, booking.specialist.id) === 'client';
  const { items, ...rest } = await paged(page, (part) => listHistory(tx, booking.id, { ...part, ...actor }));
  return { ...rest, items: items.map((row) => toLine(row, as_client)) };
};

const toLine = (row: HistoryRow, as_client: boolean): Line => ({
  at: row.at,
  change: row.change,
  by: row.by,
  name: as_client && row.by !== 'client' ? null : row.name,
  before: toSnapshot(row.before),
  after: toSnapshot(row.after),
  reason: as_client && row.by !== 'client' && row.by !== 'system' ? null : row.reason,
});

/** The fields that the change touched; what else was written down stays inside. */
const toSnapshot = (kept: HistoryRow['after']): Snapshot | null => {
  if (kept === null) return null;
  const { status, starts_at, ends_at, held_until, specialist } = kept;
  return {
    ...(status !== undefined && { status }),
    ...(starts_at !== undefined && { starts_at: instant(starts_at) }),
    ...(ends_at !== undefined && { ends_at: instant(ends_at) }),
    ...(specialist !== undefined && { specialist }),
    ...(typeof held_until === 'string' && { held_until: instant(held_until) }),
  };
};

/** In the history an instant stands as the database writes it into JSON: `2031-03-04T10:00:00+00:00`. */
const instant = (text: string): string => formatInstant(Date.parse(text));
