import {
  type Bot,
  changed,
  type PendingUpdate,
  type Receiver,
  type WebhookSettings,
  type World,
} from '../core/world.ts';
import type { Body } from '../http/body.ts';
import { createPoster, type Poster, type PostResult } from './post.ts';
import { updateJson } from './updates.ts';

/** Updates of one kind and chat (or user), delivered one after the other. */
type Queue = { readonly key: string; readonly updates: PendingUpdate[]; fails: number; delay_s: number };

type Delivery = {
  readonly world: World;
  readonly bot: Bot;
  readonly settings: WebhookSettings;
  readonly poster: Poster;
  readonly queues: Map<string, Queue>;
  /** Queues whose head may be sent now, in the order in which they became ready. */
  readonly ready: Set<Queue>;
  readonly timers: Set<() => void>;
  readonly onReply: (reply: Body) => void;
  active: number;
  stopped: boolean;
};

const SECOND_MS = 1000;
const MAX_DELAY_S = 60;
const MAX_RETRY_AFTER_S = 3600;

const finishHead = (delivery: Delivery, queue: Queue): void => {
  const update = queue.updates.shift();
  if (update && delivery.bot.pending.delete(update.update_id)) changed(delivery.world);
  queue.fails = 0;
  queue.delay_s = 1;
  if (queue.updates.length === 0) delivery.queues.delete(queue.key);
  else delivery.ready.add(queue);
};

/** How long the head waits after a failure: not at all the first time, then 2, 4, 8 … s; `Retry-After` is honoured. */
const nextDelay = (queue: Queue, retryAfter: number): number => {
  if (retryAfter > 0) return Math.min(retryAfter, MAX_RETRY_AFTER_S);
  if (queue.fails === 0) return 0;
  queue.delay_s = Math.min(MAX_DELAY_S, queue.delay_s * 2);
  return queue.delay_s;
};

const later = (delivery: Delivery, queue: Queue, delayS: number): void => {
  const cancel = delivery.world.clock.setTimer(delayS * SECOND_MS, () => {
    delivery.timers.delete(cancel);
    delivery.ready.add(queue);
    pump(delivery);
  });
  delivery.timers.add(cancel);
};

const noteError = ({ world, settings }: Delivery, why: string): void => {
  settings.last_error_date = Math.floor(world.clock.now() / SECOND_MS);
  settings.last_error_message = why;
  changed(world);
};

const retry = (delivery: Delivery, queue: Queue, failure: PostResult & { ok: false }): void => {
  noteError(delivery, failure.why);
  const delayS = nextDelay(queue, failure.retry_after);
  queue.fails += 1;
  const head = queue.updates[0];
  if (!head || delivery.world.clock.now() + delayS * SECOND_MS > head.expires_at) finishHead(delivery, queue);
  else if (delayS === 0) delivery.ready.add(queue);
  else later(delivery, queue, delayS);
};

const settle = (delivery: Delivery, queue: Queue, result: PostResult): void => {
  if (delivery.stopped) return;
  delivery.active -= 1;
  if (result.ok) {
    if (result.reply) delivery.onReply(result.reply);
    finishHead(delivery, queue);
  } else {
    retry(delivery, queue, result);
  }
  pump(delivery);
};

const send = (delivery: Delivery, queue: Queue, update: PendingUpdate): void => {
  const { world, poster, timers } = delivery;
  delivery.active += 1;
  const { result, abort } = poster.post(JSON.stringify(updateJson(update)));
  const cancelTimeout = world.clock.setTimer(world.limits.webhook_timeout_ms, () => abort('Read timeout expired'));
  timers.add(cancelTimeout);
  result.then(
    (outcome) => {
      cancelTimeout();
      timers.delete(cancelTimeout);
      settle(delivery, queue, outcome);
    },
    (error: Error) => settle(delivery, queue, { ok: false, why: error.message, retry_after: 0 }),
  );
};

const pump = (delivery: Delivery): void => {
  for (const queue of delivery.ready) {
    if (delivery.stopped || delivery.active >= delivery.settings.max_connections) return;
    delivery.ready.delete(queue);
    const head = queue.updates[0];
    if (!head) continue;
    if (head.expires_at < delivery.world.clock.now()) finishHead(delivery, queue);
    else send(delivery, queue, head);
  }
};

const enqueue = (delivery: Delivery, update: PendingUpdate): void => {
  const known = delivery.queues.get(update.queue);
  if (known) {
    known.updates.push(update);
    return;
  }
  const queue: Queue = { key: update.queue, updates: [update], fails: 0, delay_s: 1 };
  delivery.queues.set(update.queue, queue);
  delivery.ready.add(queue);
};

/**
 * Delivers a bot's updates to its webhook, those that wait already first. One update of a queue is under way at a
 * time; queues run in parallel up to `max_connections`. A failed update blocks its queue until it goes through or
 * expires. Rules: WebhookActor of the Bot API server.
 */
export const startWebhook = (
  world: World,
  bot: Bot,
  settings: WebhookSettings,
  onReply: (reply: Body) => void,
): Receiver => {
  const poster = createPoster(settings.url, settings.secret_token);
  const delivery: Delivery = {
    world,
    bot,
    settings,
    poster,
    queues: new Map(),
    ready: new Set(),
    timers: new Set(),
    onReply,
    active: 0,
    stopped: false,
  };
  for (const update of bot.pending.values()) enqueue(delivery, update);
  pump(delivery);
  return {
    onUpdate: (update) => {
      enqueue(delivery, update);
      pump(delivery);
    },
    stop: () => {
      delivery.stopped = true;
      for (const cancel of delivery.timers) cancel();
      delivery.timers.clear();
      poster.close();
    },
  };
};
