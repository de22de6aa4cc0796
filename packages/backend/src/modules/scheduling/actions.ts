import { AppError } from '@okno/contract';
import type { Foresights } from '../../admit.ts';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { formatInstant, monthRange } from '../../time.ts';
import { findSpecialistOf } from '../people/index.ts';
import { hoursActions } from './hours.ts';
import { loadOffer, localDay, nearestSlots, toSlot, type Wanted } from './offer.ts';
import { refusalAt } from './rules-choice.ts';
import { lastDay, type OfferedDay, offerDays } from './rules-offer.ts';
import { preview } from './rules-preview.ts';
import { checkPreview } from './rules-preview-checks.ts';
import { checkRange, roomSchedule, schedule, toSpan } from './schedule.ts';
import { foreseeOffer } from './store-offer.ts';
import { createTimeOffActions, type TakeBusyTime } from './time-off.ts';
import { refuse, refuseOthersTime } from './whose.ts';

const toDay = ({ date, load, slots }: OfferedDay) => ({ date, load, slots: slots.map(toSlot) });

const freeSlots = async (ctx: Ctx, wanted: Wanted, from: string, to: string) => {
  const { staff, zone } = await loadOffer(ctx.tx, wanted, { from, to, own: true });
  const days = offerDays(staff, { zone, from_day: from, to_day: to }, ctx.now);
  return { time_zone: zone, days: days.map(toDay) };
};

const wantedOf = ({ actor }: Ctx, input: { service_id: string; specialist_id?: string | undefined }): Wanted => ({
  language: actor.language,
  service_id: input.service_id,
  specialist_id: input.specialist_id ?? null,
});

/** The one day of an answer about a range of one day. */
const only = <D>({ time_zone, days }: { time_zone: string; days: readonly D[] }): { time_zone: string } & D => {
  const [day] = days;
  if (day === undefined) throw new Error('a range of one day has one day');
  return { time_zone, ...day };
};

/** What is asked and changes nothing. */
const askingActions = {
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

  'scheduling.day': async (ctx, { specialist_id, date }) =>
    only(await schedule(ctx, { id: specialist_id, field: 'specialist_id' }, { from: date, to: date })),

  'scheduling.range': async (ctx, { specialist_id, from, to }) => {
    checkRange(from, to);
    return schedule(ctx, { id: specialist_id, field: 'specialist_id' }, { from, to });
  },

  'scheduling.room_range': async (ctx, { room_id, from, to }) => {
    checkRange(from, to);
    return roomSchedule(ctx, room_id, { from, to });
  },

  'scheduling.of_person': async (ctx, { telegram_id, ...days }) => {
    const specialist = await findSpecialistOf(ctx.tx, telegram_id);
    if (specialist === undefined) throw new AppError('not_found', { what: 'specialist', field: 'telegram_id' });
    const { from = localDay(specialist.time_zone, ctx.now) } = days;
    const { to = from } = days;
    checkRange(from, to);
    const told = await schedule(ctx, { id: specialist.id, field: 'telegram_id' }, { from, to });
    return { specialist_id: specialist.id, ...told };
  },

  'scheduling.why_not': async (ctx, input) => {
    refuseOthersTime(ctx.actor, input.specialist_id, 'specialist_id');
    const start = Date.parse(input.starts_at);
    const day = localDay('UTC', start);
    const { staff, zone } = await loadOffer(ctx.tx, wantedOf(ctx, input), { from: day, to: day });
    const [staffer] = staff;
    const refusal = staffer === undefined ? null : refusalAt(staffer, start, ctx.now);
    const row =
      refusal?.row === undefined
        ? null
        : { ...refusal.row, room_id: refusal.row.room_id ?? null, ...toSpan(refusal.row) };
    return { offered: refusal === null, rule: refusal?.rule ?? null, row, time_zone: zone };
  },

  'scheduling.preview': async ({ now }, input) => {
    refuse(checkPreview(input));
    return { starts: preview(input, now).map(formatInstant) };
  },
} satisfies Partial<HandlersOf<'scheduling'>>;

/** @param takeBusyTime gives time that became free back to outside calendars */
export const createSchedulingActions = (takeBusyTime: TakeBusyTime): HandlersOf<'scheduling'> => ({
  ...askingActions,
  ...hoursActions,
  ...createTimeOffActions(takeBusyTime),
});

/** The day that people leaf through. */
export const schedulingForesights: Foresights = {
  'scheduling.free_slots_day': (tx, { service_id, specialist_id = null, date }, { language }) =>
    foreseeOffer(tx, { service_id, specialist_id, language }, { from: date, to: date, own: true }),
};
