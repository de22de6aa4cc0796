import { AppError, MAX_RANGE_DAYS } from '@okno/contract';
import type { Foresights, HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { daysBetween, formatInstant, monthRange } from '../../time.ts';
import { loadOffer, localDay, nearestSlots, toSlot, type Wanted } from './offer.ts';
import { lastDay, type OfferedDay, offerDays } from './rules-offer.ts';
import { scheduleDays, type Taking } from './rules-schedule.ts';
import { findSpecialist, findTime, foreseeOffer, type ReservationRow } from './store.ts';

/** Refuses a range that is turned around or too long. */
const checkRange = (from: string, to: string): void => {
  const days = daysBetween(from, to) + 1;
  if (days < 1) throw new AppError('invalid_input', { field: 'to', rule: 'must not be before from' });
  if (days > MAX_RANGE_DAYS)
    throw new AppError('invalid_input', { field: 'to', rule: `at most ${MAX_RANGE_DAYS} days at once` });
};

const toDay = ({ date, load, slots }: OfferedDay) => ({ date, load, slots: slots.map(toSlot) });

const freeSlots = async (ctx: Ctx, wanted: Wanted, from: string, to: string) => {
  const { staff, zone } = await loadOffer(ctx.tx, wanted, { from, to });
  const days = offerDays(staff, { zone, from_day: from, to_day: to }, ctx.now);
  return { time_zone: zone, days: days.map(toDay) };
};

const wantedOf = ({ actor }: Ctx, input: { service_id: string; specialist_id?: string | undefined }): Wanted => ({
  language: actor.language,
  service_id: input.service_id,
  specialist_id: input.specialist_id ?? null,
});

const toTaking = (row: ReservationRow): Taking => ({
  ...row,
  starts_at: Date.parse(row.starts_at),
  ends_at: Date.parse(row.ends_at),
});

/** Specialists see their own time; moderators, owners and programs anybody's. */
const refuseOthersTime = ({ role, specialist_id }: Ctx['actor'], wanted: string): void => {
  if (role === 'specialist' && wanted !== specialist_id) throw new AppError('forbidden', { field: 'specialist_id' });
};

const schedule = async ({ tx, actor }: Ctx, specialist_id: string, from: string, to: string) => {
  refuseOthersTime(actor, specialist_id);
  const [specialist, { hours, overrides, reservations }] = await Promise.all([
    findSpecialist(tx, specialist_id),
    findTime(tx, specialist_id, { from, to }),
  ]);
  if (specialist === undefined) throw new AppError('not_found', { what: 'specialist', field: 'specialist_id' });
  const zone = specialist.time_zone;
  const range = { zone, from_day: from, to_day: to };
  const days = scheduleDays({ weekly: hours, overrides, taken: reservations.map(toTaking) }, range);
  return {
    time_zone: zone,
    days: days.map((day) => ({ ...day, working: day.working.map(toInterval), taken: day.taken.map(toTaken) })),
  };
};

const toInterval = ({ from, to }: { from: number; to: number }) => ({
  starts_at: formatInstant(from),
  ends_at: formatInstant(to),
});

const toTaken = (taking: Taking) => ({
  ...taking,
  starts_at: formatInstant(taking.starts_at),
  ends_at: formatInstant(taking.ends_at),
});

/** The one day of an answer about a range of one day. */
const only = <D>({ time_zone, days }: { time_zone: string; days: readonly D[] }): { time_zone: string } & D => {
  const [day] = days;
  if (day === undefined) throw new Error('a range of one day has one day');
  return { time_zone, ...day };
};

export const schedulingActions: HandlersOf<'scheduling'> = {
  'scheduling.free_slots_day': async (ctx, input) =>
    only(await freeSlots(ctx, wantedOf(ctx, input), input.date, input.date)),

  'scheduling.free_slots_range': async (ctx, input) => {
    checkRange(input.from, input.to);
    return freeSlots(ctx, wantedOf(ctx, input), input.from, input.to);
  },

  'scheduling.month': async (ctx, input) => {
    const wanted = wantedOf(ctx, input);
    const { from, to } = monthRange(input.month);
    const { staff, zone } = await loadOffer(ctx.tx, wanted, { from, to });
    const today = localDay(zone, ctx.now);
    const days = offerDays(staff, { zone, from_day: from, to_day: to }, ctx.now);
    const first = today >= from && today <= to ? days.flatMap((day) => day.slots)[0] : undefined;
    const [nearest] =
      first === undefined
        ? await nearestSlots(ctx.tx, wanted, { wanted_at: ctx.now, now: ctx.now, count: 1 })
        : [toSlot(first)];
    return {
      time_zone: zone,
      today,
      last_day: lastDay(staff, zone, ctx.now),
      days: days.map(({ date, load, slots }) => ({ date, load, free: slots.length })),
      nearest: nearest ?? null,
    };
  },

  'scheduling.day': async (ctx, { specialist_id, date }) => only(await schedule(ctx, specialist_id, date, date)),

  'scheduling.range': async (ctx, { specialist_id, from, to }) => {
    checkRange(from, to);
    return schedule(ctx, specialist_id, from, to);
  },
};

/** The day that people leaf through. */
export const schedulingForesights: Foresights = {
  'scheduling.free_slots_day': (tx, { service_id, specialist_id = null, date }, language) =>
    foreseeOffer(tx, { service_id, specialist_id, language }, { from: date, to: date }),
};
