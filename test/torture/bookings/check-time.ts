import type { Facts, ReservationRow } from './facts.ts';
import { type Held, type Moment, replay } from './replay.ts';

const MINUTE_MS = 60_000;

export type Law = {
  /** The most bookings a client may have ahead. */
  readonly limit: number;
  /** Of every service, by id. */
  readonly services: ReadonlyMap<string, { before_minutes: number; after_minutes: number; capacity: number }>;
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

const blockedBy = ({ booking }: Held, { services }: Law): Omit<Span, 'id'> => {
  const { before_minutes = 0, after_minutes = 0 } = services.get(booking.service_id) ?? {};
  return { from: booking.starts_ms - before_minutes * MINUTE_MS, to: booking.ends_ms + after_minutes * MINUTE_MS };
};

/** Seats of one session have the same time. */
const shareSession = ({ booking: a }: Held, { booking: b }: Held, { services }: Law): boolean =>
  a.service_id === b.service_id && a.starts_ms === b.starts_ms && (services.get(a.service_id)?.capacity ?? 1) > 1;

/** Those who had the same time as `newcomer` at the moment it got it; seats of one session share theirs. */
const clashesAt = ({ newcomer, alive }: Moment, law: Law): string[] => {
  if (newcomer === null) return [];
  const own = blockedBy(newcomer, law);
  return (alive.ofSpecialist.get(newcomer.booking.specialist_id) ?? []).flatMap((other) => {
    if (other.id === newcomer.id || shareSession(other, newcomer, law)) return [];
    const taken = blockedBy(other, law);
    const clashes = own.from < taken.to && taken.from < own.to;
    return clashes ? [`overlap in the past: bookings ${other.id} and ${newcomer.id}`] : [];
  });
};

/** How many of a client's bookings counted at that moment: what had run out by then did not. */
const countAhead = ({ alive, at_ms }: Moment, client_id: string): number =>
  [...(alive.ofClient.get(client_id)?.values() ?? [])].filter(
    ({ held_until_ms }) => held_until_ms === null || held_until_ms > at_ms,
  ).length;

/** More seats of a session than it has. */
const crowdAt = ({ newcomer, alive }: Moment, law: Law): string[] => {
  if (newcomer === null) return [];
  const { capacity = 1 } = law.services.get(newcomer.booking.service_id) ?? {};
  const all = alive.ofSpecialist.get(newcomer.booking.specialist_id) ?? [];
  const seats = all.filter((other) => shareSession(other, newcomer, law)).length;
  return seats > capacity ? [`overlap in the past: ${seats} had a session of ${capacity} with ${newcomer.id}`] : [];
};

/**
 * Everything that was ever wrong, found by playing the history again: two who had the same time, a session with too
 * many, a client with more bookings than allowed. Lines of history are written under the locks that decide, so their
 * order is the true one.
 */
export const findPastFaults = (facts: Facts, law: Law): string[] => [
  ...replay(facts).flatMap((moment) => {
    const { newcomer, added } = moment;
    if (newcomer === null) return [];
    const { client_id } = newcomer.booking;
    const count = added ? countAhead(moment, client_id) : 0;
    const over = count > law.limit ? [`limit: client ${client_id} had ${count} bookings ahead`] : [];
    return [...clashesAt(moment, law), ...crowdAt(moment, law), ...over];
  }),
];
