import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, createMemoryKeyValue, storeKey } from '@okno/contract';
import { ANNA, BORIS, HAIRCUT } from './fake-backend.test.ts';
import { office } from './office-world.test.ts';
import { BOT_ID, PERSON_ID } from './world.test.ts';

const isDay = ({ text }: { text: string }) => /^\d+🟢/u.test(text);
const isTime = ({ text }: { text: string }) => /^\d\d:\d\d$/.test(text);

type Office = Awaited<ReturnType<typeof office>>;

/** Over the card of the client to the times of a day with Anna. */
const toDay = async ({ olga, shows, card }: Office) => {
  await card();
  await olga.tap('📅 Book for them');
  await shows('What would you like to book?');
  await olga.tap('Haircut');
  await shows('Who would you like to go to?');
  await olga.tap('Anna');
  await shows('Please pick a day.');
  await olga.tap(isDay);
  await shows('please pick a time');
};

/** On to the question whether all is right. */
const toQuestion = async (world: Office) => {
  await toDay(world);
  await world.olga.tap(isTime);
  return world.shows('Please check and confirm');
};

test('a client is booked for, once however often it is tapped, and can be cancelled and repeated', async () => {
  await using world = await office();
  const { olga, shows, backend, client } = world;
  const { message_id, text } = await toQuestion(world);
  assert.match(text, /For Vera <b>Bold<\/b>/);
  const data = olga
    .keyboard()
    .flat()
    .find(({ text }) => text === '✅ Confirm')?.callback_data;
  await olga.tap('✅ Confirm');
  await shows('✅ Booked');
  await world.give({
    update_id: 900_001,
    callback_query: {
      id: '1',
      chat_instance: '1',
      from: { id: PERSON_ID, is_bot: false, first_name: 'Olga' },
      message: { message_id, date: 1, chat: { id: PERSON_ID, type: 'private', first_name: 'Olga' }, text: 'x' },
      data: data ?? '',
    },
  });
  await shows('✅ Booked');
  assert.equal(backend.bookings.size, 1);
  const [call] = backend.callsOf('bookings.create');
  assert.deepEqual(
    { ...(call?.input as object), starts_at: '' },
    { service_id: HAIRCUT, specialist_id: ANNA, client_id: client.id, outside_rules: false, starts_at: '' },
  );
  await olga.tap('❌ Cancel');
  await shows('Cancel this visit?');
  await olga.tap('Yes, cancel');
  await shows('Cancelled');
  await olga.tap('👤 Client');
  await shows('Visits:');
  backend.office.clients.set(client.id, { ...client, upcoming: 1 });
  await olga.tap('🗓 Ahead');
  await shows('Nothing is booked ahead');
});

test('the same again is offered at the same weekday and time', async () => {
  await using world = await office();
  const { olga, shows, backend, client, card } = world;
  backend.book({ service_id: HAIRCUT, specialist_id: BORIS, starts_at: '2026-03-01T09:00:00Z' });
  backend.office.clients.set(client.id, { ...client, record: { visits: 1, completed: 1, no_shows: 0, cancelled: 0 } });
  await card();
  await olga.tap('🔁 The same again');
  await shows('The same weekday and time');
  await olga.tap((button) => button.text.includes('8 Mar'));
  await shows('Please check and confirm');
  await olga.tap('✅ Confirm');
  await shows('✅ Booked');
  assert.equal([...backend.bookings.values()].at(-1)?.starts_at, '2026-03-08T09:00:00Z');
});

test('a time outside the rules is typed, warned of, and booked when the staff says so; what is taken is not', async () => {
  await using world = await office();
  const { olga, shows, backend } = world;
  backend.office.why.set('2026-03-03T18:30:00Z', 'outside_hours');
  backend.office.why.set('2026-03-03T19:00:00Z', 'taken');
  await toDay(world);
  await olga.tap('⚠️ Another time');
  await shows('write the time');
  await olga.type('half past nine');
  await shows('not understood the time');
  await olga.type('03.03 22:00');
  await shows('This cannot be booked.');
  assert.equal(backend.bookings.size, 0);
  await olga.tap('‹ Back');
  await shows('please pick a time');
  await olga.tap('⚠️ Another time');
  await shows('write the time');
  await olga.type('03.03 21:30');
  const warned = await shows('This is outside the rules.');
  assert.match(warned.text, /outside the working hours/);
  await olga.tap('⚠️ Book all the same');
  await shows('✅ Booked');
  const [call] = backend.callsOf('bookings.create');
  assert.partialDeepStrictEqual(call?.input, { outside_rules: true });
});

test('who has as many ahead as allowed may be booked for all the same, and that is said', async () => {
  await using world = await office();
  const { olga, shows, backend } = world;
  await toQuestion(world);
  backend.fail('bookings.create', new AppError('booking_limit_reached', { limit: 3 }));
  await olga.tap('✅ Confirm');
  await shows('already has 3 visits booked ahead');
  await olga.tap('⚠️ Book all the same');
  await shows('✅ Booked');
});

test('somebody was faster: the nearest times lead back to the question', async () => {
  await using world = await office();
  const { olga, shows, backend } = world;
  await toQuestion(world);
  const nearest = [{ starts_at: '2026-03-05T09:00:00Z', specialist_id: ANNA }];
  backend.fail('bookings.create', new AppError('slot_taken', { nearest }));
  await olga.tap('✅ Confirm');
  await shows('has just been taken');
  await olga.tap((button) => button.text.includes('5 Mar'));
  await shows('Please check and confirm');
});

test('buttons of a choice for somebody else book for nobody', async () => {
  const store = createMemoryKeyValue(() => 0);
  await using world = await office({ store });
  const { olga, shows, backend } = world;
  await toQuestion(world);
  const key = storeKey('fsm', { bot_id: BOT_ID }, PERSON_ID);
  const kept = JSON.parse((await store.get(key)) ?? '{}') as { ref: number };
  await store.set(
    key,
    JSON.stringify({ ...kept, client: backend.office.addClient({ name: 'Else' }).id, ref: kept.ref + 1 }),
    1000,
  );
  await olga.tap('✅ Confirm');
  await shows('That choice is over');
  assert.equal(backend.bookings.size, 0);
});
