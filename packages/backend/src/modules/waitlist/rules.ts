import { instantToLocal, localToInstant, MINUTE_MS } from '../../time.ts';

/** A client may wait for so many things at once (docs/rules.md#waitlist). */
export const MAX_OPEN_ENTRIES = 5;

/** Minutes of the day between which nobody is expected to look at the phone: from nine in the evening to nine. */
const [NIGHT_FROM, NIGHT_TO] = [21 * 60, 9 * 60];

/** When whoever is asked at `now` can be expected to read it: at once, at night in the morning (Unix milliseconds). */
export const readAt = (now: number, zone: string): number => {
  const { day, minute } = instantToLocal(zone, now);
  if (minute >= NIGHT_FROM) return localToInstant(zone, day + 1, NIGHT_TO);
  return minute < NIGHT_TO ? localToInstant(zone, day, NIGHT_TO) : now;
};

/** Half-open, in Unix milliseconds. */
export type Span = { readonly starts_at: number; readonly ends_at: number };

/** When somebody would come: days as instants (Unix milliseconds), and minutes of the day in a zone. */
export type Wish = {
  readonly time_zone: string;
  readonly begins_at: number;
  readonly ends_at: number;
  readonly from_minute: number | null;
  readonly to_minute: number | null;
};

/** Whether a visit that begins at `start` (Unix milliseconds) is what somebody waits for. */
export const isWished = (start: number, wish: Wish): boolean => {
  if (start < wish.begins_at || start >= wish.ends_at) return false;
  const { minute } = instantToLocal(wish.time_zone, start);
  return minute >= (wish.from_minute ?? 0) && (wish.to_minute === null || minute < wish.to_minute);
};

const overlaps = (one: Span, other: Span): boolean => one.starts_at < other.ends_at && other.starts_at < one.ends_at;

/** A visit with the buffers that its service needs around it. */
export const withBuffers = (
  visit: Span,
  service: { readonly buffer_before_minutes: number; readonly buffer_after_minutes: number },
): Span => ({
  starts_at: visit.starts_at - service.buffer_before_minutes * MINUTE_MS,
  ends_at: visit.ends_at + service.buffer_after_minutes * MINUTE_MS,
});

/** A visit with this specialist that somebody no longer has; `passed`: it was offered, and they did not answer. */
export type Lost = Span & { readonly passed: boolean };

/** What is known of somebody who waits when a time is looked for. */
export type Waiting = { readonly wish: Wish; readonly busy: readonly Span[]; readonly lost: readonly Lost[] };

/**
 * The first of the offered slots that somebody waits for and could come to, or undefined. What they gave up or declined
 * is not offered again, and who did not answer is not asked about half an hour later.
 */
export const slotFor = <S extends Span>(slots: readonly S[], { wish, busy, lost }: Waiting): S | undefined =>
  slots.find(
    (slot) =>
      isWished(slot.starts_at, wish) &&
      !busy.some((visit) => overlaps(visit, slot)) &&
      !lost.some((visit) => (visit.passed ? overlaps(visit, slot) : visit.starts_at === slot.starts_at)),
  );

/** The slots that take any of the time that became free, with their own buffers. */
export const slotsWithin = <S extends Span>(slots: readonly S[], freed: Span, service: Buffers): S[] =>
  slots.filter((slot) => overlaps(withBuffers(slot, service), freed));

type Buffers = Parameters<typeof withBuffers>[1];
