import { createBoundedMap, type KeyValue, KeyValueAway, type Language, storeKey, type Texts } from '@okno/contract';
import { type Api, GrammyError, HttpError } from 'grammy';
import { type Audience, audienceOf, commandsOf } from './commands.ts';
import type { LogEntry } from './deps.ts';
import { botKey } from './keys.ts';
import type { Pacer } from './pacer.ts';
import { reasonOf, troubleOf } from './telegram-errors.ts';
import type { Commanded } from './view.ts';

/** The list of commands in the chat of everybody who works here; clients have the one of the bot itself. */
export type CommandMenus = {
  /** Makes the list right, if it is not. Never rejects for want of Telegram or of the store: then the next time does. */
  readonly fit: (api: Api, bot: { readonly bot_id: number; readonly texts: Texts }, person: Commanded) => Promise<void>;
};

/** As long as the store keeps anything; with every look it begins anew. */
const KEPT_MS = 30 * 86_400_000;
/** So long nobody looks again. */
const SEEN_MS = 10 * 60_000;
const MAX_PEOPLE = 20_000;

type Deps = {
  readonly store: KeyValue;
  readonly pacer: Pick<Pacer, 'hush' | 'silence'>;
  readonly now: () => number;
  readonly log: (entry: LogEntry) => void;
};

/** Which list a chat has is kept, so that Telegram is asked for another one only when it is another one. */
export const createCommandMenus = ({ store, pacer, now, log }: Deps): CommandMenus => {
  const seen = createBoundedMap<{ readonly tag: string; readonly until: number }>(MAX_PEOPLE);

  const change = async (
    api: Api,
    { bot_id, texts }: { bot_id: number; texts: Texts },
    { telegram_id, language, audience }: { telegram_id: number; language: Language | null; audience: Audience },
  ): Promise<void> => {
    const key = storeKey('last_menu', { bot_id }, telegram_id, 'commands');
    const kept = await store.get(key);
    const scope = { type: 'chat' as const, chat_id: telegram_id };
    if (audience !== 'client') {
      const spoken = language ?? languageIn(kept);
      const commands = commandsOf(spoken, audience, texts);
      const wanted = `${spoken} ${JSON.stringify(commands)}`;
      if (kept !== wanted) await api.setMyCommands(commands, { scope });
      await store.set(key, wanted, KEPT_MS);
    } else if (kept !== null || language === null) {
      // Whose role has just been taken away by somebody had a list, even if that is forgotten.
      await api.deleteMyCommands({ scope });
      await store.delete(key);
    }
  };

  return {
    fit: async (api, bot, { telegram_id, role, specialist_id, language }) => {
      const audience = audienceOf({ role, specialist_id });
      const person = botKey(bot.bot_id, 'commands', telegram_id);
      const tag = `${language ?? ''} ${audience}`;
      const before = seen.get(person);
      if (before?.tag === tag && before.until > now()) return;
      // A call in the silence that Telegram wants would make it longer; the next time does.
      if (pacer.silence(bot.bot_id) > 0) return;
      const work = () => change(api, bot, { telegram_id, language, audience });
      const tell = (error: unknown) => {
        const trouble = troubleOf(error);
        if (trouble?.kind === 'wait') pacer.hush(bot.bot_id, trouble.after_ms);
        log({ level: 'warn', event: 'commands_not_set', bot_id: bot.bot_id, reason: reasonOf(error) });
      };
      if (await isDone(work, tell)) seen.set(person, { tag, until: now() + SEEN_MS });
    },
  };
};

/** In which language the list was that is there. */
const languageIn = (kept: string | null): Language => (kept?.startsWith('ru ') ? 'ru' : 'en');

/** Does it, or tells why Telegram did not; the store tells the log itself that it is away. Throws what is a fault of ours. */
const isDone = async (work: () => Promise<void>, tell: (error: unknown) => void): Promise<boolean> => {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof KeyValueAway) return false;
    if (!(error instanceof GrammyError || error instanceof HttpError)) throw error;
    tell(error);
    return false;
  }
};
