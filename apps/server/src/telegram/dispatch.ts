import type { BotFace } from '@okno/bot';
import { LRUCache } from 'lru-cache';
import type { Account } from './accounts.ts';

export type TelegramUpdate = Parameters<BotFace['handleUpdate']>[1];

/** Has an update dealt with; ends when it has been. Never rejects. */
export type Dispatch = (account: Account, update: TelegramUpdate) => Promise<void>;

type Dispatcher = {
  readonly dispatch: Dispatch;
  /** Waits for everything that is being dealt with. */
  finished(): Promise<void>;
};

/** Telegram repeats an update for as long as a day; in the time of this many others it is recognised here. */
const REMEMBERED = 50_000;

/** Whoever sent it. Taps and texts of one person come through different queues of Telegram's, side by side. */
const personOf = (update: TelegramUpdate): number => {
  const { update_id: _id, ...contents } = update;
  const [content] = Object.values(contents) as ({ from?: { id?: number }; chat?: { id?: number } } | undefined)[];
  return content?.from?.id ?? content?.chat?.id ?? 0;
};

/** One update of a person after the other, those of different people side by side, each update once. */
export const createDispatcher = (face: Pick<BotFace, 'handleUpdate'>): Dispatcher => {
  const seen = new LRUCache<string, Promise<void>>({ max: REMEMBERED });
  const lines = new Map<string, Promise<void>>();

  const enqueue = (account: Account, update: TelegramUpdate): Promise<void> => {
    const line = `${account.bot_info.id}:${personOf(update)}`;
    const before = lines.get(line) ?? Promise.resolve();
    const done = before.then(() => face.handleUpdate(account, update));
    lines.set(line, done);
    return done.finally(() => {
      if (lines.get(line) === done) lines.delete(line);
    });
  };

  return {
    dispatch: (account, update) => {
      const key = `${account.bot_info.id}:${update.update_id}`;
      const known = seen.get(key);
      if (known !== undefined) return known;
      const done = enqueue(account, update);
      seen.set(key, done);
      return done;
    },
    finished: async () => {
      await Promise.all(lines.values());
    },
  };
};
