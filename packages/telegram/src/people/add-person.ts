import { changed, emit, type Person, type World } from '../core/world.ts';
import type { PersonView } from '../people-protocol.ts';
import { Refusal } from './refusal.ts';
import { personView } from './views.ts';

export type NewPerson = {
  readonly id?: number;
  readonly first_name: string;
  readonly last_name?: string;
  readonly username?: string;
  readonly language_code?: string;
  /** What those who read another language call them, by language; no bot sees it. */
  readonly names?: Readonly<Record<string, string>>;
};

const MAX_NAME = 64;

/** Adds a person to the world; the id is chosen when it is not given. Throws Refusal on a bad name or a taken id. */
export const addPerson = (world: World, given: NewPerson): PersonView => {
  const firstName = given.first_name.trim();
  if (firstName === '' || firstName.length > MAX_NAME)
    throw new Refusal(`first_name must have 1–${MAX_NAME} characters`);
  const id = given.id ?? world.next_person_id;
  if (!Number.isSafeInteger(id) || id <= 0) throw new Refusal('id must be a positive whole number');
  if (world.people.has(id) || world.bots.has(id)) throw new Refusal(`id: ${id} is taken`);
  const person: Person = {
    id,
    first_name: firstName,
    ...(given.last_name === undefined ? {} : { last_name: given.last_name }),
    ...(given.username === undefined ? {} : { username: given.username.replace(/^@/, '') }),
    language_code: given.language_code ?? 'en',
    ...(given.names === undefined ? {} : { names: given.names }),
  };
  world.people.set(id, person);
  world.next_person_id = Math.max(world.next_person_id, id) + 1;
  emit(world, () => ({ type: 'person', person: personView(person) }));
  changed(world);
  return personView(person);
};
