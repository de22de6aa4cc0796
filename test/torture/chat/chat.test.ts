import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTexts, defaultText } from '@okno/contract';
import type { LoggedCall } from '@okno/telegram';
import { escapeHtml } from '../../../packages/bot/src/html.ts';
import { tortureChat } from './chat.ts';
import { strangeWords } from './check.ts';

const SHORT = { people: 10, seconds: 8, restarts: 1, seed: 20_310_505, tell: () => {} };

test('whatever people tap and type, and however often the server is struck: no fault, no double effect, and a way home', async (t) => {
  const { figures, wrong } = await tortureChat(t, SHORT);
  assert.deepEqual(wrong, []);
  assert.ok((figures['tap'] ?? 0) > 50 && (figures['repeated_updates'] ?? 0) > 5, JSON.stringify(figures));
});

test('control: a fault in the database is found in the log', async (t) => {
  const plant = `
    create function break() returns trigger language plpgsql as $$ begin raise exception 'planted'; end $$;
    create trigger break before update or insert on chats for each row execute function break()`;
  const { wrong } = await tortureChat(t, { ...SHORT, people: 4, seconds: 2, restarts: 0, plant, home_ms: 1_000 });
  assert.match(wrong.join('\n'), /the log says/);
});

test('a placeholder that was not filled in is found, and the sentence that teaches one is not taken for it', () => {
  const say = createTexts();
  const language = say('en', 'broadcast_screens.in_ru');
  const taught = say('en', 'broadcast_screens.write', { language, sign: '{name}' });
  const wordsIn = (text: string) =>
    strangeWords([{ method: 'sendMessage', params: { text } } as unknown as LoggedCall]);
  const reworded = (template: string, names: string) =>
    [
      ...[say('en', 'own_texts.write'), '', `<code>${escapeHtml(template)}</code>`, ''],
      say('en', 'own_texts.placeholders', { names }),
    ].join('\n');
  const counted = defaultText('en', 'bookings.title');
  const rewording = reworded(defaultText('ru', 'menu.greeting'), '{business}');
  const harmless = [taught, rewording, reworded(counted, '{count}')];
  assert.deepEqual(harmless.flatMap(wordsIn), []);
  for (const broken of [
    'Hello, {name}!',
    `${taught} {name}`,
    `${rewording}\n{day}`,
    // The same screen with a text that is none of ours, or with a placeholder that the text has not.
    reworded('Hello, {name}!', '{name}'),
    reworded(defaultText('en', 'menu.greeting'), '{day}'),
    '{count, plural, one {x} other {y}}',
    'menu.book',
  ])
    assert.equal(wordsIn(broken).length, 1, broken);
});
