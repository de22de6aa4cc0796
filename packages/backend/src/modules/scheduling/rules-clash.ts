import { epochToDay, instantToLocal, MINUTE_MS } from '../../time.ts';
import { mergeWindows } from './rules.ts';
import { blockedBy } from './rules-blocks.ts';
import { type Staffer, slotQuery } from './rules-offer.ts';
import { hasRoom } from './rules-rooms.ts';
import { isSession } from './rules-slots.ts';

/** Why a visit cannot take place at a given start. */
export type Clash = 'taken' | 'full' | 'outside_hours';

/**
 * What stands in the way of a visit at each of these starts (ms, ascending), or null, in their order. Notice, horizon
 * and grid do not count: whoever asks has agreed on the time with the client (docs/rules.md#series).
 */
export const clashesOf = (staffer: Staffer, starts: readonly number[]): (Clash | null)[] => {
  const day = (at: number) => epochToDay(instantToLocal(staffer.zone, at).day);
  const range = { zone: staffer.zone, from_day: day(starts[0] ?? 0), to_day: day(starts.at(-1) ?? 0) };
  const { windows, taken, service } = slotQuery(staffer, range, 0);
  const worked = mergeWindows(windows);
  const real = taken.filter((row) => row.starts_at < row.ends_at);
  const sessions = new Map(real.filter((row) => isSession(row, service)).map((row) => [row.starts_at, row]));
  const blocks = mergeWindows(real.map((row) => blockedBy(row, service)));
  return starts.map((start) => {
    const end = start + service.duration_minutes * MINUTE_MS;
    const session = sessions.get(start);
    if (session !== undefined) return (session.seats_left ?? 0) > 0 ? null : 'full';
    if (blocks.some((block) => start < block.to && block.from < end)) return 'taken';
    if (!hasRoom(staffer.rooms, { from: start, to: end })) return 'taken';
    return worked.some((window) => window.from <= start && end <= window.to) ? null : 'outside_hours';
  });
};
