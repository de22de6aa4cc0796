import { AppError, type Language, type Slot } from '@okno/contract';
import type { Tx } from '../../db/tx.ts';
import { addDays, DAY_MS, epochToDay, formatInstant, instantToLocal } from '../../time.ts';
import type { Taken } from './rules.ts';
import { type DayRange, lastDay, type OfferedSlot, offerDays, type Staffer } from './rules-offer.ts';
import { type Days, findOffer, type GivenService, type ReservationRow, type TimeRows } from './store.ts';

/** Which service, and by whom; nobody named means anybody who gives it. */
export type Wanted = {
  readonly service_id: string;
  readonly specialist_id: string | null;
  /** Of the names in the answer. */
  readonly language: Language;
  /** A reservation of which one seat counts as free, because whoever asks would give it up. */
  readonly giving_up?: string | null;
};

/** Taken time with the row that takes it. */
export type TakenRow = Taken & Pick<ReservationRow, 'id' | 'kind'>;

/** A service with the staff who give it and all that occupies them around some days. */
export type Offer = {
  readonly givers: readonly GivenService[];
  readonly staff: readonly Staffer<TakenRow>[];
  readonly zone: string;
};

/**
 * Reads everything that free time is computed from. `zone` is that of the first of those who give the service, in
 * which their days are counted.
 * @throws AppError `not_found` when there is no such service, or the specialist does not give it.
 */
export const loadOffer = async (tx: Tx, wanted: Wanted, days: Days): Promise<Offer> => {
  const { givers, ...time } = await findOffer(tx, wanted, days);
  const [first] = givers;
  if (first === undefined)
    throw new AppError('not_found', { what: wanted.specialist_id === null ? 'service' : 'specialist' });
  const timeOf = bySpecialist(time);
  return {
    givers,
    staff: givers.map((given) => toStaffer(given, timeOf(given.specialist_id), wanted)),
    zone: first.time_zone,
  };
};

/**
 * What stands in for an offer that is not there: the service is given no longer, or not by them. For whom that is an
 * answer and no refusal; every other error goes on.
 */
export const nobody = (error: unknown): null => {
  if (error instanceof AppError && error.code === 'not_found') return null;
  throw error;
};

/** Sorted out once: looking through everything for each of a hundred specialists takes longer than the arithmetic. */
const bySpecialist = (time: TimeRows) => {
  const of = ({ specialist_id }: { specialist_id: string }) => specialist_id;
  const hours = Map.groupBy(time.hours, of);
  const overrides = Map.groupBy(time.overrides, of);
  const reservations = Map.groupBy(time.reservations, of);
  return (id: string): TimeRows => ({
    hours: hours.get(id) ?? [],
    overrides: overrides.get(id) ?? [],
    reservations: reservations.get(id) ?? [],
  });
};

const toStaffer = (
  given: GivenService,
  { hours, overrides, reservations }: TimeRows,
  { giving_up = null }: Wanted,
): Staffer<TakenRow> => {
  const seatsLeft = ({ id, seats, seats_taken }: TimeRows['reservations'][number]) =>
    seats - seats_taken + (id === giving_up ? 1 : 0);
  return {
    specialist_id: given.specialist_id,
    zone: given.time_zone,
    weekly: hours,
    overrides,
    taken: reservations
      .filter((row) => !(row.id === giving_up && row.seats_taken === 1))
      .map((row) => ({
        id: row.id,
        kind: row.kind,
        starts_at: Date.parse(row.starts_at),
        ends_at: Date.parse(row.ends_at),
        buffer_before_minutes: row.buffer_before_minutes,
        buffer_after_minutes: row.buffer_after_minutes,
        service_id: row.service_id,
        seats_left: seatsLeft(row),
      })),
    service: given,
  };
};

/** A slot as it travels. */
export const toSlot = ({ starts_at, ends_at, specialist_id, seats_left }: OfferedSlot): Slot => ({
  starts_at: formatInstant(starts_at),
  ends_at: formatInstant(ends_at),
  specialist_id,
  seats_left,
});

/** The local day of `zone` at an instant (Unix milliseconds). */
export const localDay = (zone: string, now: number): string => epochToDay(instantToLocal(zone, now).day);

/** How far to either side is looked at once, before the whole horizon is. */
const NEAR_DAYS = 7;

/**
 * The free starts nearest to `wanted_at` (Unix milliseconds), nearest first, at most `count`: what is offered beside
 * every refusal.
 */
export const nearestSlots = async (
  tx: Tx,
  wanted: Wanted,
  { wanted_at, now, count }: { wanted_at: number; now: number; count: number },
): Promise<Slot[]> => {
  const around = async (from: string, to: string) => {
    const offer = await loadOffer(tx, wanted, { from, to });
    const range: DayRange = { zone: offer.zone, from_day: from, to_day: to };
    const slots = offerDays(offer.staff, range, now).flatMap((day) => day.slots);
    const distance = (slot: OfferedSlot) => Math.abs(slot.starts_at - wanted_at);
    return { offer, nearest: slots.toSorted((a, b) => distance(a) - distance(b)).slice(0, count) };
  };
  const middle = Math.max(wanted_at, now);
  const day = localDay('UTC', middle);
  const close = await around(addDays(day, -NEAR_DAYS), addDays(day, NEAR_DAYS));
  // Days of another zone begin up to a day off; what was not looked at is at least this far away.
  const surely = middle - wanted_at + (NEAR_DAYS - 1) * DAY_MS;
  const last = close.nearest[count - 1];
  if (last !== undefined && Math.abs(last.starts_at - wanted_at) <= surely) return close.nearest.map(toSlot);
  const today = localDay('UTC', now);
  const all = await around(addDays(today, -1), lastDay(close.offer.staff, 'UTC', now));
  return all.nearest.map(toSlot);
};
