import { AppError, type Client, createBoundedMap, createTexts, type TextOverrides, type Texts } from '@okno/contract';
import type { BotDeps } from './deps.ts';
import { botKey } from './keys.ts';

/** So long a bot that nobody tells of changes, because it runs elsewhere, may speak in the words of before. */
const FRESH_MS = 60_000;
/** So long nobody asks again when the backend did not answer. */
const PAUSE_MS = 5_000;
/** About 10 kB each. */
const MAX_BOTS = 2000;

/** The texts of each business: those of the program, with what it words in its own way (docs/rules.md#own-texts). */
export type Wordings = {
  /**
   * What is known, or what the backend says through `ask`. Never rejects for want of it: then the words are those that were
   * known before, or the program's.
   */
  readonly of: (bot_id: number, ask: Client) => Promise<Texts>;
  /** Asks again before the next word. */
  readonly forget: (bot_id: number) => void;
};

type Kept = { readonly version: number | null; readonly texts: Texts };
type Entry = Kept & { readonly until: number };

export const createWordings = ({ texts, now, log }: Pick<BotDeps, 'texts' | 'now' | 'log'>): Wordings => {
  const known = createBoundedMap<Entry>(MAX_BOTS);
  const asking = createBoundedMap<Promise<Texts>>(MAX_BOTS);
  const keyOf = (bot_id: number): string => botKey(bot_id, 'wordings');

  const read = async (bot_id: number, ask: Client, before: Kept): Promise<Entry> => {
    try {
      const answer = await ask('texts.own', before.version === null ? {} : { version: before.version });
      const kept = answer.texts === null ? before : { version: answer.version, texts: catalogue(bot_id, answer.texts) };
      return { ...kept, until: now() + FRESH_MS };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { ...before, until: now() + PAUSE_MS };
    }
  };

  /** Most businesses word nothing in another way, and share what the program says. */
  const catalogue = (bot_id: number, overrides: TextOverrides): Texts => {
    if (Object.values(overrides).every((own) => Object.keys(own).length === 0)) return texts;
    return createTexts({
      overrides,
      onBroken: ({ language, key, error }) =>
        log({ level: 'error', event: 'text_broken', bot_id, key, language, reason: String(error) }),
    });
  };

  return {
    of: (bot_id, ask) => {
      const key = keyOf(bot_id);
      const here = known.get(key);
      if (here !== undefined && here.until > now()) return Promise.resolve(here.texts);
      const under_way = asking.get(key);
      if (under_way !== undefined) return under_way;
      const asked = read(bot_id, ask, here ?? { version: null, texts }).then((entry) => {
        // Whoever was told to forget meanwhile has begun anew, and this answer may be of before.
        if (asking.get(key) === asked) known.set(key, entry);
        return entry.texts;
      });
      const done = (): void => {
        if (asking.get(key) === asked) asking.delete(key);
      };
      asking.set(key, asked);
      asked.then(done, done);
      return asked;
    },
    forget: (bot_id) => {
      const key = keyOf(bot_id);
      const here = known.get(key);
      asking.delete(key);
      // The words stay as what is said while the backend is away.
      if (here !== undefined) known.set(key, { ...here, until: Number.NEGATIVE_INFINITY });
    },
  };
};
