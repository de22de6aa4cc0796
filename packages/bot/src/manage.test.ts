import assert from 'node:assert/strict';
import { test } from 'node:test';
import { office } from './office-world.test.ts';
import { awayStore } from './world.test.ts';

test('only those who run the business are shown the way, and what they do is refused when they do not', async () => {
  await using world = await office({ role: 'client' });
  await world.olga.start();
  const { inline_keyboard } = await world.shows('This is Salon.');
  assert.ok(!inline_keyboard?.flat().some(({ text }) => text.includes('Manage')));
  world.backend.rights.role = 'moderator';
  await using other = await office({ role: 'moderator' });
  await other.manage();
  const keys = other.olga
    .keyboard()
    .flat()
    .map(({ text }) => text);
  assert.ok(keys.includes('🔎 Find a client') && !keys.includes('👥 Team and roles'));
});

test('a client is found by words, shown with names as text, noted and tagged', async () => {
  await using world = await office();
  const { olga, shows, backend, client, card } = world;
  const shown = await card();
  assert.match(shown.text, /Vera <b>Bold<\/b>/, 'what looks like markup is text');
  assert.match(shown.text, /\+79991112233/);
  assert.match(shown.text, /blocked it/, 'the bot cannot write to them');
  assert.ok(
    shown.entities?.some((entity) => JSON.stringify(entity).includes('77')),
    'a link to their chat',
  );
  await olga.tap('📝 Note');
  await shows('What shall I note?');
  await olga.type('Likes <i>tea</i>\nand silence');
  await shows('Noted: Likes <i>tea</i>');
  assert.deepEqual(
    backend.office.notes.get(client.id)?.map(({ text }) => text),
    ['Likes <i>tea</i>\nand silence'],
  );
  await olga.tap('👤 Client');
  await shows('1 note');
  await olga.tap('🏷 Tags');
  await shows('separated by commas');
  await olga.type('VIP, allergy');
  await world.until(() => backend.office.clients.get(client.id)?.tags.length === 2);
  await olga.type('x'.repeat(50));
  await shows('At most 20 tags');
  await olga.tap('✖️ vip');
  await world.until(() => backend.office.clients.get(client.id)?.tags.length === 1);
  assert.deepEqual(backend.office.clients.get(client.id)?.tags, ['allergy']);
  assert.deepEqual(world.logs, []);
});

test('other words look for somebody else, nobody is found politely, and pages are turned', async () => {
  await using world = await office();
  const { olga, shows, backend, manage } = world;
  for (let number = 0; number < 9; number += 1) backend.office.addClient({ name: `Ivan ${number}` });
  await manage();
  await olga.tap('🔎 Find a client');
  await shows('Whom are you looking for?');
  await olga.type('nobody & co');
  await shows('Nobody was found: “nobody & co”');
  await olga.type('Ivan');
  await shows('Found 9 clients');
  await olga.tap('›');
  await world.until(() =>
    olga
      .keyboard()
      .flat()
      .some(({ text }) => text === 'Ivan 8'),
  );
  await olga.type('/cancel');
  await shows('Left as it was');
  await olga.type('Ivan');
  await shows('I understand buttons best');
});

test('somebody new is written down by name and number; a number that is known leads to whoever has it', async () => {
  await using world = await office();
  const { olga, shows, backend, manage } = world;
  await manage();
  await olga.tap('➕ New client');
  await shows("What is the client's name?");
  await olga.type('Zoe');
  await shows('which telephone number?');
  await olga.type('many');
  await shows('does not look like a telephone number');
  await olga.type('+7 999 111-22-33');
  await shows('belongs to Vera <b>Bold</b>');
  await olga.type('+7 999 444-55-66');
  await shows('Zoe');
  const zoe = [...backend.office.clients.values()].find(({ name }) => name === 'Zoe');
  assert.equal(zoe?.phone, '+79994445566');
  await manage();
  await olga.tap('➕ New client');
  await shows("What is the client's name?");
  await olga.type('Yan');
  await shows('which telephone number?');
  await olga.tap('Without a number');
  await shows('Not in Telegram');
});

test('a role that was taken away in the middle is answered politely, and the dialogue is over', async () => {
  await using world = await office();
  const { olga, shows, backend, card } = world;
  await card();
  await olga.tap('📝 Note');
  await shows('What shall I note?');
  backend.rights.role = 'client';
  await olga.type('A note too late');
  await shows('you are not one of them now');
  await olga.type('Anything');
  await shows('I understand buttons best');
  assert.ok(
    !olga
      .keyboard()
      .flat()
      .some(({ text }) => text.includes('Manage')),
  );
});

test('without the store nobody waits for words that would be lost', async () => {
  await using world = await office({ store: awayStore() });
  await world.manage();
  await world.olga.tap('🔎 Find a client');
  await world.shows('lost the thread');
  assert.deepEqual(world.logs, []);
});
