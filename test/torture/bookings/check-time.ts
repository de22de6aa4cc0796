import type { Facts, ReservationRow } from './facts.ts';
import { type Held, type Moment, replay } from './replay.ts';

const MINUTE_MS = 60_000;

export type Law = {
  /** The most bookings a client may have ahead. */
  readonly limit: number;
  /** Of every service, by id. */
  readonly buffers: ReadonlyMap<string, { readonly before_minutes: number; readonly after_minutes: number }>;
};

type Span = { readonly id: string; readonly from: number; readonly to: number };

const spanOf = (row: ReservationRow): Span => ({
  id: row.id,
  from: row.starts_ms - row.before_minutes * MINUTE_MS,
  to: row.ends_ms + row.after_minutes * MINUTE_MS,
});

/** Reservations of one specialist that take the same time, buffers included; touching is allowed. */
export const findOverlaps = ({ reservations }: Pick<Facts, 'reservations'>): string[] => {
  const bySpecialist = Map.groupBy(reservations, ({ specialist_id }) => specialist_id);
  return [...bySpecialist.values()].flatMap((rows) => {
    const spans = rows.map(spanOf).sort((a, b) => a.from - b.from);
    let reach: Span | undefined;
    const found: string[] = [];
    for (const span of spans) {
      if (reach !== undefined && span.from < reach.to) found.push(`overlap: reservations ${reach.id} and ${span.id}`);
      if (reach === undefined || span.to > reach.to) reach = span;
    }
    return found;
  });
};

const blockedBy = ({ booking }: Held, { buffers }: Law): Omit<Span, 'id'> => {
  const { before_minutes = 0, after_minutes = 0 } = buffers.get(booking.service_id) ?? {};
  return { from: booking.starts_ms - before_minutes * MINUTE_MS, to: booking.ends_ms + after_minutes * MINUTE_MS };
};

/** Those who had the same time as `newcomer` at the moment it got it; seats of one session share theirs. */
const clashesAt = ({ newcomer, alive }: Moment, law: Law): string[] => {
  if (newcomer === null) return [];
  const own = blockedBy(newcomer, law);
  return (alive.ofSpecialist.get(newcomer.booking.specialist_id) ?? []).flatMap((other) => {
    if (other.id === newcomer.id || other.booking.reservation_id === newcomer.booking.reservation_id) return [];
    const taken = blockedBy(other, law);
    const clashes = own.from < taken.to && taken.from < own.to;
    return clashes ? [`overlap in the past: bookings ${other.id} and ${newcomer.id}`] : [];
  });
};

/**
 * Everything that was ever wrong, found by playing the history again: two who had the same time, a client with more
 * bookings than allowed. Lines of history are written under the locks that decide, so their order is the true one.
 */
export const findPastFaults = (facts: Facts, law: Law): string[] => [
  ...replay(facts).flatMap((moment) => {
    const { newcomer, alive } = moment;
    if (newcomer === null) return [];
    const { client_id } = newcomer.booking;
    const count = alive.ofClient.get(client_id)?.size ?? 0;
    const over = moment.added && count > law.limit ? [`limit: client ${client_id} had ${count} bookings ahead`] : [];
    return [...clashesAt(moment, law), ...over];
  }),
];
