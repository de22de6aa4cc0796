import { isRead } from './action.ts';
import { type ActionName, actions, isActionName } from './actions/index.ts';
import { type BoundedMap, createExactMap } from './bounded-map.ts';
import { isFailure } from './breaker.ts';
import type { Call, Caller, Transport } from './client.ts';

const MINUTE_MS = 60_000;

/** What is kept together: how many answers, and for how long they may be shown (docs/rules.md#away). */
type Shelf = {
  readonly entries: number;
  readonly ms: number;
  readonly actions: readonly ActionName[];
  /** The same for everybody who talks to a bot; otherwise each person has their own. */
  readonly shared?: true;
  /** Nobody is told how old it is: a name or a role does not go out of date in a quarter of an hour. */
  readonly quiet?: true;
};

const SHELVES: readonly Shelf[] = [
  {
    entries: 100,
    ms: 5 * MINUTE_MS,
    actions: [
      'scheduling.month',
      'scheduling.free_slots_day',
      'scheduling.free_slots_range',
      'scheduling.day',
      'scheduling.range',
    ],
  },
  { entries: 500, ms: 2 * MINUTE_MS, actions: ['bookings.list', 'bookings.get', 'bookings.agenda'] },
  // Without these two there is no screen on which the others could be shown; so they last longer.
  { entries: 200, ms: 15 * MINUTE_MS, actions: ['services.list', 'people.list_specialists'], shared: true },
  { entries: 5000, ms: 15 * MINUTE_MS, actions: ['people.me'], quiet: true },
];

/** `at`: when it was asked for, in ticks. `turn`: how often this bot had changed anything by then. */
type Kept = { readonly text: string; readonly at: number; readonly turn: number };

/**
 * Keeps the last answers to what people look at, and gives them when the backend fails: the asker's `onStale` hears how
 * old they are. While the backend answers it is asked every time, because a time that somebody else has taken meanwhile
 * must not be offered. Whatever a bot changes ends what is kept of it.
 *
 * @param deps `ticks`: milliseconds of a clock that is never set, by which things grow old; `now`: Unix milliseconds, in
 * which people are told
 */
export const withReadCache = (
  next: Transport,
  deps: { readonly ticks: () => number; readonly now: () => number },
): Transport => {
  const { ticks, now } = deps;
  const shelves = openShelves();
  /** One number for each bot that has changed something. */
  const turns = new Map<string, number>();
  const turnOf = (call: Call): number => turns.get(scopeOf(call.caller)) ?? 0;

  const write: Transport = async (call) => {
    const answer = await next(call);
    turns.set(scopeOf(call.caller), turnOf(call) + 1);
    return answer;
  };

  /** What is known, if it is of now and not too old; its asker hears of its age. */
  const recall = (call: Call, shelf: OpenShelf, key: string): Kept | undefined => {
    const known = shelf.kept.get(key);
    if (known === undefined || known.turn !== turnOf(call)) return undefined;
    const age = ticks() - known.at;
    if (age >= shelf.ms) return undefined;
    if (shelf.quiet !== true) call.onStale?.(now() - age);
    return known;
  };

  const read = async (call: Call, shelf: OpenShelf): Promise<unknown> => {
    const key = keyOf(call, shelf.shared === true, now());
    const [at, turn] = [ticks(), turnOf(call)];
    try {
      const answer = await next(call);
      shelf.kept.set(key, { text: JSON.stringify(answer), at, turn });
      return answer;
    } catch (error) {
      const known = isFailure(error) ? recall(call, shelf, key) : undefined;
      if (known === undefined) throw error;
      return JSON.parse(known.text);
    }
  };

  return (call) => {
    const shelf = shelves.get(call.name);
    if (shelf !== undefined) return read(call, shelf);
    return isWrite(call) ? write(call) : next(call);
  };
};

type OpenShelf = Shelf & { readonly kept: BoundedMap<Kept> };

/** The shelf of each action whose answers are kept. */
const openShelves = (): ReadonlyMap<string, OpenShelf> =>
  new Map(
    SHELVES.flatMap((shelf) => {
      const open = { ...shelf, kept: createExactMap<Kept>(shelf.entries) };
      return shelf.actions.map((name) => [name, open] as const);
    }),
  );

const isWrite = ({ name, caller }: Call): boolean =>
  // What a program takes and reports about messages is nothing that people look at.
  caller.via !== 'service' && isActionName(name) && !isRead(actions[name]);

/** A bot has one business, so what belongs to a bot belongs to it. */
const scopeOf = (caller: Caller): string => {
  if ('bot_id' in caller) return `bot:${caller.bot_id}`;
  return 'tenant_id' in caller ? `tenant:${caller.tenant_id}` : `slug:${caller.tenant ?? ''}`;
};

const personOf = (caller: Caller): string => {
  // What a person may see in the chat and on a page is not the same: whether a session still holds, only the backend knows.
  if (caller.via === 'session') return `session:${caller.session_id}`;
  if ('telegram_id' in caller) return `${caller.via}:${caller.telegram_id}`;
  if (caller.via === 'program') return `program:${caller.key_id}`;
  return caller.via === 'assistant' ? `assistant:${caller.assistant_id}` : caller.via;
};

/** Lists of what lies ahead begin now, and now is another instant each time. */
const NOW_MS = MINUTE_MS;

const keyOf = ({ name, input, caller }: Call, shared: boolean, now: number): string => {
  const from = (input as { from?: unknown } | undefined)?.from;
  const ahead = typeof from === 'string' && Math.abs(Date.parse(from) - now) < NOW_MS;
  const wish = ahead ? { ...(input as object), from: 'now' } : input;
  return JSON.stringify([scopeOf(caller), shared ? '' : personOf(caller), name, wish]);
};
