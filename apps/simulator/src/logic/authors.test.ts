import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authorOf, botFor, namedFor } from './authors.ts';

const bot = {
  id: 1,
  username: 'okno_bot',
  first_name: 'Window',
  commands: [{ command: 'book', description: 'Book' }],
  translations: { ru: { first_name: 'Окно', commands: [{ command: 'book', description: 'Записаться' }] } },
};
const anna = { id: 11, first_name: 'Анна', language_code: 'ru' };
const emma = { id: 12, first_name: 'Emma', language_code: 'en-GB' };
const world = { bots: [bot], people: [anna, emma] };
const said = (from: 'bot' | 'person') => ({ message_id: 1, from, sent_at: 0, text: 'x', entities: [] });

test('a bot speaks the language of whoever looks at it, where it has words of its own', () => {
  assert.equal(botFor(bot, anna).commands[0]?.description, 'Записаться');
  assert.equal(botFor(bot, { language_code: 'ru-RU' }).first_name, 'Окно');
  assert.equal(botFor(bot, emma), bot);
});

test('a message is by the bot or by the person of its chat', () => {
  assert.equal(authorOf(world, { bot_id: 1, person_id: 11 }, said('bot')), 'Окно');
  assert.equal(authorOf(world, { bot_id: 1, person_id: 12 }, said('bot')), 'Window');
  assert.equal(authorOf(world, { bot_id: 1, person_id: 12 }, said('person')), 'Emma');
  assert.equal(authorOf(world, { bot_id: 2, person_id: 13 }, said('bot')), '');
});

test('whoever looks at the page reads names in the language of the page, and others keep their own', () => {
  const maria = { id: 13, first_name: 'Мария', names: { en: 'Maria' }, language_code: 'ru' };
  const named = (language: string) => {
    const { bots, people } = namedFor({ ...world, people: [maria, emma] }, language);
    return [...bots, ...people].map(({ first_name }) => first_name);
  };
  assert.deepEqual(named('en'), ['Window', 'Maria', 'Emma']);
  assert.deepEqual(named('ru'), ['Окно', 'Мария', 'Emma']);
  const [inEnglish] = namedFor(world, 'ru').bots;
  assert.equal(inEnglish?.commands, bot.commands, 'what it can do is said in the language of each chat');
});
