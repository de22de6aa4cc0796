import type { Actions, Booking, Output, Slot } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import { addDays, instantToLocal, localToInstant } from '../../time.ts';
import {
  loadOffer,
  localDay,
  nearestSlots,
  nobody,
  type Offer,
  offerDays,
  toSlot,
  type Wanted,
} from '../scheduling/index.ts';

/** How many starts are offered, and how far ahead the same time is looked for. */
const OFFERED = 5;
const WEEKS = 12;
const WEEK_DAYS = 7;

/**
 * Where the same could be booked again: at the same weekday and time of the coming weeks as far as that is free, or
 * else near the next one (docs/rules.md#again).
 * @throws AppError `not_found` when the service is given no longer.
 */
export const repeatOffer = async (
  { tx, now, actor }: Ctx,
  booking: Booking,
): Promise<Output<Actions['bookings.repeat_offer']>> => {
  const ahead = weeksAhead(booking, now);
  const named: Wanted = {
    service_id: booking.service.id,
    specialist_id: booking.specialist.id,
    language: actor.language,
  };
  const today = localDay(booking.time_zone, now);
  const days = { from: today, to: addDays(today, WEEKS * WEEK_DAYS) };
  // The specialist may give the service no longer; somebody else may.
  const offer = await loadOffer(tx, named, days).catch(nobody);
  const wanted = { ...named, specialist_id: offer === null ? null : named.specialist_id };
  const same = sameTime(offer ?? (await loadOffer(tx, wanted, days)), { ahead, days, zone: booking.time_zone, now });
  const near = { wanted_at: ahead[0] ?? now, now, count: OFFERED };
  return {
    service_id: wanted.service_id,
    specialist_id: wanted.specialist_id,
    time_zone: booking.time_zone,
    same_time: same.length > 0,
    slots: same.length > 0 ? same : await nearestSlots(tx, wanted, near),
  };
};

/** The instants (Unix milliseconds) at which it is the weekday and time of the booking again, on its own clock. */
const weeksAhead = ({ starts_at, time_zone }: Booking, now: number): number[] => {
  const { day, minute } = instantToLocal(time_zone, Date.parse(starts_at));
  const today = instantToLocal(time_zone, now).day;
  const first = day + Math.max(0, Math.ceil((today - day) / WEEK_DAYS)) * WEEK_DAYS;
  return Array.from({ length: WEEKS }, (_, week) => localToInstant(time_zone, first + week * WEEK_DAYS, minute)).filter(
    (start) => start > now && start !== Date.parse(starts_at),
  );
};

type Asked = { ahead: readonly number[]; days: { from: string; to: string }; zone: string; now: number };

const sameTime = ({ staff }: Offer, { ahead, days, zone, now }: Asked): Slot[] =>
  offerDays(staff, { zone, from_day: days.from, to_day: days.to }, now)
    .flatMap(({ slots }) => slots)
    .filter(({ starts_at }) => ahead.includes(starts_at))
    .slice(0, OFFERED)
    .map(toSlot);
