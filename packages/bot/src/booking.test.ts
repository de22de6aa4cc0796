import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@okno/contract';
import { writeTarget } from './callback-data.ts';
import { BORIS, HAIRCUT, NOW, uuid } from './fake-backend.test.ts';
import { BOT_ID, PERSON_ID, testWorld, type World } from './world.test.ts';

/** Walks to the question "please check and confirm" for a haircut with Anna on Thursday, 5 March, 12:00. */
const walkToConfirm = async ({ olga, shows }: World): Promise<void> => {
  await olga.type('/start');
  await shows('Salon');
  await olga.tap('📅 Book');
  await shows('What would you like to book?');
  await olga.tap('Haircut');
  await shows('Who would you like to go to?');
  await olga.tap('Anna');
  await shows('Please pick a day.');
  await olga.tap('5🟢');
  await shows('Thu 5 March: please pick a time');
  await olga.tap('12:00');
  await shows('Please check and confirm');
};

test('a client books in six taps and one message', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  await walkToConfirm(world);
  await olga.tap('✅ Confirm');
  const card = await shows('You are booked');
  assert.match(card.text, /Haircut\n👤 Anna\n📅 Thu 5 March\n🕑 12:00–13:00 \(Moscow time\)\n💳 ₽2,000/);
  assert.match(card.text, /You can move or cancel it until Wed 4 March, 12:00\./);
  assert.equal(olga.messages().filter(({ from }) => from === 'bot').length, 1);
  const [call] = backend.callsOf('bookings.create');
  const input = call?.input as { message?: unknown } | undefined;
  assert.deepEqual(input?.message, { chat_id: PERSON_ID, message_id: card.message_id });
  assert.equal(backend.bookings.size, 1);
});

test('a double tap on Confirm books once, with one idempotency key', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  await walkToConfirm(world);
  await Promise.all([olga.tap('✅ Confirm'), olga.tap('✅ Confirm')]);
  await shows('You are booked');
  const keys = backend.callsOf('bookings.create').map(({ idempotency_key }) => idempotency_key);
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
  assert.ok(keys[0]?.startsWith(`${BOT_ID}:`));
  assert.equal(backend.bookings.size, 1);
});

test('a tap on a date costs one question to the backend and two calls to Telegram', async () => {
  await using world = await testWorld();
  const { olga, shows, backend, emulator } = world;
  await olga.type('/book');
  await shows('What would you like');
  await olga.tap('Yoga');
  await shows('Please pick a day.');
  emulator.clearCalls();
  const before = backend.calls.length;
  await olga.tap('6🟢');
  const day = await shows('Fri 6 March');
  assert.deepEqual(
    backend.calls.slice(before).map(({ name }) => name),
    ['scheduling.free_slots_day'],
  );
  await olga.waitFor(() => emulator.calls.length === 2);
  assert.deepEqual(world.methods().sort(), ['answerCallbackQuery', 'editMessageText']);
  assert.equal(day.inline_keyboard?.[0]?.[0]?.text, '10:00 · 3 places');
});

test('a slot that somebody else was faster for is answered with the nearest free ones', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  await walkToConfirm(world);
  const nearest = [{ starts_at: '2026-03-05T10:00:00Z', ends_at: '2026-03-05T11:00:00Z', specialist_id: BORIS }];
  backend.fail('bookings.create', new AppError('slot_taken', { nearest }));
  await olga.tap('✅ Confirm');
  await shows('That time has just been taken');
  await olga.tap('Thu 5 Mar, 13:00');
  const confirm = await shows('Please check and confirm');
  assert.match(confirm.text, /Boris.*13:00–14:00/s);
  await olga.tap('✅ Confirm');
  await shows('You are booked');
});

test('a refusal without free times leads back to the calendar', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  await walkToConfirm(world);
  backend.fail('bookings.create', new AppError('slot_not_offered', { nearest: 'nonsense' }));
  await olga.tap('✅ Confirm');
  await shows('can no longer be booked');
  await olga.tap('🗓 Calendar');
  await shows('Please pick a day.');
});

for (const [code, params, says, button] of [
  ['booking_limit_reached', { limit: 3 }, /3 visits booked ahead/, '🗒 My bookings'],
  ['already_booked', {}, /already have a booking/, '🗒 My bookings'],
  ['not_found', {}, /no such thing here/, '🏠 Menu'],
  ['forbidden', {}, /not yours/, '🏠 Menu'],
] as const) {
  test(`the refusal ${code} is a sentence with a way on`, async () => {
    await using world = await testWorld();
    await walkToConfirm(world);
    world.backend.fail('bookings.create', new AppError(code, params));
    await world.olga.tap('✅ Confirm');
    const message = await world.shows(says);
    assert.ok(message.inline_keyboard?.flat().some(({ text }) => text === button));
    assert.equal(world.backend.bookings.size, 0);
  });
}

test('while the backend is away the button stays and works again later', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  await walkToConfirm(world);
  backend.fail('bookings.create', new AppError('unavailable'));
  const { answer } = await olga.tap('✅ Confirm');
  assert.deepEqual(answer, {
    text: 'We cannot book just now: the appointment book does not answer. Tap this button in a minute (you will not be booked twice), or call +74951234567',
    show_alert: true,
  });
  await olga.tap('✅ Confirm');
  await shows('You are booked');
});

test('a booking is cancelled after a question, and can be made again', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  await walkToConfirm(world);
  await olga.tap('✅ Confirm');
  await shows('You are booked');
  await olga.tap('❌ Cancel');
  await shows('Cancel this visit?');
  await olga.tap('Keep it');
  await shows('You are booked');
  await olga.tap('❌ Cancel');
  await shows('Cancel this visit?');
  const { answer } = await olga.tap('Yes, cancel');
  assert.equal(answer?.text, 'The visit is cancelled');
  const card = await shows('Cancelled');
  assert.equal([...backend.bookings.values()][0]?.status, 'cancelled');
  await olga.tap('🔁 Book again');
  const again = await shows('The same weekday and time (Moscow time)');
  assert.notEqual(again.message_id, card.message_id, 'the cancelled card stays where it is');
});

test('a cancellation that comes too late is refused, though the question was asked in time', async () => {
  await using world = await testWorld();
  const { olga, shows, backend, emulator } = world;
  const booking = backend.book({ service_id: HAIRCUT, starts_at: '2026-03-05T09:00:00Z' });
  await olga.type('/my');
  await shows('You have 1 booking ahead.');
  await olga.tap('Thu 5 Mar, 12:00 · Haircut');
  await shows('You are booked');
  await olga.tap('❌ Cancel');
  await shows('Cancel this visit?');
  emulator.clock.advance(Date.parse(booking.changeable_until) - emulator.clock.now() + 1);
  backend.fail('bookings.cancel', new AppError('too_late_to_change'));
  await olga.tap('Yes, cancel');
  assert.match((await shows('too late')).text, /until Wed 4 March, 12:00.*\+74951234567.*You are booked/s);
});

test('my bookings come five at a time', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  for (let day = 10; day < 17; day += 1) {
    backend.book({ service_id: HAIRCUT, starts_at: `2026-03-${day}T09:00:00Z` });
  }
  await olga.type('/my');
  const first = await shows('7 bookings');
  assert.deepEqual(
    first.inline_keyboard?.map((row) => row.length),
    [1, 1, 1, 1, 1, 1, 2, 2],
  );
  await olga.tap('›');
  await olga.waitFor(() => olga.keyboard()[0]?.[0]?.text.startsWith('Sun 15 Mar'));
  const list = backend.callsOf('bookings.list').at(-1);
  assert.deepEqual(list?.input, {
    whose: 'mine',
    status: 'confirmed',
    from: new Date(NOW).toISOString(),
    page: 2,
    limit: 5,
  });
});

test('a booking of somebody else cannot be opened with a forged button', async () => {
  await using world = await testWorld();
  const { olga, shows } = world;
  await olga.type('/start');
  const { message_id } = await shows('Salon');
  const data = writeTarget({ screen: 'booking', booking: uuid(999), listed: true });
  await world.give({
    update_id: 1_000_000,
    callback_query: {
      id: '1',
      from: { id: PERSON_ID, is_bot: false, first_name: 'Olga' },
      chat_instance: '1',
      data,
      message: { message_id, date: 1, chat: { id: PERSON_ID, type: 'private', first_name: 'Olga' }, text: '' },
    },
  } as Parameters<World['give']>[0]);
  await shows('no such thing here');
});
