import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayIn } from '../texts.ts';
import { AVATAR_COLOURS, avatarColour, fullName, initials } from './avatar.ts';
import { suggestedCommands } from './commands.ts';
import { previewOf } from './preview.ts';
import { roleText } from './roles.ts';

test('initials are the first letters of the first two words', () => {
  assert.equal(initials('Мария Соколова'), 'МС');
  assert.equal(initials('Студия «Окно»'), 'СО');
  assert.equal(initials('emma'), 'E');
  assert.equal(initials('🙂'), '•');
});

test('ids that follow one another have different colours', () => {
  const colours = new Set(Array.from({ length: AVATAR_COLOURS }, (_, id) => avatarColour(1000 + id)));
  assert.equal(colours.size, AVATAR_COLOURS);
});

test('a person without a last name has no space after the first', () => {
  assert.equal(fullName({ first_name: 'Emma' }), 'Emma');
  assert.equal(fullName({ first_name: 'Emma', last_name: 'Stone' }), 'Emma Stone');
});

test('a list shows a message in one line, or what it carries', () => {
  const message = { message_id: 1, from: 'bot', sent_at: 0, text: '', entities: [] } as const;
  const say = sayIn('en');
  assert.equal(previewOf({ ...message, text: 'Booked\n\n  tomorrow' }, say), 'Booked tomorrow');
  assert.equal(previewOf({ ...message, document: { file_id: 'a', file_name: 'data.json' } }, say), 'data.json');
  assert.equal(previewOf({ ...message, photo: { file_id: 'a', width: 1, height: 1 } }, say), 'Photo');
});

test('as what a person comes is said in words, and an unknown word as it is', () => {
  assert.deepEqual(
    ['client', 'specialist', 'moderator', 'super_admin', 'barista', undefined].map((role) =>
      roleText(role, sayIn('ru')),
    ),
    ['клиент', 'специалист', 'модератор', 'владелец', 'barista', undefined],
  );
});

test('a slash suggests every command, letters after it fewer, a sentence none', () => {
  const commands = ['start', 'book', 'bookings'].map((command) => ({ command, description: command }));
  assert.equal(suggestedCommands('/', commands).length, 3);
  assert.deepEqual(
    suggestedCommands('/BOO', commands).map(({ command }) => command),
    ['book', 'bookings'],
  );
  assert.deepEqual(suggestedCommands('/book now', commands), []);
  assert.deepEqual(suggestedCommands('start', commands), []);
});
