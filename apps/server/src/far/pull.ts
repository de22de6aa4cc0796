import {
  type Actions,
  AppError,
  type Client,
  type Delivery,
  type Input,
  isBroadcast,
  type Message,
  type Output,
  type Turns,
} from '@okno/contract';
import type { Logger } from '../log.ts';
import { pause } from '../telegram/pause.ts';
import type { Traces } from '../traces/traces.ts';

type Item = Output<Actions['notifications.pull']>['items'][number] & { readonly ask: Client };
type Report = Input<Actions['notifications.report']>;
type Ending = Omit<Report, 'id' | 'lease'>;

type Deps = {
  /** Speaks to the backend as the program that serves this bot, under an id of its own each time. */
  readonly connect: () => Client;
  readonly bot_id: number;
  readonly deliver: (message: Message, isLate: () => boolean) => Promise<Delivery>;
  readonly turns: Turns;
  /** How long nobody asks after there was nothing, in milliseconds. */
  readonly idle_ms: () => number;
  readonly ticks: () => number;
  readonly log: Logger;
  /** Follows what was fetched; left out: nobody wants to know. */
  readonly traces?: Traces | null;
  /** How long it is left alone after it could not be asked, in milliseconds. */
  readonly away_ms?: number;
  /** The pause before what it did not hear is told again; each further one is twice as long. */
  readonly first_again_ms?: number;
};

/** What says what a bot has to say, until it is stopped. */
export type Puller = { stop(): Promise<void> };

/** How much is fetched at once; what is fetched is said within its minute. */
const LIMIT = 20;
/** So many fetch at once while there is more than that. */
const PULLERS = 3;
/** Whose turn does not come by then is given back, long before somebody else would get it. */
const PATIENCE_MS = 20_000;
/** Who was told that they may begin does so now: what is begun later may have been called off. */
const BEGIN_MS = 5_000;
const AWAY_MS = 5_000;
const FIRST_AGAIN_MS = 1_000;
const LONGEST_AGAIN_MS = 30_000;

/**
 * Fetches what one bot has to say, says it, and reports what became of it (docs/rules.md#far-bots). What was said is
 * never said again by this process, however long the backend is away before it can be told.
 */
export const startPulling = (deps: Deps): Puller => {
  const stopping = new AbortController();
  const { connect, bot_id, log, traces = null } = deps;
  const reports = createReports(deps, stopping.signal);

  /** Gives how many there were. */
  const round = async (): Promise<number> => {
    const ask = connect();
    const began = Date.now();
    const pull = () => ask('notifications.pull', { bot_id, limit: LIMIT });
    const { items } = await (traces === null ? pull() : traces.quiet(pull));
    const dealAll = () => Promise.allSettled(items.map((item) => deal({ ...item, ask })));
    const spec = {
      name: 'pull',
      kind: 'consumer',
      root: true,
      began,
      facts: { 'okno.pull.items': items.length },
    } as const;
    // A trace begins only where there was something: it is asked for every second.
    const ended = await (traces === null || items.length === 0 ? dealAll() : traces.span(spec, dealAll));
    const broken = ended.find((one) => one.status === 'rejected');
    if (broken !== undefined) throw broken.reason;
    return items.length;
  };

  const deal = async (item: Item): Promise<void> => {
    const known = reports.find(item.id);
    if (known !== undefined) return reports.tell(item, known);
    try {
      const ending = await say(deps, item, stopping.signal);
      if (ending !== null) await reports.tell(item, ending);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // It has not been begun, so nothing is lost: it can be fetched again when its minute is over.
      log.info({ event: 'notice_not_begun', bot_id, notice_id: item.id, reason: error.code });
    }
  };

  /** Several rounds side by side; gives how many are to follow. */
  const rounds = async (width: number): Promise<number> => {
    const ended = await Promise.allSettled(Array.from({ length: width }, round));
    // Only now: whoever stops us waits for all that has begun.
    const got = ended.map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
    const all = got.reduce((sum, one) => sum + one, 0);
    if (all === 0) await pause(deps.idle_ms(), stopping.signal);
    return all >= LIMIT ? PULLERS : 1;
  };

  const run = async (): Promise<void> => {
    for (let width = 1; !stopping.signal.aborted; )
      try {
        width = await rounds(width);
      } catch (error) {
        if (!(error instanceof AppError)) log.error({ event: 'pulling_failed', bot_id, err: error });
        width = 1;
        await pause(deps.away_ms ?? AWAY_MS, stopping.signal);
      }
  };

  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
      await reports.finished();
    },
  };
};

/** Says it when it is its turn; null: it was too late to begin, which somebody else may do. Throws AppError. */
const say = async (
  { deliver, turns, ticks }: Deps,
  { id, lease, message, ask }: Item,
  signal: AbortSignal,
): Promise<Ending | null> => {
  const { bot_id, telegram_id } = message;
  const wish = { bot_id, telegram_id, rank: isBroadcast(message) ? 'broadcast' : 'notice' } as const;
  const came = ticks();
  for (;;) {
    const ms = await turns.wait(wish);
    if (ms === 0) break;
    if (signal.aborted || ticks() - came + ms > PATIENCE_MS) return { status: 'paused', retry_after: secondsOf(ms) };
    await pause(ms, signal);
  }
  await ask('notifications.report', { id, lease, status: 'begun' });
  const began = ticks();
  return endingOf(await deliver(message, () => ticks() - began > BEGIN_MS));
};

const secondsOf = (ms: number): number => Math.min(86_400, Math.ceil(ms / 1000));

const MAX_REASON = 500;

const endingOf = (delivery: Delivery): Ending | null => {
  switch (delivery.status) {
    case 'late':
      return null;
    case 'sent':
      return { status: 'sent', ...(delivery.message_id !== null && { message_id: delivery.message_id }) };
    case 'paused':
    case 'retry': {
      const { status, after_ms, reason } = delivery;
      return { status, retry_after: secondsOf(after_ms), reason: reason.slice(0, MAX_REASON) };
    }
    default:
      return { status: delivery.status, reason: delivery.reason.slice(0, MAX_REASON) };
  }
};

/** What is to be reported until the backend has heard it, or it no longer wants to. */
const createReports = ({ bot_id, log, first_again_ms = FIRST_AGAIN_MS }: Deps, signal: AbortSignal) => {
  const open = new Map<string, Ending>();
  const going = new Set<Promise<void>>();

  const once = async ({ id, lease, ask }: Item, ending: Ending): Promise<boolean> => {
    try {
      await ask('notifications.report', { id, lease, ...ending });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.status >= 500 || error.code === 'too_many_requests') return false;
      log.info({ event: 'report_refused', bot_id, notice_id: id, status: ending.status, reason: error.code });
    }
    open.delete(id);
    return true;
  };

  const again = async (item: Item, ending: Ending): Promise<void> => {
    for (let ms = first_again_ms; !signal.aborted; ms = Math.min(LONGEST_AGAIN_MS, ms * 2)) {
      await pause(ms, signal);
      // Somebody else may have told it meanwhile, with a newer lease.
      if (open.get(item.id) !== ending || (await once(item, ending))) return;
    }
    log.warn({ event: 'report_lost', bot_id, notice_id: item.id, status: ending.status });
  };

  return {
    /** How something ended that could not be reported yet. */
    find: (id: string): Ending | undefined => open.get(id),
    /** Reports it now; when the backend is away, in the background, until it hears it. */
    tell: async (item: Item, ending: Ending): Promise<void> => {
      open.set(item.id, ending);
      if (await once(item, ending)) return;
      const work = again(item, ending).finally(() => going.delete(work));
      going.add(work);
    },
    finished: async (): Promise<void> => {
      await Promise.all(going);
    },
  };
};
