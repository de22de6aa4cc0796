import { findOwnText, type KeyValue, type Language, storeKey, type TextKey } from '@okno/contract';
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
export type ReviewDialogue = {
  readonly name: 'review_words';
  readonly booking: string;
} & Writing;

/** How a business words a text. */
type OwnTextDialogue = {
  readonly name: 'own_text';
  readonly key: TextKey;
  readonly language: Language;
} & Writing;

type Writing = { readonly state: 'asked' } | { readonly state: 'confirming'; readonly text: string };

/** Why the staff cancel a visit: asked, and over with the answer. */
type ReasonDialogue = {
  readonly name: 'cancel_reason';
  readonly booking: string;
  readonly state: 'asked';
};

/** A number is asked for; a booking that was wanted goes on where it stopped. */
type Phone = {
  readonly name: 'phone';
  readonly state: 'asked';
  readonly wanted: { readonly service: string; readonly specialist: string | null; readonly at: string } | null;
};

/** Those of the people who run the business stand by themselves. */
export type Dialogue = ReviewDialogue | OwnTextDialogue | ReasonDialogue | Phone | Managing;

/** Raised whenever the shape above changes: what an older program has kept is then begun anew. */
const VERSION = 1;

/** Whoever has not answered by then has gone elsewhere. */
const DIALOGUE_MS = 30 * 60_000;

type Person = { readonly bot_id: number; readonly telegram_id: number };

/** A dialogue as it was found; `kept` is what has to be there still when it goes on. */
export type Open<D extends Dialogue = Dialogue> = { readonly dialogue: D; readonly kept: string };

export type DialogueOf<N extends Dialogue['name']> = Extract<Dialogue, { readonly name: N }>;

export type OpenOf<N extends Dialogue['name']> = Open<DialogueOf<N>>;

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
  /** Ends whatever there is, and answers what it was. */
  readonly leave: (person: Person) => Promise<Dialogue | 'none' | 'lost'>;
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
        if (kept === null) return 'none';
        await store.delete(keyOf(person));
        return read(kept) ?? 'lost';
      });
      return left ?? 'none';
    },
  };
};

const write = (dialogue: Dialogue): string => JSON.stringify({ version: VERSION, ...dialogue });

/** What `write` wrote; undefined for another version and for anything else. */
const read = (kept: string): Dialogue | undefined => {
  const value = parse(kept);
  const { version, name, state, booking, text } = value ?? {};
  if (value === undefined || version !== VERSION) return undefined;
  if (name === 'phone') return readPhone(value['wanted']);
  if (name === 'cancel_reason')
    return state === 'asked' && typeof booking === 'string' ? { name, booking, state } : undefined;
  const topic = readTopic(value);
  if (topic === undefined) return readManaging(value);
  if (state === 'asked') return { ...topic, state };
  return state === 'confirming' && typeof text === 'string' ? { ...topic, state, text } : undefined;
};

type Topic = Pick<ReviewDialogue, 'name' | 'booking'> | Pick<OwnTextDialogue, 'name' | 'key' | 'language'>;

const readTopic = ({ name, booking, key, language }: Record<string, unknown>): Topic | undefined => {
  if (name === 'review_words' && typeof booking === 'string') return { name, booking };
  const text = name === 'own_text' && typeof key === 'string' ? findOwnText(key) : undefined;
  if (text === undefined || (language !== 'ru' && language !== 'en')) return undefined;
  return { name: 'own_text', key: text.key, language };
};

const readPhone = (kept: unknown): Phone | undefined => {
  if (kept === null) return { name: 'phone', state: 'asked', wanted: null };
  const { service, specialist, at } = (kept ?? {}) as Record<string, unknown>;
  if (typeof service !== 'string' || typeof at !== 'string') return undefined;
  if (specialist !== null && typeof specialist !== 'string') return undefined;
  return { name: 'phone', state: 'asked', wanted: { service, specialist, at } };
};

const parse = (kept: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(kept);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // nothing of ours
  }
};
