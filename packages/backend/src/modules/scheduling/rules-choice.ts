import { epochToDay, instantToLocal, MINUTE_MS, startOfDay } from '../../time.ts';
import { clipWindows, lightestFirst, type Taken } from './rules.ts';
import { blockedBy } from './rules-blocks.ts';
import { dayTime } from './rules-load.ts';
import { type Staffer, slotQuery } from './rules-offer.ts';
import { hasRoom } from './rules-rooms.ts';
import { isSession, type SlotQuery } from './rules-slots.ts';
import { type Refusal, type SlotRule, whyNot } from './rules-why-not.ts';

/** Of several reasons this one is told: that somebody else has it outweighs that somebody does not work then. */
const TOLD_FIRST: readonly SlotRule[] = ['taken', 'full', 'room_taken'];

/**
 * Who may give a booking at `start` (Unix milliseconds): those whom it is offered with, the one with the lightest
 * day first, counted in the offer's `zone` for all of them (docs/rules.md#any-specialist). Nobody: the rule that keeps it from being offered.
 */
export const chooseGivers = <G extends { readonly specialist_id: string }>(
  { givers, staff, zone }: { givers: readonly G[]; staff: readonly Staffer[]; zone: string },
  start: number,
  now: number,
): { givers: G[]; rule: null } | { givers: []; rule: SlotRule } => {
  const judged = staff.map((staffer) => judge(staffer, { start, now, zone }));
  const offered = lightestFirst(judged.filter(({ rule }) => rule === null)).flatMap(({ specialist_id }) =>
    givers.filter((giver) => giver.specialist_id === specialist_id),
  );
  if (offered.length > 0) return { givers: offered, rule: null };
  const rules = judged.flatMap(({ rule }) => rule ?? []);
  return { givers: [], rule: TOLD_FIRST.find((rule) => rules.includes(rule)) ?? rules[0] ?? 'outside_hours' };
};

/**
 * Who may give a booking at `start` whatever the hours, notice, horizon and grid: whoever is free then, and not in the
 * past (docs/rules.md#outside-the-rules).
 */
export const chooseOutsideRules = <G extends { readonly specialist_id: string }>(
  { givers, staff }: { givers: readonly G[]; staff: readonly Staffer[] },
  start: number,
  now: number,
): { givers: G[]; rule: null } | { givers: []; rule: SlotRule } => {
  if (start < now) return { givers: [], rule: 'past' };
  const rules = staff.map((staffer) => ({ id: staffer.specialist_id, rule: clash(staffer, start) }));
  const free = rules.filter(({ rule }) => rule === null).map(({ id }) => id);
  if (free.length === 0) return { givers: [], rule: rules[0]?.rule ?? 'taken' };
  return { givers: givers.filter(({ specialist_id }) => free.includes(specialist_id)), rule: null };
};

/** What is taken at that time, or the seats of the session that begins then; null when nothing stands in the way. */
const clash = ({ taken, service, rooms }: Staffer, start: number): 'taken' | 'full' | 'room_taken' | null => {
  const session = taken.find((row) => row.starts_at === start && isSession(row, service));
  if (session !== undefined) return (session.seats_left ?? 0) > 0 ? null : 'full';
  const end = start + service.duration_minutes * MINUTE_MS;
  const blocked = taken.map((row) => blockedBy(row, service)).some(({ from, to }) => start < to && from < end);
  if (blocked) return 'taken';
  return hasRoom(rooms, { from: start, to: end }) ? null : 'room_taken';
};

const judge = (staffer: Staffer, { start, now, zone }: { start: number; now: number; zone: string }) => {
  const { day } = instantToLocal(zone, start);
  const date = epochToDay(day);
  const query = slotQuery(staffer, { zone, from_day: date, to_day: date }, now);
  const windows = clipWindows(query.windows, startOfDay(zone, day), startOfDay(zone, day + 1));
  const time = dayTime(windows, staffer.taken);
  return {
    specialist_id: staffer.specialist_id,
    minutes_taken: (time.bookable_ms - time.free_ms) / MINUTE_MS,
    rule: whyNot({ ...query, start })?.rule ?? null,
  };
};

/** Why this specialist does not offer `start`, with the taken time that is in the way; null when it is offered. */
export const refusalAt = <T extends Taken>(staffer: Staffer<T>, start: number, now: number): Refusal<T> | null =>
  whyNot({ ...queryAt(staffer, start, now), start });

const queryAt = <T extends Taken>(staffer: Staffer<T>, start: number, now: number): SlotQuery<T> => {
  const day = epochToDay(instantToLocal(staffer.zone, start).day);
  return slotQuery(staffer, { zone: staffer.zone, from_day: day, to_day: day }, now);
};
