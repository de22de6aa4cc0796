import type { BookingRow, Facts, HistoryRow } from './facts.ts';

/** A booking as its history tells it. */
export type Told = Pick<
  BookingRow,
  'status' | 'specialist_id' | 'service_id' | 'client_id' | 'starts_ms' | 'ends_ms'
> & {
  /** Until when it is held; null: it is not, or is no more. */
  readonly held_until_ms: number | null;
};

export type Held = { readonly id: string; readonly booking: Told };

/** Who has time at some moment. */
export type Alive = {
  readonly ofSpecialist: ReadonlyMap<string, readonly Held[]>;
  readonly ofClient: ReadonlyMap<string, ReadonlyMap<string, Told>>;
};

/**
 * One line of history and what was true after it. `newcomer`: the booking that has just got time, or other time;
 * `added`: it was not alive before. `alive` is good until the next moment is looked at.
 */
export type Moment = {
  readonly newcomer: Held | null;
  readonly added: boolean;
  readonly at_ms: number;
  readonly alive: Alive;
};

const ALIVE = new Set(['held', 'pending_payment', 'confirmed', 'completed', 'no_show']);

const instant = (value: unknown, known: number): number => (typeof value === 'string' ? Date.parse(value) : known);

/** The booking after a line of its history. */
export const tell = (before: Told | undefined, { after }: HistoryRow): Told => {
  const known = before ?? ({ starts_ms: Number.NaN, ends_ms: Number.NaN } as Told);
  const text = <K extends keyof Told>(name: K): Told[K] =>
    (Object.hasOwn(after, name) ? after[name] : known[name]) as Told[K];
  const status = text('status');
  return {
    status,
    specialist_id: text('specialist_id'),
    service_id: text('service_id'),
    client_id: text('client_id'),
    starts_ms: instant(after['starts_at'], known.starts_ms),
    ends_ms: instant(after['ends_at'], known.ends_ms),
    held_until_ms: status === 'held' ? instant(after['held_until'], known.held_until_ms ?? Number.NaN) : null,
  };
};

/** Every booking as its whole history tells it. */
export const lastTold = ({ history }: Pick<Facts, 'history'>): Map<string, Told> => {
  const told = new Map<string, Told>();
  for (const line of history) told.set(line.booking_id, tell(told.get(line.booking_id), line));
  return told;
};

/** Plays all history again, line by line. */
export function* replay({ history }: Pick<Facts, 'history'>): Generator<Moment> {
  const told = new Map<string, Told>();
  const ofSpecialist = new Map<string, Held[]>();
  const ofClient = new Map<string, Map<string, Told>>();
  const leave = (id: string, { specialist_id, client_id }: Told) => {
    const rest = ofSpecialist.get(specialist_id)?.filter((one) => one.id !== id) ?? [];
    ofSpecialist.set(specialist_id, rest);
    ofClient.get(client_id)?.delete(id);
  };
  const enter = (held: Held) => {
    const { specialist_id, client_id } = held.booking;
    ofSpecialist.set(specialist_id, [...(ofSpecialist.get(specialist_id) ?? []), held]);
    ofClient.set(client_id, (ofClient.get(client_id) ?? new Map<string, Told>()).set(held.id, held.booking));
  };
  for (const line of history) {
    const id = line.booking_id;
    const before = told.get(id);
    const after = tell(before, line);
    told.set(id, after);
    const wasAlive = before !== undefined && ALIVE.has(before.status);
    const isAlive = ALIVE.has(after.status);
    if (wasAlive) leave(id, before);
    if (isAlive) enter({ id, booking: after });
    const gotTime =
      isAlive && (!wasAlive || before.specialist_id !== after.specialist_id || before.starts_ms !== after.starts_ms);
    yield {
      newcomer: gotTime ? { id, booking: after } : null,
      added: !wasAlive,
      at_ms: line.at_ms,
      alive: { ofSpecialist, ofClient },
    };
  }
}
