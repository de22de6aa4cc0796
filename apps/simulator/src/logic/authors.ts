import type { ChatRef } from '../api/people-api.ts';
import type { BotView, BotWords, MessageView, PersonView } from '../api/protocol.ts';

/** A bot in the words of somebody's language, or in its default ones. */
export const botFor = (bot: BotView, { language_code }: Pick<PersonView, 'language_code'>): BotView => {
  const words: BotWords | undefined = bot.translations[language_code.slice(0, 2)];
  return words === undefined ? bot : { ...bot, ...words };
};

type World = { readonly bots: readonly BotView[]; readonly people: readonly PersonView[] };

/** The same world with the names that whoever looks at the page reads; who has none in that language keeps their own. */
export const namedFor = <W extends World>(world: W, language: string): W => ({
  ...world,
  bots: world.bots.map((bot) => ({ ...bot, first_name: bot.translations[language]?.first_name ?? bot.first_name })),
  people: world.people.map((person) => ({ ...person, first_name: person.names?.[language] ?? person.first_name })),
});

/** The first name of whoever wrote a message of a chat. */
export const authorOf = ({ bots, people }: World, { bot_id, person_id }: ChatRef, { from }: MessageView): string => {
  const person = people.find(({ id }) => id === person_id);
  if (from === 'person') return person?.first_name ?? '';
  const bot = bots.find(({ id }) => id === bot_id);
  if (bot === undefined) return '';
  return person === undefined ? bot.first_name : botFor(bot, person).first_name;
};
