import { changed, emit, type World } from '../core/world.ts';
import type { PersonView } from '../people-protocol.ts';
import { Refusal } from './refusal.ts';
import { personView } from './views.ts';

/** Changes the language of a person's app; bots see it with the next thing the person does. Throws Refusal. */
export const speakLanguage = (world: World, person_id: number, language_code: string): PersonView => {
  const known = world.people.get(person_id);
  if (!known) throw new Refusal(`there is no person with the id ${person_id}`, 404);
  if (!/^[a-z]{2,3}(-[A-Za-z]{2,8})?$/.test(language_code))
    throw new Refusal('language_code must be like "en" or "pt-br"');
  const person = { ...known, language_code };
  world.people.set(person_id, person);
  for (const bot of world.bots.values()) {
    const chat = bot.chats.get(person_id);
    if (chat === undefined) continue;
    chat.person = person;
    chat.user = { ...chat.user, language_code };
  }
  emit(world, () => ({ type: 'person', person: personView(person) }));
  changed(world);
  return personView(person);
};
