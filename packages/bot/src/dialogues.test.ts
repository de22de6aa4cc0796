import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryKeyValue, type KeyValue, storeKey } from '@okno/contract';
import { createDialogues } from './dialogues.ts';
import { HAIRCUT } from './fake-backend.test.ts';
import { awayStore, BOT_ID, OTHER_BOT_ID, PERSON_ID, testWorld } from './world.test.ts';

const KEY = storeKey('fsm', { bot_id: BOT_ID }, PERSON_ID);

/** A salon whose client has given stars to a visit and taps "Add words". `store` outlives the world, as it would in life. */
const wordsWorld = async (store: KeyValue) => {
  const world = await testWorld({ store });
  const made = world.backend.book({ service_id: HAIRCUT, starts_at: '2026-03-01T09:00:00Z' });
  const booking = { ...made, status: 'completed' as const };
  world.backend.bookings.set(booking.id, booking);
  await world.olga.start();
  await world.shows('Salon');
  await world.deliver({
    id: booking.id,
    kind: 'review_request',
    audience: 'client',
    bot_id: BOT_ID,
    telegram_id: PERSON_ID,
    language: 'en',
    booking,
    minutes_before: null,
    late_minutes: null,
    nearest: null,
    phone: null,
    free: false,
    series: null,
    message_id: null,
    before: null,
    own_doing: false,
  });
  await world.shows('How was your visit?');
  await world.olga.tap('5 ⭐');
  await world.shows('★★★★★');
  const words = () => world.backend.reviews.get(booking.id)?.text;
  return { ...world, booking, words };
};

const memory = () => createMemoryKeyValue(() => 0);

test('words are asked for, shown, and published when the person says so', async () => {
  const store = memory();
  await using world = await wordsWorld(store);
  const { olga, shows, words } = world;
  await olga.tap('✍️ Add words');
  await shows('What was it like?');
  await olga.type('Fine & <b>quick</b>');
  await shows('Fine & <b>quick</b>');
  assert.equal(words(), '', 'nothing is public yet');
  await olga.type('Better words');
  await shows('Better words');
  await olga.tap('✅ Publish');
  await shows('Thank you for the review!');
  assert.equal(words(), 'Better words');
  assert.equal(await store.get(KEY), null, 'the dialogue is over');
  await olga.type('And now?');
  await shows('I understand buttons best');
});

test('a restart in the middle goes on where it was', async () => {
  const store = memory();
  await using before = await wordsWorld(store);
  await before.olga.tap('✍️ Add words');
  await before.shows('What was it like?');
  const kept = (await store.get(KEY)) ?? '';
  // Another process, which knows nothing but what the first one has kept.
  const left = memory();
  await using after = await wordsWorld(left);
  assert.equal(await left.get(KEY), null);
  await left.set(KEY, kept, 60_000);
  await after.olga.type('Words after the restart');
  await after.shows('Words after the restart');
  await after.olga.tap('✅ Publish');
  await after.shows('Thank you for the review!');
  assert.equal(after.words(), 'Words after the restart');
});

test('/cancel leaves a dialogue anywhere, and any other command as well', async () => {
  const store = memory();
  await using world = await wordsWorld(store);
  const { olga, shows } = world;
  await olga.tap('✍️ Add words');
  await shows('What was it like?');
  await olga.type('/cancel');
  await shows('Left as it was');
  await olga.type('Words for nobody');
  await shows('I understand buttons best');
  await olga.type('/cancel');
  await shows('All right, nothing is booked or changed');
  for (const [text, says] of [
    [undefined, 'What was it like?'],
    ['Some words', 'Some words'],
  ] as const) {
    await createDialogues(store).begin(
      { bot_id: BOT_ID, telegram_id: PERSON_ID },
      { name: 'review_words', state: 'asked', booking: world.booking.id },
    );
    if (text !== undefined) await olga.type(text);
    if (text !== undefined) await shows(says);
    await olga.type('/help');
    await shows('Arbat 1');
    await olga.type('Words for nobody');
    await shows('I understand buttons best');
  }
  assert.equal(world.words(), '');
});

test('a dialogue of another version, or something else in its place, is begun anew politely', async () => {
  const store = memory();
  await using world = await wordsWorld(store);
  const { olga, shows } = world;
  const { id: booking } = world.booking;
  for (const kept of [
    JSON.stringify({ version: 0, name: 'review_words', state: 'asked', booking }),
    JSON.stringify({ version: 1, name: 'another', state: 'asked', booking }),
    JSON.stringify({ version: 1, name: 'review_words', state: 'confirming', booking }),
    'no json',
    'null',
  ]) {
    await store.set(KEY, kept, 1000);
    await olga.type('Words');
    await shows('lost the thread');
    assert.equal(await store.get(KEY), null, kept);
    await olga.start();
    await shows('This is Salon.');
  }
  assert.equal(world.words(), '');
  assert.deepEqual(world.logs, []);
});

test('a store that was emptied in the middle loses the words, says so, and begins anew', async () => {
  const store = memory();
  await using world = await wordsWorld(store);
  const { olga, shows } = world;
  await olga.tap('✍️ Add words');
  await shows('What was it like?');
  await olga.type('Lost words');
  await shows('Lost words');
  await store.delete(KEY);
  await olga.tap('✅ Publish');
  await shows('no longer here');
  assert.equal(world.words(), '');
  await olga.tap('✍️ Add words');
  await shows('What was it like?');
});

test('without the store words are not waited for; a reply brings them as before', async () => {
  await using world = await wordsWorld(awayStore());
  const { olga, shows } = world;
  await olga.tap('✍️ Add words');
  const asked = await shows('Reply to this message');
  await olga.type('Anybody there?');
  await shows('lost the thread');
  assert.ok(asked.message_id > 0);
  assert.deepEqual(world.logs, []);
});

test('the same person in two bots is in two dialogues', async () => {
  const store = memory();
  await using world = await wordsWorld(store);
  await world.olga.tap('✍️ Add words');
  await world.shows('What was it like?');
  await world.olgaElsewhere.start();
  await world.shows('Clinic', world.olgaElsewhere);
  await world.olgaElsewhere.type('Hello');
  await world.shows('I understand buttons best', world.olgaElsewhere);
  assert.equal(await store.get(storeKey('fsm', { bot_id: OTHER_BOT_ID }, PERSON_ID)), null);
  await world.olga.type('Words');
  await world.shows('This is what others will read');
});

test('of two processes that take a step at once one does, and what has run out is over', async () => {
  let now = 0;
  const store = createMemoryKeyValue(() => now);
  const [one, other] = [createDialogues(store), createDialogues(store)];
  const person = { bot_id: 1, telegram_id: 2 };
  const asked = { name: 'review_words', state: 'asked', booking: 'b' } as const;
  await one.begin(person, asked);
  const [here, there] = [await one.find(person), await other.find(person)];
  assert.ok(typeof here === 'object' && typeof there === 'object');
  const step = (text: string) => ({ ...asked, state: 'confirming' as const, text });
  const done = await Promise.all([one.goOn(person, here, step('a')), other.goOn(person, there, step('b'))]);
  assert.deepEqual(done.toSorted(), [false, true]);
  now += 31 * 60_000;
  assert.equal(await one.find(person), 'none');
  assert.equal(await one.goOn(person, here, null), false);
});
