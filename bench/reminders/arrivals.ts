import type { Redis } from 'ioredis';

const QUEUE = 'queue:to_assistant';
/** Once more when nothing has come for so long. */
const WAIT_S = 1;
const AT_ONCE = 1_000;

/** An event as an assistant takes it: which, for when, and when it was there (Unix milliseconds of this machine). */
export type Arrival = { readonly name: string; readonly due: number; readonly at: number };

type Told = { readonly payload?: { reminder_id: string; triggered_at: string } };
type Bare = { readonly reminder_id: string; readonly scheduled_for: number };

const read = (text: string, at: number): Arrival => {
  const told = JSON.parse(text) as Told & Bare;
  const { payload } = told;
  if (payload === undefined) return { name: told.reminder_id, due: told.scheduled_for, at };
  return { name: `${payload.reminder_id} ${payload.triggered_at}`, due: Date.parse(payload.triggered_at), at };
};

/**
 * Takes events from the queue as they come, as an assistant would, until nothing is there and `enough` says so of what has
 * come.
 */
export const takeArrivals = async (
  redis: Redis,
  enough: (count: number) => boolean,
  deadline_ms: number,
): Promise<Arrival[]> => {
  const texts: { readonly text: string; readonly at: number }[] = [];
  const deadline = performance.now() + deadline_ms;
  for (;;) {
    const taken = await redis.blmpop(WAIT_S, 1, QUEUE, 'RIGHT', 'COUNT', AT_ONCE);
    const at = Date.now();
    for (const text of taken?.[1] ?? []) texts.push({ text, at });
    if (taken === null && enough(texts.length)) break;
    if (performance.now() > deadline) throw new Error(`only ${texts.length} events came within ${deadline_ms} ms`);
  }
  // Read afterwards: what is to be measured must not wait for it.
  const arrivals = texts.map(({ text, at }) => read(text, at));
  const known = new Set(arrivals.map(({ name }) => name));
  if (known.size < arrivals.length) throw new Error(`${arrivals.length - known.size} events came twice`);
  return arrivals;
};
