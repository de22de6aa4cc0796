import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, createMemoryKeyValue, storeKey } from '@okno/contract';
import { ANNA, BORIS, HAIRCUT } from './fake-backend.test.ts';
import { awayStore, BOT_ID, PERSON_ID, testWorld } from './world.test.ts';

type Options = Parameters<typeof testWorld>[0];

/** A salon run by Olga, with a client who bears a name that looks like markup. */
const office = async (options: Options = {}) => {
  const world = await testWorld({ role: 'super_admin', ...options });
  const client = world.backend.office.addClient({ name: 'Vera <b>Bold</b>', phone: '+79991112233', telegram_id: 77 });
  const manage = async () => {
    await world.olga.start();
    await world.shows('This is Salon.');
    await world.olga.tap('🛠 Manage');
    await world.shows('What shall we do?');
  };
  /** On to the card of the client. */
  const card = async (search = 'Vera') => {
    await manage();
    await world.olga.tap('🔎 Find a client');
    await world.shows('Whom are you looking for?');
    await world.olga.type(search);
    await world.shows('Found 1 client');
    await world.olga.tap((button) => button.text.startsWith('Vera'));
    return world.shows('Visits:');
  };
  return { ...world, client, manage, card };
};

const isDay = ({ text }: { text: string }) => /^\d+🟢/u.test(text);
const isTime = ({ text }: { text: string }) => /^\d\d:\d\d$/.test(text);

/** From the card to the times of a day with Anna. */
const toDay = async ({ olga, shows }: Awaited<ReturnType<typeof office>>) => {
  await olga.tap('📅 Book for them');
  await shows('What would you like to book?');
  await olga.tap('Haircut');
  await shows('Who would you like to go to?');
  await olga.tap('Anna');
  await shows('Please pick a day.');
  await olga.tap(isDay);
  await shows('please pick a time');
};

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

test('a client is booked for, once however often it is tapped, and can be cancelled and repeated', async () => {
  await using world = await office();
  const { olga, shows, backend, client, card } = world;
  await card();
  await toDay(world);
  await olga.tap(isTime);
  await shows('For Vera <b>Bold</b>');
  const { message_id } = await shows('Please check and confirm');
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
  const { olga, shows, backend, card } = world;
  backend.office.why.set('2026-03-03T18:30:00Z', 'outside_hours');
  backend.office.why.set('2026-03-03T19:00:00Z', 'taken');
  await card();
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
  const { olga, shows, backend, card } = world;
  await card();
  await toDay(world);
  await olga.tap(isTime);
  await shows('Please check and confirm');
  backend.fail('bookings.create', new AppError('booking_limit_reached', { limit: 3 }));
  await olga.tap('✅ Confirm');
  await shows('already has 3 visits booked ahead');
  await olga.tap('⚠️ Book all the same');
  await shows('✅ Booked');
});

test('somebody was faster: the nearest times lead back to the question', async () => {
  await using world = await office();
  const { olga, shows, backend, card } = world;
  await card();
  await toDay(world);
  await olga.tap(isTime);
  await shows('Please check and confirm');
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
  const { olga, shows, backend, card } = world;
  await card();
  await toDay(world);
  await olga.tap(isTime);
  await shows('Please check and confirm');
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
