import { AppError, type Language, type Slot } from '@okno/contract';
import type { Tx } from '../../db/tx.ts';
import { addDays, dayToEpoch, epochToDay, formatInstant, instantToLocal, startOfDay } from '../../time.ts';
import type { Taken } from './rules.ts';
import { type DayRange, firstDay, lastDay, type OfferedSlot, offerDays, type Staffer } from './rules-offer.ts';
import { type RoomTime, roomTime } from './rules-rooms.ts';
import type { Days, ReservationRow } from './store.ts';
import { findOffer, type GivenService, type Giver, type OfferRows } from './store-offer.ts';

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
export type TakenRow = Taken & Pick<ReservationRow, 'id' | 'kind'> & { readonly room_id?: string };

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
  const { givers, reservations, room_time } = await findOffer(tx, wanted, days);
  const [first] = givers;
  if (first === undefined)
    throw new AppError('not_found', { what: wanted.specialist_id === null ? 'service' : 'specialist' });
  const bySpecialist = Map.groupBy(reservations, ({ specialist_id }) => specialist_id);
  const rooms = roomsOf(first.given, room_time, wanted);
  return {
    givers: givers.map(({ given }) => given),
    staff: givers.map((giver) =>
      toStaffer(giver, bySpecialist.get(giver.given.specialist_id) ?? [], { ...wanted, rooms }),
    ),
    zone: first.given.time_zone,
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

/** The rooms in which the service can take place, the same for all who give it; null: it needs none. */
const roomsOf = (
  given: GivenService,
  rows: OfferRows['room_time'],
  { giving_up = null }: Wanted,
): RoomTime<TakenRow>[] | null => {
  if (given.rooms === null) return null;
  const kept = rows.filter(({ companion_of, seats_taken }) => !(companion_of === giving_up && seats_taken === 1));
  const byRoom = Map.groupBy(kept, ({ room_id }) => room_id);
  return given.rooms.map(({ id }) => roomTime(id, (byRoom.get(id) ?? []).map(toTakenRoom), given));
};

const toTakenRoom = (row: OfferRows['room_time'][number]): TakenRow => ({
  ...row,
  starts_at: Date.parse(row.starts_at),
  ends_at: Date.parse(row.ends_at),
});

const toStaffer = (
  { given, hours, overrides }: Giver,
  reservations: readonly ReservationRow[],
  { giving_up = null, rooms }: Wanted & { rooms: RoomTime<TakenRow>[] | null },
): Staffer<TakenRow> => {
  const seatsLeft = ({ id, seats, seats_taken }: ReservationRow) => seats - seats_taken + (id === giving_up ? 1 : 0);
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
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        buffer_before_minutes: row.buffer_before_minutes,
        buffer_after_minutes: row.buffer_after_minutes,
        service_id: row.service_id,
        seats_left: seatsLeft(row),
      })),
    service: given,
    rooms,
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

/** How far to either side of the wanted time is looked at first. */
const NEAR_DAYS = 7;
/** What is laid out at a time; each piece has to be read, and others get their turn meanwhile. */
const PIECE_DAYS = 60;

/** Local days of the offer's zone, both included; none, when the last is the day before the first. */
type Looked = { readonly from: string; readonly to: string };

/**
 * The free starts nearest to `wanted_at` (Unix milliseconds), nearest first, at most `count`: what is offered beside
 * every refusal. Walks outwards in growing pieces until nothing that was not looked at could be nearer.
 */
export const nearestSlots = async (
  tx: Tx,
  wanted: Wanted,
  { wanted_at, now, count }: { wanted_at: number; now: number; count: number },
): Promise<Slot[]> => {
  const distance = (slot: OfferedSlot) => Math.abs(slot.starts_at - wanted_at);
  let nearest: OfferedSlot[] = [];
  const look = async (from: string, to: string) => {
    const offer = await loadOffer(tx, wanted, { from, to });
    const range: DayRange = { zone: offer.zone, from_day: from, to_day: to };
    nearest.push(...offerDays(offer.staff, range, now).flatMap((day) => day.slots));
    // Of two that are equally far the earlier one comes first.
    nearest = nearest.toSorted((a, b) => distance(a) - distance(b) || a.starts_at - b.starts_at).slice(0, count);
    return offer;
  };
  const day = localDay('UTC', Math.max(wanted_at, now));
  const near = { from: addDays(day, -NEAR_DAYS), to: addDays(day, NEAR_DAYS) };
  const { staff, zone } = await look(near.from, near.to);
  const bookable = { from: firstDay(staff, zone, now), to: lastDay(staff, zone, now) };
  let looked = within(near, bookable);
  const isSettled = () => {
    const last = nearest[count - 1];
    const surely = nextAway(looked, bookable, { zone, wanted_at });
    return surely === Number.POSITIVE_INFINITY || (last !== undefined && distance(last) < surely);
  };
  for (let piece = NEAR_DAYS * 2; !isSettled(); piece = Math.min(piece * 3, PIECE_DAYS)) {
    const from = later(bookable.from, addDays(looked.from, -piece));
    const to = earlier(bookable.to, addDays(looked.to, piece));
    if (from < looked.from) await look(from, addDays(looked.from, -1));
    if (to > looked.to) await look(addDays(looked.to, 1), to);
    looked = { from: earlier(from, looked.from), to: later(to, looked.to) };
  }
  return nearest.map(toSlot);
};

/** How far from `wanted_at` at least (ms) all is that can be booked and was not looked at; infinite for nothing. */
const nextAway = (looked: Looked, bookable: Looked, { zone, wanted_at }: { zone: string; wanted_at: number }) =>
  Math.min(
    looked.from > bookable.from ? wanted_at - startOfDay(zone, dayToEpoch(looked.from)) : Number.POSITIVE_INFINITY,
    looked.to < bookable.to ? startOfDay(zone, dayToEpoch(looked.to) + 1) - wanted_at : Number.POSITIVE_INFINITY,
  );

const later = (a: string, b: string) => (a > b ? a : b);
const earlier = (a: string, b: string) => (a < b ? a : b);

/** Of what was looked at the part that matters; none of it, at the nearer end, when all that can be booked lies beyond. */
const within = (near: Looked, bookable: Looked): Looked => {
  if (near.to < bookable.from) return { from: bookable.from, to: addDays(bookable.from, -1) };
  if (near.from > bookable.to) return { from: addDays(bookable.to, 1), to: bookable.to };
  return near;
};
