import { changed, emit, type World } from '../core/world.ts';
import { personView } from './views.ts';

/**
 * Tells the page as what each person comes to the business behind the bots. It is shown beside the names and nothing
 * else: bots are not told, as Telegram would not tell them.
 */
export const showRoles = (world: World, roleOf: (person_id: number) => string): void => {
  for (const known of world.people.values()) {
    const role = roleOf(known.id);
    if (known.role === role) continue;
    const person = { ...known, role };
    world.people.set(person.id, person);
    emit(world, () => ({ type: 'person', person: personView(person) }));
    changed(world);
  }
};
