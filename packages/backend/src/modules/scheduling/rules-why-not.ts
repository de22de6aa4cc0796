import { MINUTE_MS } from '../../time.ts';
import { mergeWindows, type Taken } from './rules.ts';
import { blockedBy } from './rules-blocks.ts';
import { firstInRoom, hasRoom } from './rules-rooms.ts';
import { freeSlots, isSession, lastStart, type SlotQuery } from './rules-slots.ts';

/** `full`: a group session at exactly this time that has no seat left. */
export type SlotRule =
  | 'past'
  | 'min_notice'
  | 'horizon'
  | 'full'
  | 'outside_hours'
  | 'taken'
  | 'room_taken'
  | 'off_grid';
export type Refusal<T extends Taken = Taken> = { rule: SlotRule; row?: T };

/**
 * Why `start` (ms) is not offered, and the taken row that blocks it where it is one; null exactly when `freeSlots`
 * offers it (docs/rules.md#why-not). Of several reasons the first in the order of `SlotRule` is named. `off_grid`
 * means that it would fit but is not one of the starts.
 */
export function whyNot<T extends Taken>(query: SlotQuery<T> & { start: number }): Refusal<T> | null {
  const { start, service, now } = query;
  if (freeSlots({ ...query, from: start, to: start + 1 }).length > 0) return null;
  if (start < now) return { rule: 'past' };
  if (start < now + service.min_notice_minutes * MINUTE_MS) return { rule: 'min_notice' };
  if (start > lastStart(query)) return { rule: 'horizon' };
  const session = query.taken.find((row) => row.starts_at === start && isSession(row, service));
  if (session !== undefined) return { rule: 'full', row: session };
  const end = start + service.duration_minutes * MINUTE_MS;
  if (!mergeWindows(query.windows).some((window) => window.from <= start && end <= window.to)) {
    return { rule: 'outside_hours' };
  }
  const row = firstBlocking(query, end);
  if (row !== undefined) return { rule: 'taken', row };
  const { rooms = null } = query;
  if (rooms === null || hasRoom(rooms, { from: start, to: end })) return { rule: 'off_grid' };
  const inRoom = firstInRoom(rooms, { from: start, to: end }, service);
  return { rule: 'room_taken', ...(inRoom && { row: inRoom }) };
}

function firstBlocking<T extends Taken>(query: SlotQuery<T> & { start: number }, end: number): T | undefined {
  let first: T | undefined;
  for (const row of query.taken) {
    const block = blockedBy(row, query.service);
    const blocks = row.starts_at < row.ends_at && query.start < block.to && block.from < end;
    if (blocks && (first === undefined || row.starts_at < first.starts_at)) first = row;
  }
  return first;
}
