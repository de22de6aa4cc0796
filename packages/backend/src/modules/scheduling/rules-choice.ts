import { epochToDay, instantToLocal, MINUTE_MS, startOfDay } from '../../time.ts';
import { clipWindows, lightestFirst } from './rules.ts';
import { dayTime } from './rules-load.ts';
import { type Staffer, slotQuery } from './rules-offer.ts';
import { type SlotRule, whyNot } from './rules-why-not.ts';

/** Of several reasons this one is told: that somebody else has it outweighs that somebody does not work then. */
const TOLD_FIRST: readonly SlotRule[] = ['taken', 'full'];

/**
 * Who gives a booking at `start` (Unix milliseconds): of those whom it is offered with, the one with the lightest
 * local day. Otherwise the rule that keeps it from being offered.
 */
export const chooseGiver = <G extends { readonly specialist_id: string }>(
  { givers, staff }: { givers: readonly G[]; staff: readonly Staffer[] },
  start: number,
  now: number,
): G | { rule: SlotRule } => {
  const judged = staff.map((staffer) => judge(staffer, start, now));
  const [lightest] = lightestFirst(judged.filter(({ rule }) => rule === null));
  const giver = givers.find(({ specialist_id }) => specialist_id === lightest?.specialist_id);
  if (giver !== undefined) return giver;
  const rules = judged.flatMap(({ rule }) => rule ?? []);
  return { rule: TOLD_FIRST.find((rule) => rules.includes(rule)) ?? rules[0] ?? 'outside_hours' };
};

const judge = (staffer: Staffer, start: number, now: number) => {
  const { day } = instantToLocal(staffer.zone, start);
  const query = slotQuery(staffer, { zone: staffer.zone, from_day: epochToDay(day), to_day: epochToDay(day) }, now);
  const windows = clipWindows(query.windows, startOfDay(staffer.zone, day), startOfDay(staffer.zone, day + 1));
  const time = dayTime(windows, staffer.taken);
  return {
    specialist_id: staffer.specialist_id,
    minutes_taken: (time.bookable_ms - time.free_ms) / MINUTE_MS,
    rule: whyNot({ ...query, start })?.rule ?? null,
  };
};
