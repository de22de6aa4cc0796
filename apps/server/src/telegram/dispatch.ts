import type { BotFace } from '@okno/bot';
import { createBoundedMap } from '@okno/contract';
import type { Account } from './accounts.ts';
import { createSeen } from './seen.ts';
import type { SharedTurns } from './shared-turns.ts';

export type TelegramUpdate = Parameters<BotFace['handleUpdate']>[1];

/** Has an update dealt with; ends when it has been. Never rejects. */
export type Dispatch = (account: Account, update: TelegramUpdate) => Promise<void>;
/** The same; what it gives, a call of the Bot API as JSON, is to be Telegram's answer when there is one. */
export type DispatchPosted = (account: Account, update: TelegramUpdate) => Promise<string | undefined>;

type Dispatcher = {
  /** For updates that we have fetched. */
  readonly dispatch: Dispatch;
  /** For updates that Telegram has posted. One that comes again, because our answer was lost, gets the same. */
  readonly dispatchPosted: DispatchPosted;
  /** Waits for everything that is being dealt with. */
  finished(): Promise<void>;
};

/** Telegram repeats an update for as long as a day; in the time of this many others it is recognised here. */
const REMEMBERED = 50_000;
/** One whose answer was lost comes again at once, then after 2, 4, 8 … seconds: in the time of half as many it gets the same answer. */
const ANSWERED = 5_000;

/** Whoever sent it. Taps and texts of one person come through different queues of Telegram's, side by side. */
const personOf = (update: TelegramUpdate): number => {
  const kind = Object.keys(update).find((key) => key !== 'update_id') as 'message' | undefined;
  const content = kind && update[kind];
  return content?.from?.id ?? content?.chat?.id ?? 0;
};

/** Nobody else deals with updates. */
const ALONE: SharedTurns = { run: (_, work) => work(), settled: async () => {} };

type Options = {
  /** Hears that an update of a bot has come. */
  readonly onUpdate?: (bot_id: number) => void;
  /** What several processes agree by; left out: there is one, or each goes by itself. */
  readonly turns?: SharedTurns | undefined;
};

/** One update of a person after the other, those of different people side by side, each update once. */
export const createDispatcher = (
  face: Pick<BotFace, 'handleUpdate' | 'answerUpdate'>,
  { onUpdate = () => {}, turns = ALONE }: Options = {},
): Dispatcher => {
  const seen = createSeen(REMEMBERED);
  const answers = createBoundedMap<Promise<string | undefined>>(ANSWERED);
  const lines = new Map<string, Promise<unknown>>();

  const enqueue = (handle: DispatchPosted, account: Account, update: TelegramUpdate): Promise<string | undefined> => {
    const [bot_id, person] = [account.bot_info.id, personOf(update)];
    const line = `${bot_id}:${person}`;
    const before = lines.get(line) ?? Promise.resolve();
    const whose = { bot_id, person, update_id: update.update_id };
    const done = before.then(() => turns.run(whose, () => handle(account, update)));
    lines.set(line, done);
    return done.finally(() => {
      if (lines.get(line) === done) lines.delete(line);
    });
  };

  const once = (handle: DispatchPosted, account: Account, update: TelegramUpdate): Promise<string | undefined> => {
    const { id } = account.bot_info;
    onUpdate(id);
    const key = `${id}:${update.update_id}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    if (!seen.note(id, update.update_id)) return Promise.resolve(undefined);
    const done = enqueue(handle, account, update);
    answers.set(key, done);
    return done;
  };

  const sayAll: DispatchPosted = async (account, update) => {
    await face.handleUpdate(account, update);
    return undefined;
  };

  return {
    dispatch: async (account, update) => {
      await once(sayAll, account, update);
    },
    dispatchPosted: (account, update) => once(face.answerUpdate, account, update),
    finished: async () => {
      await Promise.all(lines.values());
      await turns.settled();
    },
  };
};
