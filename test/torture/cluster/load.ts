import { setTimeout as pause } from 'node:timers/promises';
import type { Emulator } from '@okno/telegram';
import type { Place } from '../../e2e/support/at-end.ts';
import { words } from '../../e2e/support/visitor.ts';
import { createSender, type Send, type Wish } from '../lib/http.ts';
import { type Booked, createPlaces } from '../notifications/crowd.ts';
import type { TownBusiness, TownClient } from '../notifications/town.ts';

/** Programs that book and cancel for clients, and clients who write and tap, until they are told to stop. */
export type Load = {
  readonly booked: readonly Booked[];
  /** Bookings, by their ids, of which nobody is told. */
  readonly quiet: readonly string[];
  readonly counts: {
    readonly requests: number;
    readonly failed: number;
    readonly typed: number;
    readonly taps: number;
  };
  /** What nobody has answered, a sentence each. */
  readonly unanswered: readonly string[];
  /** How many people wait in their chats for an answer just now. */
  readonly waiting: () => number;
  readonly talkers: readonly TownClient[];
  /** Lets everybody come to an end. */
  readonly stop: () => Promise<void>;
};

/** Nobody is that patient; but one who has no answer by then has none. */
const PATIENCE_MS = 60_000;
const AGAIN_MS = 200;
const BOOKERS = 4;
/** Every so many bookings one is cancelled again. */
const CANCEL_EACH = 5;
/** Telegram bears a message a second in a chat. */
const TYPE_MS = 1_100;

type Plan = { readonly url: string; readonly talkers: number; readonly between_ms: number };

/** Somebody who has no chat, and whom nobody writes to. */
export type Silent = Pick<TownClient, 'id' | 'business'>;

/** @param clients the first ones talk, the others are booked for, once each, and `silent` ones between them, until the end */
export const startLoad = (
  t: Place,
  { emulator, clients, silent }: { emulator: Emulator; clients: readonly TownClient[]; silent: readonly Silent[] },
  plan: Plan,
): Load => {
  const counts = { requests: 0, failed: 0, typed: 0, taps: 0 };
  const booked: Booked[] = [];
  const quiet: string[] = [];
  const unanswered: string[] = [];
  const talkers = clients.slice(0, plan.talkers);
  const nextPlace = createPlaces();
  const senders = new Map<string, Send>();
  let over = false;
  let waiting = 0;

  const sendFor = ({ slug }: TownBusiness, wish: Wish) => {
    const send = senders.get(slug) ?? createSender(t, { url: plan.url, tenant: slug, connections: BOOKERS });
    senders.set(slug, send);
    return send(wish);
  };
  /** Asks until there is an answer; whoever asks again shows the same key. */
  const ask = async (business: TownBusiness, wish: Wish & { key: string }) => {
    for (const until = performance.now() + PATIENCE_MS; performance.now() < until; await pause(AGAIN_MS)) {
      counts.requests += 1;
      const reply = await sendFor(business, wish).catch(() => undefined);
      if (reply !== undefined && reply.status < 500) return reply;
      counts.failed += 1;
    }
    unanswered.push(`${wish.method} ${wish.path} had no answer`);
    return undefined;
  };

  const book = async ({ business, id }: Silent): Promise<string | undefined> => {
    const body = { service_id: business.service_id, client_id: id, ...nextPlace(business) };
    const reply = await ask(business, { method: 'POST', path: '/bookings', body, key: `book-${id}` });
    if (reply === undefined) return undefined;
    if (reply.status !== 201) {
      unanswered.push(`a booking was answered ${reply.status} ${reply.text}`);
      return undefined;
    }
    return (JSON.parse(reply.text) as { id: string }).id;
  };
  const cancel = async (one: Booked): Promise<void> => {
    const wish = {
      method: 'POST',
      path: `/bookings/${one.id}/cancellation`,
      body: {},
      key: `cancel-${one.id}`,
    } as const;
    const reply = await ask(one.client.business, wish);
    if (reply === undefined) return;
    if (reply.status === 200) one.cancelled_at = Date.now();
    else unanswered.push(`a cancellation was answered ${reply.status} ${reply.text}`);
  };
  const queue = clients.slice(plan.talkers).values();
  const others = silent.values();
  const bookNext = async (): Promise<void> => {
    const { value: client } = queue.next();
    const id = client && (await book(client));
    if (client === undefined || id === undefined) return;
    const one = { id, client, cancelled_at: null };
    booked.push(one);
    if (booked.length % CANCEL_EACH === 0) await cancel(one);
  };
  const bookSilent = async (): Promise<void> => {
    const { value: client } = others.next();
    const id = client && (await book(client));
    if (id !== undefined) quiet.push(id);
  };
  const booker = async () => {
    while (!over) {
      await bookNext();
      await pause(plan.between_ms);
      await bookSilent();
      await pause(plan.between_ms);
    }
  };

  /** One question of a person, and its answer. */
  const expect = async (what: string, answer: () => Promise<unknown>): Promise<void> => {
    waiting += 1;
    await answer().catch((error: unknown) => unanswered.push(`${what}: ${String(error).slice(0, 300)}`));
    waiting -= 1;
  };
  const talk = async ({ telegram_id, bot_id }: TownClient): Promise<void> => {
    const chat = emulator.as(telegram_id, bot_id);
    const home = words('en', 'menu.home');
    while (!over) {
      await expect('/my', async () => {
        counts.typed += 1;
        const id = await chat.type('/my');
        const answered = () => chat.messages().some((one) => one.from === 'bot' && one.message_id > id);
        await chat.waitFor(answered, { timeout_ms: PATIENCE_MS });
      });
      await pause(TYPE_MS / 2);
      await expect('a tap', async () => {
        counts.taps += 1;
        await chat.tap(home);
      });
      await pause(TYPE_MS / 2);
    }
  };

  const lives = [...Array.from({ length: BOOKERS }, booker), ...talkers.map(talk)];
  const done = Promise.all(lives);
  // Before it is awaited, it may fail.
  done.catch(() => {});
  return {
    ...{ booked, quiet, counts, unanswered, talkers },
    waiting: () => waiting,
    stop: async () => {
      over = true;
      await done;
    },
  };
};
