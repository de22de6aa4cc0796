import type { BoundedMap, TurnWish } from '@okno/contract';

/** How often something may happen: on the average once in so many milliseconds, and so many at once after a rest. */
export type Rate = { readonly interval_ms: number; readonly burst: number };

/** Telegram bears 30 messages a second of one bot; one less, because nobody hears our seconds as exactly as we do. */
export const BOT: Rate = { interval_ms: 1000 / 29, burst: 10 };
/** About one message a second in a chat; a short burst passes. */
const CHAT: Rate = { interval_ms: 1000, burst: 5 };
/** At most 20 messages in any minute in a group: 2 at once and 18 more. */
const GROUP: Rate = { interval_ms: 60_000 / 18, burst: 2 };
/** Answers to people are never held up; what they use beyond the rate others wait for, but no longer than this. */
const MAX_DEBT_MS = 1_000;
/** After a 429 half as fast, and then a quarter faster every ten seconds: so do processes that share a bot share its rate. */
const SLOWEST_MS = 1_000;
const FASTER_AFTER_MS = 10_000;
const FASTER = 1.25;

/** What the lines of a process share. `chats`: when the rate of a chat would be all there again. */
export type Shared = {
  /** Monotonic milliseconds. */
  readonly ticks: () => number;
  /** Runs something in so many milliseconds, unless it is called off by what it gives. */
  readonly setTimer: (ms: number, run: () => void) => () => void;
  readonly chats: BoundedMap<number>;
  /** The lines in which somebody waits. */
  readonly busy: Set<Line>;
};

/** One chat of the line's bot. */
export type Seat = { readonly chat: string; readonly rate: Rate };
type Rank = TurnWish['rank'];
type Waiter = Seat & { readonly resolve: (ms: number) => void };

/** One bot's turns; instants in monotonic milliseconds. `full_at`: when its rate would be all there again. */
export type Line = {
  full_at: number;
  interval_ms: number;
  changed_at: number;
  silent_until: number;
  readonly waiting: Readonly<Record<Rank, Waiter[]>>;
  cancelTimer: (() => void) | undefined;
};

/** A process that has just begun does not know what the one before it has sent: no burst at first. */
export const newLine = (now: number): Line => ({
  full_at: now + (BOT.burst - 1) * BOT.interval_ms,
  interval_ms: BOT.interval_ms,
  changed_at: Number.NEGATIVE_INFINITY,
  silent_until: Number.NEGATIVE_INFINITY,
  waiting: { notice: [], broadcast: [] },
  cancelTimer: undefined,
});

export const rateOf = (chat_id: number): Rate => (chat_id < 0 ? GROUP : CHAT);

const left = (full_at: number, { interval_ms, burst }: Rate, now: number): number =>
  Math.max(0, full_at - (burst - 1) * interval_ms - now);

const after = (full_at: number, { interval_ms }: Rate, now: number): number => Math.max(full_at, now) + interval_ms;

const botRate = ({ interval_ms }: Line): Rate => ({ interval_ms, burst: BOT.burst });

const chatLeft = ({ chats }: Shared, { chat, rate }: Seat, now: number): number =>
  left(chats.get(chat) ?? now, rate, now);

export const silenceOf = (line: Line, now: number): number => Math.max(0, line.silent_until - now);

/** Something is said now, whether or not there is room for it. */
export const spend = ({ chats, ticks }: Shared, line: Line, { chat, rate }: Seat): void => {
  const now = ticks();
  if (line.interval_ms > BOT.interval_ms && now - line.changed_at >= FASTER_AFTER_MS) {
    line.interval_ms = Math.max(BOT.interval_ms, line.interval_ms / FASTER);
    line.changed_at = now;
  }
  const most = now + BOT.burst * line.interval_ms + MAX_DEBT_MS;
  line.full_at = Math.min(most, after(line.full_at, botRate(line), now));
  chats.set(chat, after(chats.get(chat) ?? now, rate, now));
};

/** In how many milliseconds it would be the turn of somebody who comes now, behind those who wait already. */
export const estimate = ({ chats, ticks }: Shared, line: Line, { chat, rate }: Seat, rank: Rank): number => {
  const now = ticks();
  const { notice, broadcast } = line.waiting;
  const ahead = rank === 'notice' ? notice : [...notice, ...broadcast];
  const here = ahead.filter((one) => one.chat === chat).length;
  return Math.max(
    silenceOf(line, now),
    left(line.full_at + ahead.length * line.interval_ms, botRate(line), now),
    left((chats.get(chat) ?? now) + here * rate.interval_ms, rate, now),
  );
};

/** Gives the next turn to whoever has waited longest for it, notices first; nobody: their chats are not free yet. */
const takeFirst = (shared: Shared, line: Line, now: number): Waiter | undefined => {
  for (const queue of [line.waiting.notice, line.waiting.broadcast]) {
    const index = queue.findIndex((one) => chatLeft(shared, one, now) === 0);
    if (index >= 0) return queue.splice(index, 1)[0];
  }
  return undefined;
};

const giveTurns = (shared: Shared, line: Line): void => {
  const now = shared.ticks();
  while (left(line.full_at, botRate(line), now) === 0) {
    const first = takeFirst(shared, line, now);
    if (first === undefined) break;
    spend(shared, line, first);
    first.resolve(0);
  }
  arm(shared, line);
};

/** A line is looked at again when its bot, and a chat of those who wait, are free. */
const arm = (shared: Shared, line: Line): void => {
  const { ticks, setTimer, busy } = shared;
  line.cancelTimer?.();
  line.cancelTimer = undefined;
  const waiting = [...line.waiting.notice, ...line.waiting.broadcast];
  if (waiting.length === 0) {
    busy.delete(line);
    return;
  }
  busy.add(line);
  const now = ticks();
  const free = Math.min(...waiting.map((one) => chatLeft(shared, one, now)));
  const ms = Math.max(1, Math.ceil(Math.max(free, left(line.full_at, botRate(line), now))));
  line.cancelTimer = setTimer(ms, () => {
    line.cancelTimer = undefined;
    giveTurns(shared, line);
  });
};

/** Waits for a turn: 0 when it has been taken, otherwise the milliseconds with which everybody was sent away. */
export const join = (shared: Shared, line: Line, seat: Seat, rank: Rank): Promise<number> =>
  new Promise((resolve) => {
    line.waiting[rank].push({ ...seat, resolve });
    arm(shared, line);
  });

/** Sends away everybody who waits; they may come back in so many milliseconds. */
export const dismiss = (shared: Shared, line: Line, ms: number): void => {
  const { notice, broadcast } = line.waiting;
  for (const { resolve } of [...notice.splice(0), ...broadcast.splice(0)]) resolve(ms);
  arm(shared, line);
};

/** Telegram wants silence: its bucket is empty when that ends, and so is ours. */
export const hush = (shared: Shared, line: Line, ms: number): void => {
  const now = shared.ticks();
  line.silent_until = Math.max(line.silent_until, now + ms);
  line.interval_ms = Math.min(SLOWEST_MS, line.interval_ms * 2);
  line.changed_at = line.silent_until;
  line.full_at = line.silent_until + (BOT.burst - 1) * line.interval_ms;
  dismiss(shared, line, silenceOf(line, now));
};
