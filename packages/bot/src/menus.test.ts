import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryKeyValue, KeyValueAway, storeKey } from '@okno/contract';
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

type Rest = { readonly rest: (ms: number) => Promise<void>; readonly pass: () => Promise<void> };

/** Time that passes when it is told to. */
const handTime = (): Rest => {
  const waiting: (() => void)[] = [];
  return {
    rest: () => new Promise((resolve) => void waiting.push(resolve)),
    pass: async () => {
      for (const wake of waiting.splice(0)) wake();
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    },
  };
};

/** One chat, of which several processes show menus; the store is away for a while. */
const openChat = () => {
  const real = createMemoryKeyValue(() => 0);
  const away = { now: false };
  const guarded =
    <A extends unknown[], T>(work: (...words: A) => Promise<T>) =>
    async (...words: A): Promise<T> => {
      if (away.now) throw new KeyValueAway();
      return work(...words);
    };
  const store = { ...real, get: guarded(real.get), compareAndSet: guarded(real.compareAndSet) };
  const time = handTime();
  const gone: number[] = [];
  const remove = async (message_id: number) => void gone.push(message_id);
  const process = () => {
    const menus = createMenus({ store, rest: time.rest, log: ({ event }) => assert.fail(event) });
    const at = (message_id: number) => ({ bot_id: BOT_ID, chat_id: PERSON_ID, message_id });
    return { show: (id: number) => menus.replace(at(id), remove), keep: (id: number) => menus.keep(at(id)) };
  };
  const stored = () => real.get(storeKey('last_menu', { bot_id: BOT_ID }, PERSON_ID));
  return { away, gone, stored, pass: time.pass, one: process(), other: process() };
};

test('a menu of which the store could not be told replaces the one before as soon as it is back', async () => {
  const { away, gone, stored, pass, one, other } = openChat();
  await one.show(1);
  away.now = true;
  await one.show(2);
  await pass();
  assert.deepEqual(gone, [], 'the store is still away');
  away.now = false;
  await pass();
  assert.deepEqual([gone, await stored()], [[1], '0/2']);
  await other.show(3);
  assert.deepEqual([gone, await stored()], [[1], '3'], 'what has become of the second nobody knows for sure');
});

test('of a menu that could not be told nobody takes away what came of it meanwhile', async () => {
  const { away, gone, stored, pass, one, other } = openChat();
  await one.show(1);
  away.now = true;
  await one.show(2);
  away.now = false;
  // In another process it becomes the card of a booking.
  await other.keep(2);
  await pass();
  await one.show(3);
  assert.deepEqual(gone, [1], 'the menu before has gone, the card has not');
  assert.equal(await stored(), '3');

  away.now = true;
  await one.show(4);
  away.now = false;
  await other.show(5);
  await pass();
  assert.deepEqual(gone, [1, 3], 'nobody knows what became of the fourth: it stays');
});

for (const [who, keeper] of [
  ['the same process', 'one'],
  ['another', 'other'],
] as const)
  test(`a menu that became a card in ${who} while the store was away stays`, async () => {
    const chat = openChat();
    const { away, gone, stored, pass, one } = chat;
    await one.show(1);
    away.now = true;
    await one.show(2);
    await chat[keeper].keep(2);
    away.now = false;
    await pass();
    assert.deepEqual([gone, await stored()], [[1], '0/2']);
    await one.show(3);
    assert.deepEqual(gone, [1]);
  });

test('the menu of before the store went away stays when it became a card meanwhile', async () => {
  const { away, gone, stored, pass, one, other } = openChat();
  await one.show(1);
  away.now = true;
  await one.keep(1);
  away.now = false;
  await pass();
  assert.equal(await stored(), '0/1');
  await other.show(2);
  assert.deepEqual(gone, []);

  away.now = true;
  await one.keep(2);
  await one.show(3);
  away.now = false;
  await pass();
  await other.show(4);
  assert.deepEqual(gone, []);
});

test('a card of which the store was never told stays as long as its process remembers it', async () => {
  const { away, gone, pass, one } = openChat();
  await one.show(1);
  away.now = true;
  await one.keep(1);
  for (let round = 0; round < 5; round += 1) await pass();
  away.now = false;
  await one.show(2);
  assert.deepEqual(gone, []);
  await one.show(3);
  assert.deepEqual(gone, [2], 'a menu goes as ever');
});

test('a card that never was the menu leaves the menu alone', async () => {
  const { gone, stored, one } = openChat();
  await one.show(1);
  await one.keep(7);
  await one.keep(7);
  assert.deepEqual(gone, []);
  await one.show(6);
  assert.deepEqual([gone, await stored()], [[1], '6/7']);
  await one.show(8);
  assert.deepEqual([gone, await stored()], [[1, 6], '8']);
  await one.keep(8);
  assert.equal(await stored(), '0/8');
});

test('a store that stays away is given up, and the chat goes on', async () => {
  const { away, gone, pass, one } = openChat();
  away.now = true;
  for (const id of [1, 2]) await one.show(id);
  for (let round = 0; round < 5; round += 1) await pass();
  away.now = false;
  await one.show(3);
  assert.deepEqual(gone, []);
  await one.show(4);
  assert.deepEqual(gone, [3]);
});

test('of menus that come at once through several processes the newest stays, and each other goes once', async () => {
  const store = createMemoryKeyValue(() => 0);
  const open = () => createMenus({ store, rest: () => new Promise(() => {}), log: ({ event }) => assert.fail(event) });
  const processes = [open(), open(), open()];
  const sent = Array.from({ length: 30 }, (_, index) => 100 + ((index * 7) % 30));
  const gone: number[] = [];
  const remove = async (message_id: number) => void gone.push(message_id);
  const show = (process: number, message_id: number, bot_id = BOT_ID) =>
    processes[process]?.replace({ bot_id, chat_id: PERSON_ID, message_id }, remove);
  for (let from = 0; from < sent.length; from += 3) {
    const three = sent.slice(from, from + 3);
    await Promise.all(three.map((id, index) => show(index, id)));
  }
  assert.equal(await store.get(storeKey('last_menu', { bot_id: BOT_ID }, PERSON_ID)), '129');
  assert.deepEqual(
    gone.toSorted((a, b) => a - b),
    Array.from({ length: 29 }, (_, index) => 100 + index),
  );
  await show(0, 1, OTHER_BOT_ID);
  assert.equal(gone.length, 29, 'another bot has a menu of its own');
});
