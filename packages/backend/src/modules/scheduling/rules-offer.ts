import { addDays, daysBetween, dayToEpoch, epochToDay, instantToLocal, MINUTE_MS, startOfDay } from '../../time.ts';
import {
  clipWindows,
  type DayOverride,
  lightestFirst,
  type ServiceShape,
  type Slot,
  type Taken,
  type WeeklyHours,
  type Window,
} from './rules.ts';
import { busyTime, type DayTime, type Load, loadMark, timeBeside } from './rules-load.ts';
import type { RoomTime } from './rules-rooms.ts';
import { freeSlots, horizonEnd, type SlotQuery } from './rules-slots.ts';
import { workingWindows } from './rules-windows.ts';

/** One specialist with everything that decides their free time for one service. */
export type Staffer<T extends Taken = Taken> = {
  readonly specialist_id: string;
  readonly zone: string;
  readonly weekly: readonly WeeklyHours[];
  readonly overrides: readonly DayOverride[];
  readonly taken: readonly T[];
  readonly service: ServiceShape & { horizon_days: number };
  /** Of which one is needed as well; null: none is. */
  readonly rooms: readonly RoomTime<T>[] | null;
};

/** A start that is offered, by whom, and how many seats are left. Instants are Unix milliseconds. */
export type OfferedSlot = Slot & { readonly specialist_id: string; readonly seats_left: number };
export type OfferedDay = { readonly date: string; readonly load: Load; readonly slots: readonly OfferedSlot[] };

/** Local days of `zone`, both included. */
export type DayRange = { readonly zone: string; readonly from_day: string; readonly to_day: string };

type StafferDay = {
  readonly windows: readonly Window[];
  readonly slots: readonly Slot[];
  readonly time: DayTime;
  /** Of all days: see `busyTime`. */
  readonly busy: readonly Window[];
};

/** What `freeSlots` and `whyNot` need to know of a specialist around some days of any zone. */
export const slotQuery = <T extends Taken>(staffer: Staffer<T>, range: DayRange, now: number): SlotQuery<T> => ({
  zone: staffer.zone,
  // A day of one zone may reach into the days before and after it in another.
  windows: workingWindows({
    zone: staffer.zone,
    weekly: staffer.weekly,
    overrides: staffer.overrides,
    from_day: addDays(range.from_day, -1),
    to_day: addDays(range.to_day, 1),
  }),
  taken: staffer.taken,
  service: staffer.service,
  rooms: staffer.rooms,
  now,
});

/** The first local day of `zone` on which anybody of the staff may be booked, for their notice. */
export const firstDay = (staff: readonly Staffer[], zone: string, now: number): string =>
  epochToDay(
    instantToLocal(zone, now + Math.min(...staff.map(({ service }) => service.min_notice_minutes)) * MINUTE_MS).day,
  );

/** The last local day of `zone` on which anybody of the staff may still be booked. */
export const lastDay = (staff: readonly Staffer[], zone: string, now: number): string =>
  epochToDay(
    Math.max(
      ...staff.map(({ zone: own, service }) => instantToLocal(zone, horizonEnd(own, now, service.horizon_days)).day),
    ),
  );

/**
 * Free starts and load mark of each local day, for one specialist or the union of several; a start that several
 * offer is given to the one with the lightest day (docs/rules.md#any-specialist).
 */
export const offerDays = (staff: readonly Staffer[], range: DayRange, now: number): OfferedDay[] => {
  const first = dayToEpoch(range.from_day);
  const count = daysBetween(range.from_day, range.to_day) + 1;
  const starts = Array.from({ length: count + 1 }, (_, index) => startOfDay(range.zone, first + index));
  const days = staff.map((staffer) => stafferDays(staffer, range, starts, now));
  const today = instantToLocal(range.zone, now).day;
  let last: string | undefined;
  return Array.from({ length: count }, (_, index) => {
    const date = epochToDay(first + index);
    const ofDay = staff.map((staffer, who) => ({ staffer, day: days[who]?.[index] }));
    const offered = offerDay(ofDay, now, starts[index] ?? 0);
    if (offered.load !== 'full') return { date, ...offered };
    if (first + index < today) return { date, ...offered, load: 'past' };
    last ??= lastDay(staff, range.zone, now);
    return { date, ...offered, load: date > last ? 'later' : 'full' };
  });
};

/** One specialist's windows and slots, cut into the local days that begin at `starts`. */
const stafferDays = (staffer: Staffer, range: DayRange, starts: readonly number[], now: number): StafferDay[] => {
  const query = slotQuery(staffer, range, now);
  const slots = freeSlots({ ...query, from: starts[0] ?? 0, to: starts.at(-1) ?? 0 });
  const busy = busyTime(staffer.taken);
  let next = 0;
  return starts.slice(0, -1).map((from, index) => {
    const to = starts[index + 1] ?? from;
    const begin = next;
    while (next < slots.length && (slots[next]?.starts_at ?? to) < to) next += 1;
    const windows = clipWindows(query.windows, from, to);
    return { windows, slots: slots.slice(begin, next), time: timeBeside(windows, busy), busy };
  });
};

type Candidate = { readonly staffer: Staffer; readonly day: StafferDay | undefined };

const offerDay = (candidates: readonly Candidate[], now: number, from: number): Omit<OfferedDay, 'date'> => {
  const working = candidates.flatMap(({ staffer, day }) => (day && day.windows.length > 0 ? [{ staffer, day }] : []));
  if (working.length === 0) return { load: 'closed', slots: mergeSlots(candidates) };
  const time = { bookable_ms: 0, free_ms: 0 };
  for (const { staffer, day } of working) {
    const earliest = now + staffer.service.min_notice_minutes * MINUTE_MS;
    const own =
      earliest > from ? timeBeside(clipWindows(day.windows, earliest, Number.POSITIVE_INFINITY), day.busy) : day.time;
    time.bookable_ms += own.bookable_ms;
    time.free_ms += own.free_ms;
  }
  const slots = mergeSlots(candidates);
  return { load: loadMark(time, slots.length), slots };
};

/** The union of everybody's starts, ascending; whoever comes first in `lightestFirst` gets a shared start. */
const mergeSlots = (candidates: readonly Candidate[]): OfferedSlot[] => {
  const ranked = lightestFirst(
    candidates.map(({ staffer, day }) => ({
      specialist_id: staffer.specialist_id,
      minutes_taken: day === undefined ? 0 : (day.time.bookable_ms - day.time.free_ms) / MINUTE_MS,
      slots: day?.slots ?? [],
    })),
  );
  const [only] = ranked;
  if (only !== undefined && ranked.length === 1) return only.slots.map((slot) => givenBy(slot, only.specialist_id));
  const byStart = new Map<number, OfferedSlot>();
  for (const { specialist_id, slots } of ranked)
    for (const slot of slots)
      if (!byStart.has(slot.starts_at)) byStart.set(slot.starts_at, givenBy(slot, specialist_id));
  return [...byStart.values()].sort((a, b) => a.starts_at - b.starts_at);
};

const givenBy = ({ starts_at, ends_at, seats_left = 1 }: Slot, specialist_id: string): OfferedSlot => ({
  starts_at,
  ends_at,
  specialist_id,
  seats_left,
});
