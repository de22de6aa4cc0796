import type { Connection } from '@okno/backend';

/** Something to be done at an instant (Unix milliseconds), known by its number. */
export type Job = { readonly i: number; readonly at: number };

/** The servers that all contenders share. */
export type Places = { readonly postgres: Connection; readonly redis_port: number };

/** What every job does, in every engine: one LPUSH of its number, of as many at once as the engine hands over. */
export type Fire = (numbers: readonly number[]) => Promise<void>;

/** The side that plans. */
export type Planner = {
  /** Through the engine's own interface, as many at once as it is made for. */
  plan(jobs: readonly Job[]): Promise<void>;
  /** So many jobs, spread over the year that begins tomorrow. */
  flood(count: number): Promise<void>;
  /** Whether nothing that is due is left, also of what is to be written down about it. */
  isSettled(): Promise<boolean>;
  close(): Promise<void>;
};

export type Engine = {
  /** Its database on the shared server; null when it has none. */
  readonly database: string | null;
  /** Opens it with nothing in it. */
  openPlanner(places: Places): Promise<Planner>;
  /** The side that works, in a process of its own; resolves when it has begun. */
  startWorker(places: Places, fire: Fire): Promise<{ stop(): Promise<void> }>;
};

const DAY_MS = 86_400_000;

/** Jobs of a flood, for engines that can only be given them one by one. */
export const floodOf = (count: number, now: number): Job[] =>
  Array.from({ length: count }, (_, i) => ({ i: -1 - i, at: Math.floor(now + DAY_MS + Math.random() * 365 * DAY_MS) }));

export function* inChunks<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < list.length; from += size) yield list.slice(from, from + size);
}
