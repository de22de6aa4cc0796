import { beside, type Exchange, type KeyValue, KeyValueAway, type StoreKey, storeKey } from '@okno/contract';

/** An update, and whose turn it takes. */
export type Whose = { readonly bot_id: number; readonly person: number; readonly update_id: number };

/**
 * Runs `work` when no other process deals with an update of this person, unless another one has dealt with this update
 * already: then its answer is given (docs/rules.md#several-processes).
 */
export type SharedTurns = {
  run(whose: Whose, work: () => Promise<string | undefined>): Promise<string | undefined>;
  /** Waits until the others know of all that has ended. */
  settled(): Promise<void>;
};

/** What a killed process had begun is waited for so long; one that lives says so every second. */
const LEASE_MS = 4_000;
const RENEW_MS = 1_000;
/** Between two looks whether the other one is done; each is twice as long, up to the longest. */
const FIRST_LOOK_MS = 10;
const LONGEST_LOOK_MS = 160;
/** Somebody waits in a chat, and Telegram for a minute; whoever takes longer than this is no longer waited for. */
const PATIENCE_MS = 20_000;
/** Telegram brings an update whose answer was lost again at once, then after 2, 4, 8 … seconds. */
const KEPT_MS = 300_000;

type Deps = {
  readonly store: KeyValue;
  /** A text that no other turn has. */
  readonly newMark: () => string;
  /** Monotonic milliseconds of this process. */
  readonly ticks: () => number;
  /** Ends after so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  /** Hears of a turn that was taken although somebody else still had it. */
  readonly onOverdue: (whose: Whose) => void;
  /** Hears of what went wrong beyond a store that is away. */
  readonly onFault: (error: unknown) => void;
};

/** Nothing that is said to the store is worth an update that is not dealt with: faults are told, and nobody waits. */
const createTelling = (onFault: Deps['onFault']) => {
  const telling = new Set<Promise<unknown>>();
  const unlessAway = async <T>(asked: Promise<T>): Promise<T | undefined> => {
    try {
      return await asked;
    } catch (error) {
      if (!(error instanceof KeyValueAway)) onFault(error);
      return undefined;
    }
  };
  return {
    unlessAway,
    tell: (word: Promise<unknown>): void => {
      const told = unlessAway(word).finally(() => telling.delete(told));
      telling.add(told);
    },
    settled: async (): Promise<void> => {
      await Promise.all(telling);
    },
  };
};

/** While the store is away, every process goes by its own order, and an update that comes twice has its effect once. */
export const createSharedTurns = ({ store, newMark, ticks, pause, onOverdue, onFault }: Deps): SharedTurns => {
  const { unlessAway, tell, settled } = createTelling(onFault);
  const exchange = (key: StoreKey, from: string | null, to: string | null): Promise<boolean> => {
    const words: Exchange = { from, to, ttl_ms: LEASE_MS };
    return store.compareAndSet(key, words);
  };

  /** What became of the update, if anything; and whether the turn is ours. Both travel together. */
  const look = async (turn: StoreKey, update: StoreKey, mark: string) => {
    const [taken, answer] = await Promise.all([exchange(turn, null, mark), store.get(update)]);
    return { taken, answer };
  };

  const wait = async (whose: Whose, turn: StoreKey, update: StoreKey, mark: string) => {
    const patient_until = ticks() + PATIENCE_MS;
    for (let ms = FIRST_LOOK_MS; ; ms = Math.min(LONGEST_LOOK_MS, ms * 2)) {
      const found = await look(turn, update, mark);
      // What the other one says of the update counts when it has let go of the turn, not before.
      if (found.taken) return found;
      if (ticks() >= patient_until) {
        onOverdue(whose);
        return found;
      }
      await pause(ms);
    }
  };

  const keep = (turn: StoreKey, mark: string): (() => void) => {
    const timer = setInterval(() => tell(exchange(turn, mark, mark)), RENEW_MS);
    return () => clearInterval(timer);
  };

  type Turn = { readonly turn: StoreKey; readonly update: StoreKey; readonly mark: string };

  /** Written down before the turn is let go of: whoever has it next finds the answer. */
  const letGo = async ({ turn, update, mark }: Turn, answer: string | null): Promise<void> => {
    if (answer !== null) await unlessAway(store.set(update, answer, KEPT_MS));
    await exchange(turn, mark, null);
  };

  const done = async (ours: Turn, work: () => Promise<string | undefined>) => {
    const end = keep(ours.turn, ours.mark);
    let answer: string | null = null;
    try {
      const answered = await work();
      answer = answered ?? '';
      return answered;
    } finally {
      end();
      tell(letGo(ours, answer));
    }
  };

  return {
    run: async (whose, work) => {
      const { bot_id, person, update_id } = whose;
      const turn = storeKey('locks', { bot_id }, 'turn', person);
      const update = beside(turn, storeKey('locks', { bot_id }, 'update', update_id));
      const mark = newMark();
      const ours = { turn, update, mark };
      const found = await unlessAway(wait(whose, turn, update, mark));
      // The store may have given us the turn all the same.
      if (found === undefined) return work().finally(() => tell(letGo(ours, null)));
      if (found.answer === null) return done(ours, work);
      tell(letGo(ours, null));
      return found.answer === '' ? undefined : found.answer;
    },
    settled,
  };
};
