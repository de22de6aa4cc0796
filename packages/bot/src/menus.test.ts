import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryKeyValue, storeKey } from '@okno/contract';
import type { PersonInChat } from '@okno/telegram';
import { HAIRCUT } from './fake-backend.test.ts';
import { createMenus } from './menus.ts';
import { awayStore, BOT_ID, OTHER_BOT_ID, PERSON_ID, testWorld } from './world.test.ts';

const HOUR_MS = 3_600_000;

const menusOf = (person: PersonInChat): number[] =>
  person
    .messages()
    .filter(({ from }) => from === 'bot')
    .map(({ message_id }) => message_id);

test('a new menu takes the place of the one before, in its own chat only', async () => {
  await using world = await testWorld();
  const { olga, olgaElsewhere, shows } = world;
  await olgaElsewhere.start();
  await shows('Clinic', olgaElsewhere);
  await olga.start();
  const first = await shows('This is Salon.');
  await olga.type('/help');
  await shows('Arbat 1');
  await world.idle();
  const left = menusOf(olga);
  assert.equal(left.length, 1);
  assert.notEqual(left[0], first.message_id);
  await olga.start();
  await shows('This is Salon.');
  await world.idle();
  assert.equal(menusOf(olga).length, 1);
  assert.equal(menusOf(olgaElsewhere).length, 1, 'the same person in another bot keeps theirs');
  assert.deepEqual(world.logs, []);
});

test('the message that became a booking stays when a menu comes', async () => {
  await using world = await testWorld();
  const { olga, shows } = world;
  await olga.type('/book');
  await shows('Haircut');
  await olga.tap('Haircut');
  await shows('Haircut');
  await olga.tap('Anna');
  await shows('Please pick a day.');
  await olga.tap((button) => /^\d+🟢/u.test(button.text));
  await shows('please pick a time');
  await olga.tap((button) => /^\d\d:\d\d$/.test(button.text));
  await shows('Please check');
  await olga.tap('✅ Confirm');
  const card = await shows('You are booked');
  await olga.start();
  await shows('This is Salon.');
  await olga.start();
  await world.until(() => world.methods().includes('deleteMessage'));
  await world.idle();
  assert.deepEqual(menusOf(olga).length, 2);
  assert.ok(menusOf(olga).includes(card.message_id), 'the card is still there');
});

test('a booking that was opened from the list is a menu like any other', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  backend.book({ service_id: HAIRCUT, starts_at: '2026-03-03T09:00:00Z' });
  await olga.type('/my');
  await shows('1 booking');
  await olga.tap((button) => button.text.includes('Haircut'));
  await shows('You are booked');
  await olga.start();
  await shows('This is Salon.');
  await world.idle();
  assert.equal(menusOf(olga).length, 1);
});

test('a menu that the person has deleted, or that is too old to be deleted, is no error', async () => {
  await using world = await testWorld();
  const { olga, shows, emulator, account } = world;
  await olga.start();
  const { message_id } = await shows('Salon');
  const url = `${(await emulator.listen()).url}/bot${account.token}/deleteMessage`;
  await fetch(`${url}?chat_id=${PERSON_ID}&message_id=${message_id}`);
  await olga.start();
  await shows('Salon');
  await world.idle();
  emulator.clock.advance(49 * HOUR_MS);
  emulator.clearCalls();
  await olga.start();
  await world.until(() => world.methods().includes('sendMessage'));
  await world.idle();
  assert.deepEqual(world.methods(), ['sendMessage'], 'after 48 hours it is not even tried');
  assert.deepEqual(world.logs, []);
  assert.equal(menusOf(olga).length, 2);
});

test('without the store a new menu comes all the same, and the older one stays', async () => {
  await using world = await testWorld({ store: awayStore() });
  for (const round of [1, 2]) {
    await world.olga.start();
    await world.until(() => menusOf(world.olga).length === round);
  }
  await world.idle();
  assert.deepEqual(world.logs, []);
});

test('of menus that come at once through several processes the newest stays, and each other goes once', async () => {
  const store = createMemoryKeyValue(() => 0);
  const processes = [createMenus(store), createMenus(store), createMenus(store)];
  const sent = Array.from({ length: 30 }, (_, index) => 100 + ((index * 7) % 30));
  const gone: (number | null)[] = [];
  for (let from = 0; from < sent.length; from += 3) {
    const three = sent.slice(from, from + 3);
    gone.push(
      ...(await Promise.all(three.map(async (id, index) => processes[index]?.replace(BOT_ID, PERSON_ID, id) ?? null))),
    );
  }
  assert.equal(await store.get(storeKey('last_menu', { bot_id: BOT_ID }, PERSON_ID)), '129');
  assert.deepEqual(
    gone.filter((id) => id !== null).toSorted((a, b) => a - b),
    Array.from({ length: 29 }, (_, index) => 100 + index),
  );
  assert.equal(await processes[0]?.replace(OTHER_BOT_ID, PERSON_ID, 1), null, 'another bot has a menu of its own');
});
