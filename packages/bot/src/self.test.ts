import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, type Booking } from '@okno/contract';
import type { Update } from 'grammy/types';
import { writeTarget } from './callback-data.ts';
import { ANNA, HAIRCUT, uuid } from './fake-backend.test.ts';
import { labels } from './olga-world.test.ts';
import { PERSON_ID, testWorld, type World } from './world.test.ts';

const FROM = { id: PERSON_ID, is_bot: false, first_name: 'Olga', language_code: 'en' };
const CHAT = { id: PERSON_ID, type: 'private', first_name: 'Olga' };

const openData = async ({ olga, shows }: World) => {
  await olga.type('/data');
  return shows('What Salon knows about you');
};

test('from /start to a time it takes three taps, and four to a booking', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  await olga.start();
  await shows('This is Salon.');
  let taps = 0;
  const tap = async (button: string | RegExp, answer: string) => {
    taps += 1;
    await olga.tap(button);
    return shows(answer);
  };
  await tap('📅 Book', 'What would you like to book?');
  await tap('Haircut', 'Who would you like to go to?');
  await tap('⚡ Nearest: Mon 2 Mar, 11:00', 'Please check and confirm');
  assert.equal(taps, 3);
  await tap('✅ Confirm', 'You are booked');
  assert.equal(taps, 4);
  assert.equal(backend.bookings.size, 1);
});

test('whoever was here before can have the same again with three taps', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  const made = backend.book({ service_id: HAIRCUT, specialist_id: ANNA, starts_at: '2026-02-26T09:00:00Z' });
  backend.bookings.set(made.id, { ...made, status: 'completed' });
  await olga.start();
  await shows('This is Salon.');
  await olga.tap('🔁 Haircut again');
  await shows('The same weekday and time (Moscow time):');
  await olga.tap('Thu 5 Mar, 12:00');
  await shows(/Please check and confirm.*👤 Anna/s);
  await olga.tap('✅ Confirm');
  await shows('You are booked');
  await olga.tap('🗒 My bookings');
  await shows('1 booking');
  await olga.tap('🕘 Past visits');
  await shows('Your past visits');
  await olga.tap('Thu 26 Feb, 12:00 · Haircut');
  await shows('The visit took place');
  assert.ok(labels(world).includes('🔁 Book again'));
});

test('the menu is there while the backend is away, only without the same again', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  await olga.start();
  await shows('This is Salon.');
  backend.fail('bookings.list', new AppError('unavailable'));
  await olga.start();
  await world.until(() => backend.callsOf('bookings.list').length === 2);
  await world.idle();
  await shows('This is Salon.');
  assert.deepEqual(world.logs, []);
});

test('a client sees what is kept, and gets it as a file', async () => {
  await using world = await testWorld();
  const { olga, backend } = world;
  backend.book({ service_id: HAIRCUT, starts_at: '2026-03-05T09:00:00Z' });
  const { text } = await openData(world);
  assert.match(text, /🙋 Olga\n📞 no number\n🗒 1 booking\n⭐ 0 reviews/);
  assert.equal((await olga.tap('📄 Save as a file')).answer?.text, 'Here is the file');
  await world.idle();
  const sent = olga.lastMessage('bot');
  assert.equal(sent?.document?.file_name, 'demo-my-data.json');
  const asked = backend.callsOf('clients.export').map(({ input }) => input);
  assert.deepEqual(asked, [{ id: uuid(21) }, { id: uuid(21) }]);
});

test('a number is shared from a keyboard of its own, which goes again', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  await openData(world);
  await olga.tap('📱 Share my number');
  await shows('Telegram will share your number');
  assert.equal(olga.chat().reply_keyboard?.keyboard[0]?.[0]?.request_contact, true);
  await olga.shareContact('79161234567');
  await shows(/📞 \+79161234567/);
  assert.equal(olga.chat().reply_keyboard, undefined);
  assert.equal(backend.self.phone, '+79161234567');
  assert.ok(labels(world).includes('📱 Share another number'));
});

test('a contact of somebody else is refused, also one of nobody in Telegram, and may be followed by the own one', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  await openData(world);
  await olga.tap('📱 Share my number');
  await shows('Telegram will share your number');
  for (const user_id of [77, undefined]) {
    const contact = { phone_number: '79990000000', first_name: 'Eve', ...(user_id === undefined ? {} : { user_id }) };
    const message = { message_id: 900, date: 1, chat: CHAT, from: FROM, contact };
    await world.give({ update_id: 900_000, message } as Update);
    await shows('This number is not yours');
    assert.equal(backend.self.phone, null);
  }
  await olga.tap('📱 Share my number');
  await world.until(() => backend.self.phone !== null);
});

test('a number of another person in Telegram is for the business to look into', async () => {
  await using world = await testWorld();
  const { olga, backend } = world;
  backend.taken.add('79161234567');
  await openData(world);
  await olga.shareContact('79161234567');
  const says = (text: string) =>
    olga.messages().some((message) => message.from === 'bot' && message.text.includes(text));
  await world.until(() => says('belongs to another client') && says('How can I help?'));
  assert.equal(backend.self.phone, null);
});

test('whoever would rather not share gets the menu, by the button and by any command', async () => {
  for (const way of ['Not now', '/start']) {
    await using world = await testWorld();
    const { olga, shows } = world;
    await openData(world);
    await olga.tap('📱 Share my number');
    await shows('Telegram will share your number');
    if (way === 'Not now') await olga.tap(way);
    else await olga.type(way);
    await shows(/Salon/);
    assert.equal(olga.chat().reply_keyboard, undefined, way);
    assert.ok(
      olga.messages().some(({ text }) => text.includes('without the number')),
      way,
    );
  }
});

test('where a number is needed to book, the booking goes on when it is there', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  await olga.type('/book');
  await shows('What would you like');
  await olga.tap('Haircut');
  await shows('Who would you like');
  await olga.tap(/Nearest/);
  await shows('Please check and confirm');
  backend.fail('bookings.create', new AppError('phone_needed'));
  await olga.tap('✅ Confirm');
  await shows('would like to be able to call you');
  await olga.shareContact('79161234567');
  await shows(/Please check and confirm.*Mon 2 March\n🕑 11:00/s);
  await olga.tap('✅ Confirm');
  await shows('You are booked');
});

test('somebody is forgotten after two questions, once, and is new afterwards', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  backend.book({ service_id: HAIRCUT, starts_at: '2026-03-05T09:00:00Z' });
  await openData(world);
  await olga.tap('🗑 Delete my data');
  await shows('Delete your data?');
  await olga.tap('Yes, delete');
  await shows('Are you sure?');
  assert.equal(backend.callsOf('clients.forget').length, 0);
  await olga.tap('🗑 Delete for good');
  await shows('we have forgotten you');
  assert.deepEqual(backend.callsOf('clients.forget')[0]?.input, { id: uuid(21) });
  assert.equal(backend.bookings.size, 0);
  const { text } = await openData(world);
  assert.match(text, /0 bookings/);
});

test('an old or forged button forgets nobody: it asks from the beginning', async () => {
  await using world = await testWorld();
  const { message_id } = await openData(world);
  const asked = new Date(world.emulator.clock.now() - 11 * 60_000).toISOString();
  const data = writeTarget({ screen: 'forget', client: uuid(21), step: 2, asked });
  const message = { message_id, date: 1, chat: CHAT, text: '' };
  const callback_query = { id: '1', from: FROM, chat_instance: '1', data, message };
  await world.give({ update_id: 900_001, callback_query } as Update);
  await world.shows('Delete your data?');
  assert.equal(world.backend.callsOf('clients.forget').length, 0);
});

test('with a visit too near to be cancelled nobody is forgotten, and they are told whom to call', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  await openData(world);
  await olga.tap('🗑 Delete my data');
  await shows('Delete your data?');
  await olga.tap('Yes, delete');
  await shows('Are you sure?');
  backend.fail('clients.forget', new AppError('too_late_to_change'));
  await olga.tap('🗑 Delete for good');
  assert.match((await shows('so near')).text, /\+74951234567/);
});

test('whoever has a visit too near to be cancelled is told so before they are asked, and after which one it will be possible', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  backend.book({ service_id: HAIRCUT, starts_at: '2026-03-05T09:00:00Z' });
  const near = backend.book({ service_id: HAIRCUT, starts_at: '2026-03-02T12:00:00Z' });
  await openData(world);
  await olga.tap('🗑 Delete my data');
  const told = await shows('can be deleted after your visit');
  assert.match(told.text, /Haircut, Mon 2 Mar, 15:00: .*\+74951234567/s);
  assert.deepEqual(labels(world), ['👀 Show the booking', '‹ Back', '🏠 Menu']);
  assert.equal(backend.callsOf('clients.forget').length, 0);
  await olga.tap('👀 Show the booking');
  await shows('You are booked');
  // The business has asked them to move it: nothing is in the way.
  backend.bookings.set(near.id, { ...near, changeable_until: near.starts_at });
  await openData(world);
  await olga.tap('🗑 Delete my data');
  assert.match((await shows('Delete your data?')).text, /Your 2 visits ahead will be cancelled\./);
});

test('as many visits are said to be cancelled as will be: held and unpaid ones are, begun ones are not', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  const book = (starts_at: string, status: Booking['status']) => {
    const made = backend.book({ service_id: HAIRCUT, starts_at });
    backend.bookings.set(made.id, { ...made, status });
  };
  book('2026-03-02T06:45:00Z', 'confirmed');
  book('2026-03-05T09:00:00Z', 'confirmed');
  book('2026-03-05T11:00:00Z', 'held');
  book('2026-03-05T13:00:00Z', 'pending_payment');
  book('2026-03-06T09:00:00Z', 'cancelled');
  const count = 120;
  for (let day = 0; day < count; day += 1)
    book(new Date(Date.parse('2026-03-10T09:00:00Z') + day * 86_400_000).toISOString(), 'confirmed');
  await openData(world);
  await olga.tap('🗑 Delete my data');
  assert.match((await shows('Delete your data?')).text, /Your 123 visits ahead will be cancelled\./);
});

test('staff hand on links that lead where they say; clients are shown none', async () => {
  await using world = await testWorld({ staff: true });
  const { olga, shows } = world;
  await olga.start();
  await shows('Salon');
  await olga.tap('🔗 Links for clients');
  const { text } = await shows('Links for clients');
  const payload = /Anna\nhttps:\/\/t\.me\/salon_7000001_bot\?start=(\S+)/.exec(text)?.[1];
  assert.match(payload ?? '', /^[A-Za-z0-9_-]{1,64}$/);
  await olga.start(payload);
  await shows('What would you like to book with Anna?');
  await using other = await testWorld();
  await other.olga.type('/links');
  await other.shows('for those who work here');
  // A link of another business leads nowhere here.
  await other.olga.start(`s_${'OyQRAeK7QlWMr0E2xWapYg'}`);
  await other.shows('no longer offered');
});

test('“Sign out everywhere” signs out every time it is tapped, also twice in one message', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  for (const device of ['Chrome, Windows', 'Firefox, Linux']) {
    backend.addSession(device);
    if (device.startsWith('Chrome')) await openData(world);
    else await olga.tap('👤 My data');
    await shows('What Salon knows about you');
    await olga.tap('💻 Where I am signed in');
    await shows(device);
    await olga.tap('🚪 Sign out everywhere');
    await shows('signed out on all pages');
    await world.idle();
    assert.equal(backend.countSessions(), 0, device);
  }
});
