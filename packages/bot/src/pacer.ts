import { createBoundedMap, type Turns } from '@okno/contract';
import { botKey } from './keys.ts';
import {
  dismiss,
  estimate,
  hush,
  join,
  type Line,
  newLine,
  rateOf,
  type Seat,
  type Shared,
  silenceOf,
  spend,
} from './pacer-line.ts';

/** Who would wait longer than this waits elsewhere, where waiting takes up no place of others. */
const HOLD_MS = 1_000;
/**
 * A line is some 200 bytes, a chat's mark 100. A bot that is to be silent must not be forgotten among 5,000 others, nor a chat
 * among 50,000: the half that was used last is surely there.
 */
const MAX_BOTS = 2 * 5_000;
const MAX_CHATS = 2 * 50_000;

export type Pacer = Turns & {
  /** Something was sent to somebody who waits for an answer: it waits for nobody, and the others make room for it. */
  readonly note: (bot_id: number, chat_id: number) => void;
  /** Telegram wants this bot to be silent for so many milliseconds, whatever it has to say. */
  readonly hush: (bot_id: number, ms: number) => void;
  /** How many milliseconds of silence are left to a bot; 0 when it may speak. */
  readonly silence: (bot_id: number) => number;
  /** Nobody gets a turn any more; who waits is told to come back another time. */
  readonly stop: () => void;
};

/**
 * Gives the messages of every bot their turns, so that Telegram's limits are kept and not found out: answers to people
 * at once, then notices, then broadcasts, each in the order in which they came. A bot that has nothing to say costs a
 * few numbers and no timer. What several processes do with one bot at once no process sees; a 429 makes each of them
 * half as fast until they have found their shares (docs/rules.md#pace).
 */
export const createPacer = (deps: Pick<Shared, 'ticks' | 'setTimer'>): Pacer => {
  const { ticks } = deps;
  const lines = createBoundedMap<Line>(MAX_BOTS);
  const shared: Shared = { ...deps, chats: createBoundedMap(MAX_CHATS), busy: new Set() };
  let stopped = false;

  const lineOf = (bot_id: number): Line => {
    const key = botKey(bot_id, 'line');
    const line = lines.get(key) ?? newLine(ticks());
    lines.set(key, line);
    return line;
  };
  const seatOf = (bot_id: number, chat_id: number): Seat => ({
    chat: botKey(bot_id, 'pace', chat_id),
    rate: rateOf(chat_id),
  });
  const take: Turns['take'] = ({ bot_id, telegram_id, rank }) => {
    if (stopped) return HOLD_MS;
    const [line, seat] = [lineOf(bot_id), seatOf(bot_id, telegram_id)];
    const ms = estimate(shared, line, seat, rank);
    if (ms === 0) spend(shared, line, seat);
    return ms;
  };

  return {
    take,
    wait: async (wish) => {
      const ms = take(wish);
      if (ms === 0 || ms > HOLD_MS || stopped) return ms;
      return join(shared, lineOf(wish.bot_id), seatOf(wish.bot_id, wish.telegram_id), wish.rank);
    },
    note: (bot_id, chat_id) => spend(shared, lineOf(bot_id), seatOf(bot_id, chat_id)),
    hush: (bot_id, ms) => hush(shared, lineOf(bot_id), ms),
    silence: (bot_id) => {
      const line = lines.get(botKey(bot_id, 'line'));
      return line === undefined ? 0 : silenceOf(line, ticks());
    },
    isOver: () => stopped,
    stop: () => {
      stopped = true;
      for (const line of [...shared.busy]) dismiss(shared, line, HOLD_MS);
    },
  };
};
