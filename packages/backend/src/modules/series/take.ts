import { AppError, type Language, type SeriesClash } from '@okno/contract';
import type { Tx } from '../../db/tx.ts';
import { formatInstant } from '../../time.ts';
import { expireHolds, reserveTime, type Writing, writeBooking } from '../bookings/index.ts';
import type { ClientCard } from '../people/index.ts';
import { clashesOf, type GivenService, loadOffer, localDay, type Offer, type Staffer } from '../scheduling/index.ts';
import { insertOccurrences, listSeats, type NewOccurrence } from './store-occurrences.ts';

/** An occurrence (ms) that has its time now, or why it has not. */
export type Taken =
  | { readonly at: number; readonly reservation_id: string; readonly clash: null }
  | { readonly at: number; readonly reservation_id: null; readonly clash: SeriesClash };

type Who = { readonly service_id: string; readonly specialist_id: string; readonly client_id: string };

/** What occupies the specialist around these instants (ms, ascending). Throws AppError `not_found`: not offered. */
export const loadAround = (
  tx: Tx,
  { service_id, specialist_id }: Pick<Who, 'service_id' | 'specialist_id'>,
  { starts, language }: { starts: readonly number[]; language: Language },
): Promise<Offer> =>
  loadOffer(
    tx,
    { service_id, specialist_id, language },
    { from: localDay('UTC', starts[0] ?? 0), to: localDay('UTC', starts.at(-1) ?? 0) },
  );

/** Who gives it, and their time. */
export const only = ({ givers: [giver], staff: [staffer] }: Offer): { giver: GivenService; staffer: Staffer } => {
  if (giver === undefined || staffer === undefined) throw new Error('an offer has somebody who gives it');
  return { giver, staffer };
};

/**
 * Takes the time of as many of these occurrences as can take place, and says why the others cannot; the database
 * decides. The caller holds the locks of `lockTime`.
 * @throws AppError `not_found` when the specialist does not give the service.
 */
export const takeTime = async (
  tx: Tx,
  who: Who,
  { starts, now, language }: { starts: readonly number[]; now: number; language: Language },
): Promise<{ giver: GivenService; taken: Taken[] }> => {
  const [offer, seats] = await Promise.all([
    loadAround(tx, who, { starts, language }),
    listSeats(tx, who, starts.map(formatInstant)),
  ]);
  const { giver, staffer } = only(offer);
  // What has run out stands in no offer, but still in the table.
  await expireHolds(tx, giver);
  const clashes = clashesOf(staffer, starts);
  const judged = starts.map((at, index) => ({ at, clash: judge(at, { now, seats, clash: clashes[index] ?? null }) }));
  const taken = await Promise.all(
    judged.map(async ({ at, clash }): Promise<Taken> => {
      if (clash !== null) return { at, reservation_id: null, clash };
      const reservation = await reserveTime(tx, giver, { starts_at: at, held_until: null });
      if (reservation === undefined) return { at, reservation_id: null, clash: 'taken' };
      return { at, reservation_id: reservation.id, clash: null };
    }),
  );
  return { giver, taken };
};

const judge = (
  at: number,
  { now, seats, clash }: { now: number; seats: ReadonlySet<number>; clash: SeriesClash | null },
): SeriesClash | null => {
  if (at < now) return 'past';
  return seats.has(at) ? 'already_booked' : clash;
};

/** The same where nobody offers it any more: nothing can take place. */
export const takeIfOffered = async (
  tx: Tx,
  who: Who,
  wanted: { starts: readonly number[]; now: number; language: Language },
): Promise<{ giver: GivenService | null; taken: Taken[] }> => {
  try {
    return await takeTime(tx, who, wanted);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    return { giver: null, taken: wanted.starts.map((at) => ({ at, reservation_id: null, clash: 'not_offered' })) };
  }
};

type Booked = {
  readonly series_id: string;
  readonly giver: GivenService | null;
  readonly client: ClientCard;
  readonly taken: readonly Taken[];
};

/**
 * Writes down a booking for every occurrence that has its time, and what became of each. Nobody is told of single
 * bookings; the client is reminded of each. Returns the ids of the bookings in order.
 */
export const writeOccurrences = (
  tx: Tx,
  { series_id, giver, client, taken }: Booked,
  writing: Omit<Writing, 'message' | 'quiet'>,
): string[] => {
  const rows = taken.map(({ at, reservation_id, clash }): NewOccurrence => {
    const occurrence_at = formatInstant(at);
    if (reservation_id === null || giver === null) return { occurrence_at, status: 'clash', booking_id: null, clash };
    const visit = { giver, client, reservation_id, starts_at: at, held_until: null, series_id };
    const booking = writeBooking(tx, visit, { ...writing, message: null, quiet: true });
    return { occurrence_at, status: 'booked', booking_id: booking.id, clash: null };
  });
  insertOccurrences(tx, series_id, rows);
  return rows.flatMap(({ booking_id }) => booking_id ?? []);
};
