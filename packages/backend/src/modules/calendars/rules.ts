import type { Role } from '@okno/contract';
import { DAY_MS, MINUTE_MS } from '../../time.ts';
import { firstEndingAfter, type Stretch } from '../../windows.ts';

/** Half-open, Unix milliseconds. */
export type Window = Stretch;

/** How often an outside calendar is looked at, and how far the looks are spread by chance. */
const SYNC_MS = 15 * MINUTE_MS;
const SPREAD_MS = 3 * MINUTE_MS;
const LONGEST_PAUSE_MS = 6 * 60 * MINUTE_MS;

/** How long a calendar may say "unchanged" before the whole file is read again: what recurs reaches further each day. */
export const WHOLE_EVERY_MS = 12 * 60 * MINUTE_MS;

/** Nobody reads a calendar more often by hand. */
export const MANUAL_MS = MINUTE_MS;

/** Outside calendars of one specialist. */
export const MAX_IMPORTS = 10;

/**
 * How many pieces of busy time one calendar may make, and all of a specialist together: each is a row, and all are
 * settled at once while others wait. Twenty a day make two thousand in a hundred days.
 */
export const MAX_WINDOWS = 2_000;
export const MAX_ALL_WINDOWS = 5_000;

/** Busy time begins and ends on these, so that events of a minute each do not make a row each. */
const GRID_MS = 5 * MINUTE_MS;

/** Windows rounded outwards to five minutes; they may overlap and touch afterwards. */
export const roundOutwards = (windows: readonly Window[]): Window[] =>
  windows.map(({ from, to }) => ({
    from: Math.floor(from / GRID_MS) * GRID_MS,
    to: Math.ceil(to / GRID_MS) * GRID_MS,
  }));

/** Conflicts told with an import. */
export const MAX_CONFLICTS = 10;

/** Series reach that far, whatever the services' horizons. */
const SHORTEST_HORIZON_DAYS = 180;

/**
 * When a calendar is read next, in milliseconds from now: every quarter of an hour, and ever more rarely while it
 * cannot be read (docs/rules.md#imports).
 * @param failures in a row, this one included; 0 after a success
 * @param chance between 0 and 1
 */
export const pauseAfter = (failures: number, chance: number): number =>
  Math.min(SYNC_MS * 2 ** Math.min(failures, 10), LONGEST_PAUSE_MS) + Math.floor(SPREAD_MS * chance);

/**
 * The time for which outside calendars count: from yesterday, so that what is going on stays, to the end of what can
 * be booked. Both ends move once a day only, so that long events are not cut anew at every look.
 */
export const countingWindow = (now: number, horizon_days: number): Window => {
  const today = Math.floor(now / DAY_MS);
  return { from: (today - 1) * DAY_MS, to: (today + Math.max(horizon_days, SHORTEST_HORIZON_DAYS) + 2) * DAY_MS };
};

/** What is left of `windows` without `taken`; both sorted and apart. */
export const subtractWindows = (windows: readonly Window[], taken: readonly Window[]): Window[] =>
  windows.flatMap(({ from, to }) => {
    const left: Window[] = [];
    let start = from;
    for (let index = firstEndingAfter(taken, from); (taken[index]?.from ?? to) < to; index += 1) {
      const cut = taken[index] ?? { from: to, to };
      if (cut.from > start) left.push({ from: start, to: cut.from });
      start = cut.to;
    }
    return start < to ? [...left, { from: start, to }] : left;
  });

/**
 * What has to change so that `present` becomes `wanted`: rows that stay are not touched. A row that began before
 * `from` counts as if it began there: what is over is history.
 */
export const diffWindows = (
  present: readonly (Window & { readonly id: string })[],
  wanted: readonly Window[],
  from: number,
): { readonly remove: string[]; readonly add: Window[] } => {
  const keyOf = (window: Window) => `${Math.max(window.from, from)} ${window.to}`;
  const missing = new Map(wanted.map((window) => [keyOf(window), window]));
  const remove = present.filter((row) => !missing.delete(keyOf(row))).map(({ id }) => id);
  return { remove, add: [...missing.values()] };
};

/** The bookings that share time with busy windows (sorted, apart), in their order. */
export const meetingBusy = <B extends Window>(bookings: readonly B[], busy: readonly Window[]): B[] =>
  bookings.filter(({ from, to }) => (busy[firstEndingAfter(busy, from)]?.from ?? to) < to);

type Person = { readonly role: Role; readonly client_id: string | null; readonly specialist_id: string | null };

/** Whose calendars somebody may touch: everybody's, or those of the client and the specialist they are. */
export type Owners = 'all' | { readonly client_id: string | null; readonly specialist_id: string | null };

/** Clients and specialists their own; moderators, owners and programs all. */
export const ownersFor = ({ role, client_id, specialist_id }: Person): Owners => {
  if (role === 'client') return { client_id, specialist_id: null };
  return role === 'specialist' ? { client_id, specialist_id } : 'all';
};

/** Whose calendar a feed shows: a specialist's or a client's. */
export type FeedOwner =
  | { readonly specialist_id: string; readonly client_id: null }
  | { readonly specialist_id: null; readonly client_id: string };

const specialistOwner = (specialist_id: string): FeedOwner => ({ specialist_id, client_id: null });
const clientOwner = (client_id: string): FeedOwner => ({ specialist_id: null, client_id });

/** Who is meant: whoever is named, or else oneself, staff as the specialist they are; null: nobody. */
export const wantedOwner = (
  actor: Person,
  named: { readonly specialist_id?: string | undefined; readonly client_id?: string | undefined },
): FeedOwner | null => {
  if (named.specialist_id !== undefined) return specialistOwner(named.specialist_id);
  if (named.client_id !== undefined) return clientOwner(named.client_id);
  if (actor.role !== 'client' && actor.specialist_id !== null) return specialistOwner(actor.specialist_id);
  return actor.client_id === null ? null : clientOwner(actor.client_id);
};

export const mayTouch = (owners: Owners, { specialist_id, client_id }: FeedOwner): boolean => {
  if (owners === 'all') return true;
  return specialist_id === null ? client_id === owners.client_id : specialist_id === owners.specialist_id;
};
