import type { BotReport, Operator } from '@okno/backend';
import { Api, type ApiClientOptions } from 'grammy';
import type { Logger } from '../log.ts';
import type { Account, Accounts, OnRevoked } from './accounts.ts';
import { pause } from './pause.ts';
import { askedPause, isRevoked } from './setup.ts';
import { judge, type Seen } from './watch-rules.ts';

/** So often every bot is looked at, by one of the processes that listen. */
const EVERY_MS = 5 * 60_000;
/** Whoever has just told Telegram everything need not ask. */
const FIRST_MS = 30_000;
/** Telegram is asked about so many at once. */
const LANES = 4;
/** Nothing that Telegram says of an error is longer. */
const LONGEST_ERROR = 300;

type Deps = {
  readonly accounts: Accounts;
  readonly api: ApiClientOptions;
  readonly operator: Pick<Operator, 'claimBotCheck' | 'noteBotHealth'>;
  /** Where Telegram has to bring the updates of a bot; null: it does not, and we ask it. */
  readonly urlOf: (account: Account) => string | null;
  /** Tells Telegram anew where the updates of a bot go, as soon as Telegram bears it. */
  readonly repair: (account: Account) => void;
  readonly onRevoked: OnRevoked;
  readonly trace: BotTrace;
  readonly log: Logger;
  readonly now: () => number;
  readonly every_ms?: number;
  readonly first_ms?: number;
};

/** What this process has seen of bots by itself. */
export type BotTrace = {
  /** An update of this bot has come. */
  noteUpdate(bot_id: number): void;
  lastUpdate(bot_id: number): number | null;
  noteState(bot_id: number, state: BotReport['state']): void;
  /** It is no longer listened to here. */
  forget(bot_id: number): void;
  /** For whoever watches us: what is not well, which is no reason to give us no work. */
  warnings(): string[];
};

export const createBotTrace = (now: () => number): BotTrace => {
  const updates = new Map<number, number>();
  const troubled = new Set<number>();
  return {
    noteUpdate: (bot_id) => void updates.set(bot_id, now()),
    lastUpdate: (bot_id) => updates.get(bot_id) ?? null,
    noteState: (bot_id, state) => {
      if (state === 'failing' || state === 'unreachable') troubled.add(bot_id);
      else troubled.delete(bot_id);
    },
    forget: (bot_id) => {
      updates.delete(bot_id);
      troubled.delete(bot_id);
    },
    warnings: () => (troubled.size === 0 ? [] : [`bots that Telegram cannot bring updates of: ${troubled.size}`]),
  };
};

/** What is known of a bot now; `null`: its token was taken back. */
const look = async (
  deps: Deps,
  account: Account,
  seen: Seen | undefined,
): Promise<{ report: BotReport; seen: Seen } | null> => {
  const { api: options, urlOf, repair, onRevoked, trace, now } = deps;
  const { id: bot_id } = account.bot_info;
  const wanted = urlOf(account);
  const delivery = wanted === null ? 'polling' : 'webhook';
  const last_update_at = trace.lastUpdate(bot_id);
  try {
    const info = await new Api(account.token, options).getWebhookInfo();
    const { state, repairs } = judge({ info, wanted, now: now(), seen });
    if (repairs) repair(account);
    const { last_error_date, last_error_message = null, pending_update_count: pending_updates } = info;
    const last_error_at = last_error_date === undefined ? null : last_error_date * 1000;
    const last_error = last_error_message?.slice(0, LONGEST_ERROR) ?? null;
    const report = { bot_id, state, delivery, pending_updates, last_error, last_error_at, last_update_at } as const;
    return {
      report,
      seen: { failing: state === 'failing', repaired_at: repairs ? now() : (seen?.repaired_at ?? null) },
    };
  } catch (error) {
    if (isRevoked(error)) {
      onRevoked(account);
      return null;
    }
    const [last_error, last_error_at] = [askedPause(error) === undefined ? 'unreachable' : 'too many requests', now()];
    const report = {
      bot_id,
      state: 'unreachable',
      delivery,
      pending_updates: null,
      last_error,
      last_error_at,
      last_update_at,
    } as const;
    return { report, seen: seen ?? { failing: false, repaired_at: null } };
  }
};

/**
 * Looks after the bots of this process (docs/rules.md#health-of-bots): asks Telegram how they are, and where it brings their
 * updates; what differs from what it was told, or keeps failing, is told anew.
 */
export const startWatching = (deps: Deps): { stop(): Promise<void> } => {
  const { accounts, operator, trace, log, every_ms = EVERY_MS, first_ms = FIRST_MS } = deps;
  const stopping = new AbortController();
  const known = new Map<number, Seen>();

  const attend = async (account: Account): Promise<void> => {
    const { tenant_id, bot_info } = account;
    if (!(await operator.claimBotCheck(tenant_id, bot_info.id, every_ms))) {
      // Another process has looked, and warns of it.
      trace.noteState(bot_info.id, 'ok');
      return;
    }
    const looked = await look(deps, account, known.get(bot_info.id));
    // It may have left meanwhile.
    if (looked === null || accounts.find(bot_info.id) === undefined) return trace.forget(bot_info.id);
    const { report, seen } = looked;
    known.set(bot_info.id, seen);
    trace.noteState(bot_info.id, report.state);
    if (report.state !== 'ok')
      log.warn({ event: 'bot_not_well', bot_id: bot_info.id, state: report.state, reason: report.last_error });
    await operator.noteBotHealth(tenant_id, report);
  };

  const lane = async (queue: Iterator<Account>): Promise<void> => {
    for (let next = queue.next(); next.done !== true && !stopping.signal.aborted; next = queue.next())
      await attend(next.value).catch((error: unknown) =>
        log.error({ event: 'fault', action: 'watch_bots', err: error }),
      );
  };

  const run = async (): Promise<void> => {
    await pause(first_ms, stopping.signal);
    while (!stopping.signal.aborted) {
      for (const bot_id of known.keys()) if (accounts.find(bot_id) === undefined) known.delete(bot_id);
      const queue = accounts.all().values();
      await Promise.all(Array.from({ length: LANES }, () => lane(queue)));
      await pause(every_ms, stopping.signal);
    }
  };

  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};
