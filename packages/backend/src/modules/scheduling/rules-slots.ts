import { ceilToGrid, instantToLocal, MINUTE_MS, startOfDay } from '../../time.ts';
import { mergeWindows, type ServiceShape, type Slot, type Taken, type Window } from './rules.ts';
import { blockedBy } from './rules-blocks.ts';
import { hasRoom, type RoomTime } from './rules-rooms.ts';

/**
 * What free slots are computed from; all instants in ms. `windows` come from `workingWindows`; windows and taken
 * time may reach beyond [from, to), and must where they cross its ends. `taken` may be unsorted and may overlap.
 * `horizon_end` is the last instant at which a slot may start; without it `service.horizon_days` decides.
 */
export type SlotQuery<T extends Taken = Taken> = {
  zone: string;
  windows: readonly Window[];
  taken: readonly T[];
  service: ServiceShape;
  now: number;
  horizon_end?: number | undefined;
  /** Of which one has to be free as well; null or left out: none is needed. */
  rooms?: readonly RoomTime<T>[] | null | undefined;
};
export type SlotRangeQuery<T extends Taken = Taken> = SlotQuery<T> & { from: number; to: number };

/** A piece of working time into which nothing taken reaches, and whether taken time bounds it on either side. */
type Piece = Window & { after_taken: boolean; before_taken: boolean };
type Grid = {
  zone: string;
  windows: readonly Window[];
  /** The starts that are asked for and may be offered. */
  range: Window;
  grid_minutes: number;
  step_ms: number;
  duration_ms: number;
  /** Of a group service: an individual slot says nothing of seats. */
  seats_left: number | undefined;
};

/**
 * The starts in [from, to) at which the service fits, ascending (docs/rules.md#slots). The candidate with its buffers
 * stays clear of what is taken with its buffers; the working hours have to hold only the service itself. Starts
 * begin on the wall-clock grid in every free piece and go on by the step; minimum notice and horizon only filter.
 * `packed` adds the starts that touch something taken. A group session with seats left is offered at its own start.
 * Rooms take away the starts at which none of them is free; a session has its room already.
 * Throws RangeError for an unknown zone or a step that is not positive.
 */
export function freeSlots(query: SlotRangeQuery): Slot[] {
  const { service, windows, rooms = null } = query;
  const grid = gridOf(query);
  const { range } = grid;
  const sessions = openSessions(query).filter((slot) => slot.starts_at >= range.from && slot.starts_at < range.to);
  const slots: Slot[] = [];
  for (const piece of freePieces(windows, query.taken, service)) {
    if (piece.to <= range.from || piece.from >= range.to) continue;
    const first = slots.length;
    addGridSlots(slots, piece, grid);
    if (service.packed === true) addTouchingSlots(slots, first, piece, grid);
  }
  const offered =
    rooms === null ? slots : slots.filter((slot) => hasRoom(rooms, { from: slot.starts_at, to: slot.ends_at }));
  if (sessions.length === 0) return offered;
  return [...sessions, ...offered].sort((a, b) => a.starts_at - b.starts_at);
}

/** The largest of 60, 30, 20, 15, 10, 5 minutes that divides the step; 5 where none does. */
export function gridMinutes(stepMinutes: number): number {
  return [60, 30, 20, 15, 10].find((grid) => stepMinutes % grid === 0) ?? 5;
}

/** The last instant (ms) at which a slot may start: the end of the local day that is `horizonDays` after today. */
export function horizonEnd(zone: string, now: number, horizonDays: number): number {
  return startOfDay(zone, instantToLocal(zone, now).day + horizonDays + 1) - 1;
}

/** The last start that the horizon allows; infinite without a horizon. */
export function lastStart(query: SlotQuery): number {
  if (query.horizon_end !== undefined) return query.horizon_end;
  const days = query.service.horizon_days;
  return typeof days === 'number' ? horizonEnd(query.zone, query.now, days) : Number.POSITIVE_INFINITY;
}

/** Whether the taken time is a session of this group service, joined by taking a seat. */
export function isSession(taken: Taken, service: ServiceShape): boolean {
  return (service.capacity ?? 1) > 1 && service.id !== undefined && taken.service_id === service.id;
}

function offeredRange(query: SlotRangeQuery): Window {
  return {
    from: Math.max(query.from, query.now + query.service.min_notice_minutes * MINUTE_MS),
    to: Math.min(query.to, lastStart(query) + 1),
  };
}

function gridOf(query: SlotRangeQuery): Grid {
  const { zone, windows, service } = query;
  // The one input that would never end; everything else that is wrong only yields no slots.
  if (!(service.step_minutes > 0)) throw new RangeError(`step_minutes must be positive: ${service.step_minutes}`);
  return {
    zone,
    windows,
    range: offeredRange(query),
    grid_minutes: gridMinutes(service.step_minutes),
    step_ms: service.step_minutes * MINUTE_MS,
    duration_ms: service.duration_minutes * MINUTE_MS,
    seats_left: (service.capacity ?? 1) > 1 ? service.capacity : undefined,
  };
}

function openSessions(query: SlotQuery): Slot[] {
  const slots: Slot[] = [];
  for (const taken of query.taken) {
    const seats_left = taken.seats_left ?? 0;
    if (seats_left > 0 && isSession(taken, query.service)) {
      slots.push({ starts_at: taken.starts_at, ends_at: taken.ends_at, seats_left });
    }
  }
  return slots;
}

function freePieces(windows: readonly Window[], taken: readonly Taken[], service: ServiceShape): Piece[] {
  const blocked: Window[] = [];
  for (const row of taken) if (row.starts_at < row.ends_at) blocked.push(blockedBy(row, service));
  const blocks = mergeWindows(blocked);
  const pieces: Piece[] = [];
  let next = 0;
  for (const stretch of mergeWindows(windows)) next = cutStretch(stretch, blocks, next, pieces);
  return pieces;
}

/** Adds the free pieces of one stretch; `next` is the first block to look at, and returned for the next stretch. */
function cutStretch(stretch: Window, blocks: readonly Window[], next: number, pieces: Piece[]): number {
  let from = stretch.from;
  let after_taken = false;
  let index = next;
  for (let block = blocks[index]; block !== undefined && block.from <= stretch.to; block = blocks[++index]) {
    if (block.from > from) pieces.push({ from, to: block.from, after_taken, before_taken: true });
    if (block.to >= from) {
      from = block.to;
      after_taken = true;
    }
    // It may reach into the next stretch as well.
    if (block.to > stretch.to) break;
  }
  if (from < stretch.to) pieces.push({ from, to: stretch.to, after_taken, before_taken: false });
  return index;
}

/** Grid starts of a piece within the range. The grid begins at the piece's start and anew at every window's start. */
function addGridSlots(slots: Slot[], piece: Piece, grid: Grid): void {
  const { windows, range, step_ms } = grid;
  const latest = piece.to - grid.duration_ms;
  let from = piece.from;
  while (from <= latest && from < range.to) {
    const restart = nextWindowAfter(windows, from);
    const until = Math.min(range.to, restart);
    let start = ceilToGrid(grid.zone, from, grid.grid_minutes);
    if (start < range.from) start += Math.ceil((range.from - start) / step_ms) * step_ms;
    for (; start < until && start <= latest; start += step_ms) slots.push(slotAt(start, grid));
    from = restart;
  }
}

/** Written out, because spreading the seats into every slot would cost more than all the rest. */
function slotAt(starts_at: number, { duration_ms, seats_left }: Grid): Slot {
  const ends_at = starts_at + duration_ms;
  return seats_left === undefined ? { starts_at, ends_at } : { starts_at, ends_at, seats_left };
}

/** The start of the first window that begins after `ms`; found by halving, because every piece asks. */
function nextWindowAfter(windows: readonly Window[], ms: number): number {
  let low = 0;
  let high = windows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((windows[middle]?.from ?? ms) > ms) high = middle;
    else low = middle + 1;
  }
  return windows[low]?.from ?? Number.POSITIVE_INFINITY;
}

/** The first and the last start of a piece, where they touch something taken; its other slots begin at index `first`. */
function addTouchingSlots(slots: Slot[], first: number, piece: Piece, grid: Grid): void {
  const { range } = grid;
  const latest = piece.to - grid.duration_ms;
  if (latest < piece.from) return;
  const missing = (start: number, index: number) =>
    start >= range.from && start < range.to && slots[index]?.starts_at !== start;
  if (piece.after_taken && missing(piece.from, first)) slots.splice(first, 0, slotAt(piece.from, grid));
  if (piece.before_taken && missing(latest, slots.length - 1)) slots.push(slotAt(latest, grid));
}
