import { AppError, type Slot } from '@okno/contract';
import type { Tx } from '../../db/tx.ts';
import { addDays, epochToDay, formatInstant, instantToLocal } from '../../time.ts';
import { type DayRange, lastDay, type OfferedSlot, offerDays, type Staffer } from './rules-offer.ts';
import {
  type GivenService,
  type HoursRow,
  listGivers,
  listOverrides,
  listReservations,
  listWorkingHours,
  type OverrideRow,
  type ReservationRow,
  type Whose,
} from './store.ts';

/** Which service, and by whom; nobody named means anybody who gives it. */
export type Wanted = { readonly service_id: string; readonly specialist_id: string | null };

/** A service with the staff who give it and all that occupies them around some days. */
export type Offer = {
  readonly givers: readonly GivenService[];
  readonly staff: readonly Staffer[];
  readonly zone: string;
};

// Windows are looked at two days beyond the range, in zones that may be a day apart.
const MARGIN_DAYS = 4;

/**
 * Reads everything that free time is computed from, in one exchange with the database. `zone` is the specialist's
 * when all concerned share it, otherwise `fallback_zone`.
 * @throws AppError `not_found` when there is no such service, or the specialist does not give it.
 */
export const loadOffer = async (tx: Tx, wanted: Wanted, days: { from: string; to: string }): Promise<Offer> => {
  const [givers, hours, overrides, reservations] = await Promise.all([
    listGivers(tx, wanted.service_id, wanted.specialist_id),
    ...loadTime(tx, wanted, days),
  ]);
  if (givers.length === 0)
    throw new AppError('not_found', { what: wanted.specialist_id === null ? 'service' : 'specialist' });
  const staff = givers.map((given) => toStaffer(given, { hours, overrides, reservations }));
  return { givers, staff, zone: givers[0]?.time_zone ?? 'UTC' };
};

/** The rows of working and taken time. */
export const loadTime = (
  tx: Tx,
  of: Whose,
  { from, to }: { from: string; to: string },
): [Promise<HoursRow[]>, Promise<OverrideRow[]>, Promise<ReservationRow[]>] => [
  listWorkingHours(tx, of),
  listOverrides(tx, of, addDays(from, -MARGIN_DAYS), addDays(to, MARGIN_DAYS)),
  listReservations(tx, of, from, to),
];

type TimeRows = {
  readonly hours: HoursRow[];
  readonly overrides: OverrideRow[];
  readonly reservations: ReservationRow[];
};

const toStaffer = (given: GivenService, { hours, overrides, reservations }: TimeRows): Staffer => {
  const own = (row: { specialist_id: string }) => row.specialist_id === given.specialist_id;
  return {
    specialist_id: given.specialist_id,
    zone: given.time_zone,
    weekly: hours.filter(own),
    overrides: overrides.filter(own),
    taken: reservations.filter(own).map((row) => ({
      starts_at: Date.parse(row.starts_at),
      ends_at: Date.parse(row.ends_at),
      buffer_before_minutes: row.buffer_before_minutes,
      buffer_after_minutes: row.buffer_after_minutes,
      service_id: row.service_id,
      seats_left: row.seats - row.seats_taken,
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

/** How far ahead is looked at once, before the whole horizon is. */
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
  const day = localDay('UTC', Math.max(wanted_at, now));
  const close = await around(addDays(day, -2), addDays(day, NEAR_DAYS));
  if (close.nearest.length >= count) return close.nearest.map(toSlot);
  const today = localDay('UTC', now);
  const all = await around(addDays(today, -1), lastDay(close.offer.staff, 'UTC', now));
  return all.nearest.map(toSlot);
};
