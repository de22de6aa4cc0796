import type { ChatRef } from '../api/people-api.ts';
import type { BotView, BotWords, MessageView, PersonView } from '../api/protocol.ts';

/** A bot in the words of somebody's language, or in its default ones. */
export const botFor = (bot: BotView, { language_code }: Pick<PersonView, 'language_code'>): BotView => {
  const words: BotWords | undefined = bot.translations[language_code.slice(0, 2)];
  return words === undefined ? bot : { ...bot, ...words };
};

type Known = { readonly bots: readonly BotView[]; readonly people: readonly PersonView[] };

/** The first name of whoever wrote a message of a chat. */
export const authorOf = ({ bots, people }: Known, { bot_id, person_id }: ChatRef, { from }: MessageView): string => {
  const person = people.find(({ id }) => id === person_id);
  if (from === 'person') return person?.first_name ?? '';
  const bot = bots.find(({ id }) => id === bot_id);
  if (bot === undefined) return '';
  return person === undefined ? bot.first_name : botFor(bot, person).first_name;
};
