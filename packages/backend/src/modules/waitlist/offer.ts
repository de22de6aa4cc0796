import type { Tx } from '../../db/tx.ts';
import { formatInstant } from '../../time.ts';
import {
  audienceOf,
  countFutureBookings,
  heldUntil,
  lockClient,
  reserveTime,
  writeBooking,
} from '../bookings/index.ts';
import { findClient, listChatsOf } from '../people/index.ts';
import {
  deleteFreedTime,
  type FreedTime,
  type GivenService,
  loadOffer,
  localDay,
  lockSpecialists,
  lockTime,
  nobody,
  type OfferedSlot,
  offerDays,
} from '../scheduling/index.ts';
import { findTenantRules, type TenantRules } from '../tenants/index.ts';
import { type Lost, readAt, type Span, slotFor, slotsWithin } from './rules.ts';
import { insertOffer, isWaiting, listWaiting, type WaitingRow } from './store-offers.ts';

/** Who is asked about what. */
type Match = { readonly entry: WaitingRow; readonly slot: OfferedSlot; readonly giver: GivenService };

/** Nobody is left to be asked; or this entry was dealt with, `offered` something or not, and somebody else may be. */
export type Asked =
  | { readonly done: true }
  | { readonly done: false; readonly entry_id: string; readonly offered: boolean };

/**
 * Offers some of the time that became free to the first in the queue who could use it, and holds it for them; whoever
 * has been `skipped` is not asked. When there is nobody, the time is forgotten. One offer a transaction: nobody waits
 * for two clients' locks at once (docs/rules.md#waitlist).
 */
export const offerNext = async (tx: Tx, freed: FreedTime, skipped: readonly string[]): Promise<Asked> => {
  lockSpecialists(tx, [freed.specialist_id]);
  const [now, rules, waiting] = await Promise.all([tx.now, findTenantRules(tx), listWaiting(tx, freed, skipped)]);
  const match = await findMatch(tx, { freed, waiting, now });
  if (match === undefined) {
    deleteFreedTime(tx, freed.id);
    return { done: true };
  }
  const offered = await offer(tx, match, { rules, now });
  return { done: false, entry_id: match.entry.id, offered };
};

const toSpan = ({ starts_at, ends_at }: { starts_at: string; ends_at: string }): Span => ({
  starts_at: Date.parse(starts_at),
  ends_at: Date.parse(ends_at),
});

const toLost = ({ passed, ...visit }: WaitingRow['lost'][number]): Lost => ({ ...toSpan(visit), passed });

type Search = { readonly freed: FreedTime; readonly waiting: readonly WaitingRow[]; readonly now: number };

/** The first in the queue for whom a slot is offered that takes some of this time. */
const findMatch = async (tx: Tx, { freed, waiting, now }: Search): Promise<Match | undefined> => {
  const known = new Map<string, Offered>();
  // New hours may free two years; nobody waits for that long.
  const last = Math.max(...waiting.map(({ ends_at }) => Date.parse(ends_at)));
  const span = { starts_at: Date.parse(freed.starts_at), ends_at: Math.min(Date.parse(freed.ends_at), last) };
  for (const entry of waiting) {
    const { service_id } = entry;
    const offered =
      known.get(service_id) ?? (await findOffered(tx, { span, specialist_id: freed.specialist_id, service_id, now }));
    known.set(service_id, offered);
    const wish = { ...entry, begins_at: Date.parse(entry.begins_at), ends_at: Date.parse(entry.ends_at) };
    const slot = slotFor(offered.slots, { wish, busy: entry.busy.map(toSpan), lost: entry.lost.map(toLost) });
    if (slot !== undefined && offered.giver !== undefined) return { entry, slot, giver: offered.giver };
  }
  return undefined;
};

type Offered = { readonly giver: GivenService | undefined; readonly slots: readonly OfferedSlot[] };

/** The slots of one service that are really offered with this specialist, and take some of the time. */
const findOffered = async (
  tx: Tx,
  { span, specialist_id, service_id, now }: { span: Span; specialist_id: string; service_id: string; now: number },
): Promise<Offered> => {
  // A visit that begins the day before may reach into it.
  const days = {
    from: localDay('UTC', Math.max(now, span.starts_at) - LONGEST_MS),
    to: localDay('UTC', span.ends_at + LONGEST_MS),
  };
  // Nobody reads the names here.
  const found = await loadOffer(tx, { service_id, specialist_id, language: 'en' }, days).catch(nobody);
  // Archived a moment ago: whoever waits for something else is asked all the same.
  if (found === null) return { giver: undefined, slots: [] };
  const { givers, staff, zone } = found;
  const slots = offerDays(staff, { zone, from_day: days.from, to_day: days.to }, now).flatMap((day) => day.slots);
  const [giver] = givers;
  return { giver, slots: giver === undefined ? [] : slotsWithin(slots, span, giver) };
};

/** No visit with its buffers lasts longer. */
const LONGEST_MS = 2 * 86_400_000;

type Held = { readonly rules: TenantRules; readonly now: number };

/** Holds the slot for them and tells them; false, and nothing happens, when they cannot have it after all. */
const offer = async (tx: Tx, { entry, slot, giver }: Match, { rules, now }: Held): Promise<boolean> => {
  const { client_id, service_id } = entry;
  // The specialist's lock is held already; rooms come before clients everywhere.
  lockTime(tx, { specialist_ids: [], service_id });
  lockClient(tx, client_id);
  const [waits, ahead, client, chats] = await Promise.all([
    isWaiting(tx, entry.id),
    countFutureBookings(tx, client_id, now),
    findClient(tx, client_id),
    listChatsOf(tx, { client_id, specialist_ids: [] }),
  ]);
  if (!waits || client === undefined || ahead >= rules.max_future_bookings) return false;
  const { starts_at } = slot;
  const held_until = heldUntil(starts_at, readAt(now, rules.time_zone), rules.waitlist_hold_minutes);
  const reservation = await reserveTime(tx, giver, { starts_at, held_until });
  if (reservation === undefined) return false;
  const booking = writeBooking(
    tx,
    { giver, client, reservation_id: reservation.id, starts_at, held_until, offered: true },
    {
      actor: 'system',
      acting_as: 'system',
      now,
      rules,
      message: null,
      audience: audienceOf(chats, giver.specialist_id),
    },
  );
  const expires_at = formatInstant(held_until);
  insertOffer(tx, { booking_id: booking.id, entry_id: entry.id, starts_at: booking.starts_at, expires_at });
  return true;
};
