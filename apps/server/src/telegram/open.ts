import type { Operator } from '@okno/backend';
import type { Texts } from '@okno/contract';
import type { Logger } from '../log.ts';
import type { Account, Accounts, OnRevoked } from './accounts.ts';
import type { Dispatch } from './dispatch.ts';
import type { BotApi } from './fetch.ts';
import { pause } from './pause.ts';
import { type Poller, startPolling } from './poll.ts';
import { askedPause, configureBot, fingerprintOf, isRevoked, type Wanted, wantedOf } from './setup.ts';
import { createTurns } from './turns.ts';

type Deps = {
  readonly accounts: Accounts;
  readonly api: BotApi;
  readonly dispatch: Dispatch;
  readonly operator: Pick<Operator, 'noteConfigured'> & {
    /** What Telegram has last been told of a bot, by whichever process; missing where only this one tells it. */
    readonly findBot?: (bot_id: number) => Promise<Pick<Account, 'configured_as'> | undefined>;
  };
  readonly texts: Texts;
  readonly log: Logger;
  readonly onRevoked: OnRevoked;
  /** Where Telegram reaches us; null: it does not, and we ask it. */
  readonly public_url: string | null;
  /** Tell Telegram everything anew, even what it should know. */
  readonly always: boolean;
  /** The pause after the first failure to tell Telegram; each further one is twice as long. */
  readonly first_pause_ms?: number;
  /** For tests: how a pause is made. */
  readonly wait?: typeof pause;
};

/** What goes on in the background until it is stopped. */
type Running = Pick<Poller, 'stop'>;

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** The bots that this process listens to. */
export type Roster = {
  /** Listens to a bot, or anew to one that has become another; ends when Telegram has been told, or did not want to know. */
  serve(account: Account): Promise<void>;
  /** Tells Telegram anew, when the bot's turn comes, all that it should know of it; one telling at a time is enough. */
  tellAnew(account: Account): void;
  /** Listens to it no more. */
  leave(bot_id: number): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Tells Telegram where the updates of our bots go, or asks it for them. Only those are told of that have changed, and
 * only so many at a time as Telegram bears: the others follow in the background (docs/rules.md#many-bots).
 */
export const openBots = async (given: Deps): Promise<Roster> => {
  const wanted = wantedOf(given.texts, given.public_url);
  const deps: Open = { ...given, wanted, turns: createTurns(), telling: new Set() };
  const running = new Map<number, Running[]>();
  const inTurn = createLines();
  let stopped = false;
  const end = async (bot_id: number): Promise<void> => {
    const before = running.get(bot_id) ?? [];
    running.delete(bot_id);
    await Promise.all(before.map(({ stop }) => stop()));
  };
  const leave = (bot_id: number): Promise<void> => inTurn(bot_id, () => end(bot_id));
  const serve = async (account: Account): Promise<void> => {
    const { id: bot_id } = account.bot_info;
    let told = Promise.resolve();
    await inTurn(bot_id, async () => {
      await end(bot_id);
      // While the listening of before came to its end, the bot may have left, or become yet another.
      if (stopped || deps.accounts.find(bot_id) !== account) return;
      const begun = listen(deps, account);
      if (begun.works.length > 0) running.set(bot_id, begun.works);
      told = begun.told;
    });
    await told;
  };
  const tellAnew = async (account: Account): Promise<void> => {
    const { id: bot_id } = account.bot_info;
    await inTurn(bot_id, async () => {
      if (stopped || deps.telling.has(account) || deps.accounts.find(bot_id) !== account) return;
      const works = running.get(bot_id) ?? [];
      // It should know, and does not.
      const telling = keepTelling({ ...deps, always: true }, account);
      works.push(telling);
      running.set(bot_id, works);
      void telling.over.then(() => works.splice(works.indexOf(telling), 1));
    });
  };
  await Promise.all(deps.accounts.all().map(serve));
  return {
    serve,
    tellAnew: (account) => void tellAnew(account),
    leave,
    stop: async () => {
      stopped = true;
      // Whoever is about to begin does not, or has begun when its own turn to end comes.
      await Promise.all([...inTurn.waiting(), ...[...running.keys()].map(leave)]);
    },
  };
};

/** For each bot one thing after the other: two at once would each believe that nobody else listens. */
const createLines = () => {
  const lines = new Map<number, Promise<void>>();
  const inTurn = (bot_id: number, work: () => Promise<void>): Promise<void> => {
    const turn = (lines.get(bot_id) ?? Promise.resolve()).then(work);
    const settled = turn
      .catch(() => {}) // whoever asked for it hears of it
      .finally(() => {
        if (lines.get(bot_id) === settled) lines.delete(bot_id);
      });
    lines.set(bot_id, settled);
    return turn;
  };
  return Object.assign(inTurn, { waiting: (): Promise<void>[] => [...lines.values()] });
};

type Open = Deps & {
  readonly wanted: Wanted;
  readonly turns: ReturnType<typeof createTurns>;
  /** Of whom Telegram is being told, or will be when their turn comes. */
  readonly telling: Set<Account>;
};

/** `told`: when Telegram has been told, as far as that is possible at once. */
const listen = (deps: Open, account: Account): { told: Promise<void>; works: Running[] } => {
  const { api, dispatch, log, onRevoked } = deps;
  const works: Running[] = [];
  let told = Promise.resolve();
  if (deps.always || account.configured_as !== fingerprintOf(account, deps.wanted)) {
    const telling = keepTelling(deps, account);
    works.push(telling);
    told = telling.first;
  }
  // One poller is cheap and starts at once: Telegram answers it with 409 until its webhook is gone, and it tries again.
  if (deps.public_url === null) works.push(startPolling(account, { api: api.options, dispatch, log, onRevoked }, told));
  return { told, works };
};

type Told = { readonly done: boolean /** What Telegram asks for. */; readonly pause_ms: number | undefined };

/** Another process may have had its turn before. */
const isToldByOthers = async ({ always, operator, wanted }: Open, account: Account): Promise<boolean> => {
  const known = always ? undefined : await operator.findBot?.(account.bot_info.id);
  return known !== undefined && known.configured_as === fingerprintOf(account, wanted);
};

/** @param first whether it is the first try: of two processes that begin at once, Telegram asks one to wait a moment */
const tell = async (deps: Open, account: Account, first: boolean): Promise<Told> => {
  try {
    if (await isToldByOthers(deps, account)) return { done: true, pause_ms: undefined };
    await configureBot(account, deps.wanted, { api: deps.api.options, operator: deps.operator });
    return { done: true, pause_ms: undefined };
  } catch (error) {
    if (isRevoked(error)) {
      deps.onRevoked(account);
      return { done: true, pause_ms: undefined };
    }
    const pause_ms = askedPause(error);
    const level = first && pause_ms !== undefined ? 'info' : 'warn';
    deps.log[level]({ event: 'bot_not_configured', bot_id: account.bot_info.id, reason: (error as Error).message });
    return { done: false, pause_ms };
  }
};

/** `first`: Telegram has been told, or has to be told later; `over`: nothing more is tried. */
type Telling = Running & { readonly first: Promise<void>; readonly over: Promise<void> };

/** A bot of which Telegram has not been told is deaf, so it is tried again, ever more seldom. */
const keepTelling = (deps: Open, account: Account): Telling => {
  const { wait = pause } = deps;
  const stopping = new AbortController();
  const first = Promise.withResolvers<void>();
  const isServed = () => !stopping.signal.aborted && deps.accounts.find(account.bot_info.id) === account;
  deps.telling.add(account);
  const run = async () => {
    const turn_ms = deps.turns.take();
    // Who is not among the first is not waited for.
    if (turn_ms > 0) first.resolve();
    await wait(turn_ms, stopping.signal);
    const first_ms = deps.first_pause_ms ?? FIRST_PAUSE_MS;
    for (let ms = first_ms; isServed(); ms = Math.min(LONGEST_PAUSE_MS, ms * 2)) {
      const told = await tell(deps, account, ms === first_ms);
      first.resolve();
      if (told.done) return;
      await wait(told.pause_ms ?? ms, stopping.signal);
    }
  };
  const done = run().finally(() => {
    deps.telling.delete(account);
    first.resolve();
  });
  return {
    first: first.promise,
    over: done,
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
};
