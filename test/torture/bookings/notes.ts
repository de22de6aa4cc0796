import type { Reply, Wish } from '../lib/http.ts';
import type { Acknowledged, Deed, Write } from './promises.ts';

/** A wish whose answer is known, to be asked again. */
export type Answered = { readonly wish: Wish; readonly reply: Reply };

/** What the clients of a run know: what they asked for, what they were told, and what must never happen. */
export type Notes = {
  readonly writes: Write[];
  /** Bookings somebody was told of and nobody has been told were cancelled. */
  readonly alive: Pool<string>;
  /** The same, but only kept until they are confirmed. */
  readonly holds: Pool<string>;
  readonly starts: Pool<{ service: number; specialist: number; starts_at: string }>;
  readonly answered: Pool<Answered>;
  /** Requests that were answered, lost on the way, or answered "not now". */
  readonly count: { answered: number; lost: number; unavailable: number; writes: number; booked: number };
  readonly unavailable_at: number[];
  readonly latencies_ms: number[];
  readonly wrong: string[];
};

/** The newest of something, from which one is taken at random. */
export type Pool<T> = {
  readonly add: (one: T) => void;
  readonly remove: (one: T) => void;
  readonly pick: (chance: number) => T | undefined;
  readonly size: () => number;
};

/** Adding to a full pool replaces the oldest. */
export const createPool = <T>(limit: number): Pool<T> => {
  const list: T[] = [];
  let next = 0;
  return {
    add: (one) => {
      if (list.length < limit) list.push(one);
      else list[next % limit] = one;
      next += 1;
    },
    remove: (one) => {
      const place = list.indexOf(one);
      const last = list.pop();
      if (place >= 0 && place < list.length && last !== undefined) list[place] = last;
      else if (place < 0 && last !== undefined) list.push(last);
    },
    pick: (chance) => list[Math.floor(chance * list.length)],
    size: () => list.length,
  };
};

export const createNotes = (): Notes => ({
  writes: [],
  alive: createPool(2000),
  holds: createPool(200),
  starts: createPool(600),
  answered: createPool(400),
  count: { answered: 0, lost: 0, unavailable: 0, writes: 0, booked: 0 },
  unavailable_at: [],
  latencies_ms: [],
  wrong: [],
});

type BookingAnswer = {
  readonly id: string;
  readonly status: string;
  readonly starts_at: string;
  readonly specialist: { readonly id: string };
  readonly service: { readonly id: string };
  readonly client: { readonly id: string };
};

export const acknowledged = (text: string): Acknowledged => {
  const { id, status, starts_at, specialist, service, client } = JSON.parse(text) as BookingAnswer;
  return {
    id,
    status,
    starts_ms: Date.parse(starts_at),
    specialist_id: specialist.id,
    service_id: service.id,
    client_id: client.id,
  };
};

const DONE: Readonly<{ [D in Deed]: number }> = {
  create: 201,
  hold: 201,
  confirm: 200,
  move: 200,
  cancel: 200,
  complete: 200,
  no_show: 200,
};

/** Notes how a write ended; whatever is neither done nor an ordinary refusal is wrong. */
export const noteEnding = (notes: Notes, write: Write, wish: Wish, reply: Reply): void => {
  const { deed, booking_id } = write;
  if (reply.status === DONE[deed]) {
    write.ending = 'done';
    write.answer = acknowledged(reply.text);
    notes.answered.add({ wish, reply });
    const { id } = write.answer;
    if (deed === 'hold') notes.holds.add(id);
    if (deed === 'create' || deed === 'confirm') notes.alive.add(id);
    if (deed === 'confirm') notes.holds.remove(id);
    if (deed === 'cancel') notes.alive.remove(id);
    return;
  }
  write.ending = 'refused';
  if (reply.status !== 409) notes.wrong.push(`${deed} of ${booking_id ?? write.key}: ${reply.status} ${reply.text}`);
};
