import type { Booking } from '@okno/contract';

type Interval = { readonly starts_at: string; readonly ends_at: string };

/** A piece of a specialist's day; instants in Unix milliseconds. */
export type Piece =
  | { readonly kind: 'free'; readonly from: number; readonly to: number }
  | { readonly kind: 'booking'; readonly from: number; readonly to: number; readonly booking: Booking };

/** Shorter gaps are no use to anybody. */
const SHORTEST_GAP_MS = 5 * 60_000;

/** The bookings of a day and the free gaps between them inside the working hours, in order. */
export const timelineOf = (working: readonly Interval[], bookings: readonly Booking[]): Piece[] => {
  const taken = bookings
    .filter((booking) => booking.status !== 'cancelled')
    .map((booking): Piece => ({ kind: 'booking', ...span(booking), booking }))
    .sort((one, other) => one.from - other.from);
  const gaps = working.flatMap((interval) => gapsIn(span(interval), taken));
  return [...taken, ...gaps].sort((one, other) => one.from - other.from);
};

const gapsIn = (interval: { from: number; to: number }, taken: readonly Piece[]): Piece[] => {
  const gaps: Piece[] = [];
  let from = interval.from;
  for (const piece of taken) {
    if (piece.to <= from || piece.from >= interval.to) continue;
    if (piece.from - from >= SHORTEST_GAP_MS) gaps.push({ kind: 'free', from, to: piece.from });
    from = Math.max(from, piece.to);
  }
  if (interval.to - from >= SHORTEST_GAP_MS) gaps.push({ kind: 'free', from, to: interval.to });
  return gaps;
};

const span = ({ starts_at, ends_at }: Interval): { from: number; to: number } => ({
  from: Date.parse(starts_at),
  to: Date.parse(ends_at),
});
