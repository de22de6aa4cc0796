import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '../lib/chance.ts';
import type { Reply, Send, Wish } from '../lib/http.ts';
import type { Shop } from '../lib/shop.ts';
import { type Notes, noteEnding } from './notes.ts';
import type { Deed, Write } from './promises.ts';

const DAY_MS = 86_400_000;
/** Far enough ahead that every reminder lies ahead as well. */
const FIRST_DAY = 3;
const DAYS = 7;
const OPENS_HOUR = 8;
const OPEN_HOURS = 12;

type Deps = {
  readonly shop: Shop;
  readonly send: Send;
  readonly notes: Notes;
  readonly chance: Chance;
  readonly isOver: () => boolean;
  /** Hears of every booking that was acknowledged, with the instant at which that request was sent. */
  readonly onBooked: (sent_at: number) => void;
};

/** What people do, and how often in relation to each other. */
const WEIGHTS = {
  look: 24,
  book: 26,
  hold: 9,
  confirm: 7,
  move: 12,
  cancel: 18,
  early: 1,
  again: 6,
  other: 2,
  open: 5,
  rush: 2,
  greed: 4,
};
type Activity = keyof typeof WEIGHTS;

/** Of those who get no answer so many never ask again, and nobody will ever know what became of it. */
const GIVES_UP = 0.08;

const isLost = Symbol('lost');
type Outcome = Reply | typeof isLost;

/** People who look, book, move and cancel as chance will have it, and who remember what they were told. */
export const createPeople = (deps: Deps) => {
  const { shop, send, notes, chance, isOver, onBooked } = deps;
  const { plan, service_ids, specialist_ids, client_ids } = shop;
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const generalists = Math.min(...plan.services.map(({ givers }) => givers));
  let keys = 0;
  const newKey = () => {
    keys += 1;
    return `key-${keys}`;
  };

  /** One try. Counts it, and finds what must never be answered, whatever the trouble. */
  const attempt = async (wish: Wish): Promise<Outcome> => {
    let reply: Reply;
    try {
      reply = await send(wish);
    } catch {
      notes.count.lost += 1;
      return isLost;
    }
    if (reply.status === 503) {
      notes.count.unavailable += 1;
      notes.unavailable_at.push(performance.now());
      return isLost;
    }
    notes.count.answered += 1;
    notes.latencies_ms.push(reply.ms);
    if (reply.status >= 500) notes.wrong.push(`${wish.method} ${wish.path}: ${reply.status} ${reply.text}`);
    return reply;
  };

  /** Asks under one key until there is an answer, or gives up. */
  const perform = async (write: Write, wish: Wish): Promise<void> => {
    notes.writes.push(write);
    notes.count.writes += 1;
    const givesUp = chance.next() < GIVES_UP;
    for (;;) {
      const sent_at = performance.now();
      const outcome = await attempt(wish);
      if (outcome !== isLost) {
        noteEnding(notes, write, wish, outcome);
        if (outcome.status === 201) {
          notes.count.booked += 1;
          onBooked(sent_at);
        }
        return;
      }
      if (givesUp) return;
      await pause(20 + chance.below(80));
    }
  };

  const randomStart = () => {
    const service = chance.below(plan.services.length);
    const { step_minutes = 60, givers = 1 } = plan.services[service] ?? {};
    // Half of them want the same day.
    const day = chance.next() < 0.5 ? 0 : chance.below(DAYS);
    const minutes = chance.below((OPEN_HOURS * 60) / step_minutes) * step_minutes + OPENS_HOUR * 60;
    const starts_at = new Date(today + (FIRST_DAY + day) * DAY_MS + minutes * 60_000).toISOString();
    return { service, specialist: chance.below(givers), starts_at };
  };
  const someStart = () => (chance.next() < 0.75 ? notes.starts.pick(chance.next()) : undefined) ?? randomStart();
  const someClient = () => chance.one(client_ids) ?? '';

  const book = async (
    { service, specialist, starts_at }: ReturnType<typeof randomStart>,
    client_id: string,
    deed: 'create' | 'hold',
  ): Promise<void> => {
    const key = newKey();
    const anybody = chance.next() < 0.1;
    const body = {
      service_id: service_ids[service],
      specialist_id: anybody ? null : specialist_ids[specialist],
      starts_at,
      client_id,
      ...(deed === 'hold' && { hold: true }),
    };
    const starts_ms = Date.parse(starts_at);
    const write: Write = { key, deed, booking_id: null, client_id, starts_ms, ending: 'unknown', answer: null };
    await perform(write, { method: 'POST', path: '/bookings', body, key });
  };

  const change = async (deed: Deed, path: string, booking_id: string | undefined, body: object): Promise<void> => {
    if (booking_id === undefined) return;
    const key = newKey();
    const write: Write = { key, deed, booking_id, client_id: null, starts_ms: null, ending: 'unknown', answer: null };
    await perform(write, { method: 'POST', path: `/bookings/${booking_id}/${path}`, body, key });
  };

  const look = async (): Promise<void> => {
    const { service, specialist, starts_at } = randomStart();
    const query = `service_id=${service_ids[service]}&specialist_id=${specialist_ids[specialist]}&date=${starts_at.slice(0, 10)}`;
    const outcome = await attempt({ method: 'GET', path: `/schedule/free-slots/day?${query}` });
    if (outcome === isLost) return;
    const { slots } = JSON.parse(outcome.text) as { slots: { starts_at: string }[] };
    for (const slot of chance.shuffled(slots).slice(0, 5)) notes.starts.add({ service, specialist, ...slot });
  };

  /** The same key once more: the same answer, to the letter. */
  const again = async (): Promise<void> => {
    const known = notes.answered.pick(chance.next());
    if (known === undefined) return;
    const outcome = await attempt(known.wish);
    if (outcome !== isLost && (outcome.status !== known.reply.status || outcome.text !== known.reply.text))
      notes.wrong.push(`${known.wish.key} was answered ${known.reply.text} and then ${outcome.text}`);
  };

  /** The same key for something else: refused, and nothing is done. */
  const other = async (): Promise<void> => {
    const known = notes.answered.pick(chance.next());
    if (known === undefined) return;
    const body = { ...(known.wish.body as object), reason: 'something else' };
    const outcome = await attempt({ ...known.wish, body });
    if (outcome !== isLost && outcome.status !== 422)
      notes.wrong.push(`${known.wish.key} came with another body: ${outcome.status} ${outcome.text}`);
  };

  /** What was acknowledged can be looked at from then on. */
  const open = async (): Promise<void> => {
    const id = notes.alive.pick(chance.next());
    if (id === undefined) return;
    const outcome = await attempt({ method: 'GET', path: `/bookings/${id}` });
    if (outcome !== isLost && outcome.status !== 200)
      notes.wrong.push(`booking ${id}: ${outcome.status} ${outcome.text}`);
  };

  /** Sometimes to one of those who give everything. */
  const somebodyElse = () => (chance.next() < 0.3 ? { specialist_id: specialist_ids[chance.below(generalists)] } : {});

  const many = (count: number, work: () => Promise<void>) => Promise.all(Array.from({ length: count }, work));
  const alive = () => notes.alive.pick(chance.next());
  const activities: { readonly [A in Activity]: () => Promise<unknown> } = {
    look,
    again,
    other,
    open,
    book: () => book(someStart(), someClient(), 'create'),
    hold: () => book(someStart(), someClient(), 'hold'),
    confirm: () => change('confirm', 'confirmation', notes.holds.pick(chance.next()), {}),
    move: () => change('move', 'move', alive(), { starts_at: someStart().starts_at, ...somebodyElse() }),
    cancel: () => change('cancel', 'cancellation', alive(), {}),
    // Nothing has begun yet: refused, always.
    early: () =>
      chance.next() < 0.5 ? change('complete', 'completion', alive(), {}) : change('no_show', 'no_show', alive(), {}),
    // Four who want the same time, and one who wants four times, at once.
    rush: () => {
      const start = someStart();
      return many(4, () => book(start, someClient(), 'create'));
    },
    greed: () => {
      const client_id = someClient();
      return many(4, () => book(someStart(), client_id, 'create'));
    },
  };

  const person = async (): Promise<void> => {
    while (!isOver()) await activities[chance.weighed(WEIGHTS)]();
  };
  /** So many people at once, until it is over and every one has an answer or has given up. */
  return { run: (count: number) => many(count, person) };
};
