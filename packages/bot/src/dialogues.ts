import { type KeyValue, storeKey } from '@okno/contract';
import { type Managing, readManaging } from './managing.ts';
import { unlessAway } from './unless-away.ts';

/**
 * A conversation in which the bot waits for words; everything else is navigation and needs no memory.
 *
 *                 words                     published
 *   asked ─────────────────► confirming ───────────────► over
 *     ▲  ╲                    │  ▲   ╲
 *     │   ╲ left, ran out     │  ╰────╯ other words
 *     │    ╰──────► over ◄────┤
 *     ╰───────────────────────╯
 *        to be written anew
 */
export type ReviewWords = {
  readonly name: 'review_words';
  readonly booking: string;
} & ({ readonly state: 'asked' } | { readonly state: 'confirming'; readonly text: string });

/** The others are those of the staff. */
export type Dialogue = ReviewWords | Managing;

/** Raised whenever the shape above changes: what an older program has kept is then begun anew. */
const VERSION = 1;

/** Whoever has not answered by then has gone elsewhere. */
const DIALOGUE_MS = 30 * 60_000;

type Person = { readonly bot_id: number; readonly telegram_id: number };

/** A dialogue as it was found; `kept` is what has to be there still when it goes on. */
export type Open<D extends Dialogue = Dialogue> = { readonly dialogue: D; readonly kept: string };

/** `lost`: something was kept that cannot be read, or nobody knows whether. */
export type Found = Open | 'none' | 'lost';

/**
 * Dialogues by (bot, person), kept outside the process: it may end at any moment, and another one goes on
 * (docs/rules.md#dialogues).
 */
export type Dialogues = {
  readonly find: (person: Person) => Promise<Found>;
  /** Begins one, in place of whatever was there. False when it could not be kept. */
  readonly begin: (person: Person, dialogue: Dialogue) => Promise<boolean>;
  /** Goes on to `next`, or ends with null. False when somebody else was faster, it has run out, or nobody knows. */
  readonly goOn: (person: Person, open: Open, next: Dialogue | null) => Promise<boolean>;
  /** Ends whatever there is. Answers whether there was anything. */
  readonly leave: (person: Person) => Promise<boolean>;
};

export const createDialogues = (store: KeyValue): Dialogues => {
  const keyOf = ({ bot_id, telegram_id }: Person) => storeKey('fsm', { bot_id }, telegram_id);
  return {
    find: async (person) => {
      const kept = await unlessAway(() => store.get(keyOf(person)));
      if (kept === null) return 'none';
      const dialogue = kept === undefined ? undefined : read(kept);
      if (kept === undefined || dialogue === undefined) return 'lost';
      return { dialogue, kept };
    },
    begin: async (person, dialogue) => {
      const begun = await unlessAway(async () => {
        await store.set(keyOf(person), write(dialogue), DIALOGUE_MS);
        return true;
      });
      return begun === true;
    },
    goOn: async (person, { kept }, next) => {
      const exchange = { from: kept, to: next === null ? null : write(next), ttl_ms: DIALOGUE_MS };
      return (await unlessAway(() => store.compareAndSet(keyOf(person), exchange))) === true;
    },
    leave: async (person) => {
      const left = await unlessAway(async () => {
        const kept = await store.get(keyOf(person));
        if (kept !== null) await store.delete(keyOf(person));
        return kept !== null;
      });
      return left === true;
    },
  };
};

const write = (dialogue: Dialogue): string => JSON.stringify({ version: VERSION, ...dialogue });

/** What `write` wrote; undefined for another version and for anything else. */
const read = (kept: string): Dialogue | undefined => {
  const value = parse(kept);
  const { version, name, state, booking, text } = value ?? {};
  if (value === undefined || version !== VERSION) return undefined;
  if (name !== 'review_words') return readManaging(value);
  if (typeof booking !== 'string') return undefined;
  if (state === 'asked') return { name, booking, state };
  return state === 'confirming' && typeof text === 'string' ? { name, booking, state, text } : undefined;
};

const parse = (kept: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(kept);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // nothing of ours
  }
};
