import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@okno/contract';
import type { MessageView } from '@okno/telegram';
import { writeTarget } from './callback-data.ts';
import { ANNA, HAIRCUT, NOW } from './fake-backend.test.ts';
import { BOT_ID, PERSON_ID, testWorld, type World } from './world.test.ts';

const THURSDAY = '2026-03-05T09:00:00Z';

/** From the list of bookings to the question "move the visit to this time?": from Thursday 12:00 to Friday 13:00. */
const walkToQuestion = async ({ olga, shows, backend }: World) => {
  const booking = backend.book({ service_id: HAIRCUT, specialist_id: ANNA, starts_at: THURSDAY });
  await olga.type('/my');
  await shows('You have 1 booking ahead.');
  await olga.tap('Thu 5 Mar, 12:00 · Haircut');
  await shows('You are booked');
  await olga.tap('🗓 Move');
  await shows('To when shall we move the visit?');
  await olga.tap('6🟢');
  await shows('Fri 6 March: please pick a time');
  await olga.tap('13:00');
  const question = await shows('Move the visit to this time?');
  return { booking, question };
};

test('a client moves a booking, which stays the same booking in the same message', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  const { booking, question } = await walkToQuestion(world);
  assert.match(
    question.text,
    /👤 Anna\n📅 Fri 6 March\n🕑 13:00–14:00 \(Moscow time\).*Instead of: Thu 5 March, 12:00/s,
  );
  assert.equal((await olga.tap('✅ Move it')).answer?.text, 'The visit is moved');
  const card = await shows('You are booked');
  assert.match(card.text, /Fri 6 March\n🕑 13:00–14:00/);
  assert.equal(card.message_id, question.message_id);
  assert.deepEqual([...backend.bookings.keys()], [booking.id]);
  const [call] = backend.callsOf('bookings.move');
  assert.deepEqual(call?.input, { id: booking.id, starts_at: '2026-03-06T10:00:00.000Z' });
});

test('the living message of a booking is moved along, and says so to the backend', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  await olga.type('/book');
  await shows('What would you like');
  await olga.tap('Yoga');
  await shows('Please pick a day.');
  await olga.tap('5🟢');
  await shows('Thu 5 March');
  await olga.tap('12:00 · 3 places');
  await shows('Please check and confirm');
  await olga.tap('✅ Confirm');
  const living = await shows('You are booked');
  await olga.tap('🗓 Move');
  await shows('To when shall we move');
  await olga.tap(/Nearest/);
  await shows('Move the visit to this time?');
  await olga.tap('✅ Move it');
  await shows(/You are booked.*Mon 2 March/s);
  const input = backend.callsOf('bookings.move')[0]?.input as { message?: unknown };
  assert.deepEqual(input.message, { chat_id: PERSON_ID, message_id: living.message_id });
});

test('a double tap moves once, with one idempotency key', async () => {
  await using world = await testWorld();
  await walkToQuestion(world);
  await Promise.all([world.olga.tap('✅ Move it'), world.olga.tap('✅ Move it')]);
  await world.shows('You are booked');
  await world.idle();
  const keys = world.backend.callsOf('bookings.move').map(({ idempotency_key }) => idempotency_key);
  assert.equal(new Set(keys).size, 1);
  assert.ok(keys[0]?.startsWith(`${BOT_ID}:`));
});

test('when the new time is taken meanwhile the nearest ones are offered, and the visit stays where it was', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  const { booking } = await walkToQuestion(world);
  const nearest = [{ starts_at: '2026-03-06T11:00:00Z', ends_at: '2026-03-06T12:00:00Z', specialist_id: ANNA }];
  backend.fail('bookings.move', new AppError('slot_taken', { nearest }));
  await olga.tap('✅ Move it');
  const taken = await shows('That time has just been taken');
  assert.match(taken.text, /Your visit stays where it was.*\(Moscow time\)/s);
  await olga.tap('Fri 6 Mar, 14:00');
  await shows('Move the visit to this time?');
  await olga.tap('✅ Move it');
  await shows(/You are booked.*14:00–15:00/s);
  assert.equal(backend.bookings.get(booking.id)?.starts_at, '2026-03-06T11:00:00Z');
});

const buttonsOf = ({ inline_keyboard = [] }: MessageView): string[] => inline_keyboard.flat().map(({ text }) => text);

test('what can no longer be changed offers neither, says until when it could be, and whom to call', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  const late = backend.book({ service_id: HAIRCUT, starts_at: new Date(NOW + 5 * 3_600_000).toISOString() });
  const created_at = new Date(NOW - 48 * 3_600_000).toISOString();
  const open = async () => {
    await olga.type('/my');
    await shows('1 booking');
    await olga.tap('Mon 2 Mar, 15:00 · Haircut');
    return shows('You are booked');
  };
  backend.bookings.set(late.id, { ...late, created_at });
  const card = await open();
  assert.match(card.text, /here until Sun 1 March, 15:00\. Please call us: \+74951234567$/);
  assert.deepEqual(buttonsOf(card), ['‹ 🗒 My bookings']);
  // Made for a time so near that it never could be: no time is named.
  backend.bookings.set(late.id, late);
  assert.match(
    (await open()).text,
    /₽2,000\n\nA visit this near can no longer be moved or cancelled here\. Please call us: \S+$/,
  );
  // The business has asked them to move, or has no such limit.
  backend.bookings.set(late.id, { ...late, changeable_until: late.starts_at });
  const asked = await open();
  assert.deepEqual(buttonsOf(asked), ['🗓 Move', '❌ Cancel', '‹ 🗒 My bookings']);
  assert.match(asked.text, /You can move or cancel it until Mon 2 March, 15:00\.$/);
  // To the very millisecond, as the backend has it; once it has begun there is nothing to say of that.
  backend.bookings.set(late.id, { ...late, changeable_until: new Date(NOW).toISOString() });
  assert.ok(buttonsOf(await open()).includes('🗓 Move'));
  backend.bookings.set(late.id, { ...late, starts_at: new Date(NOW).toISOString() });
  await olga.type('/my');
  await shows('1 booking');
  await olga.tap('Mon 2 Mar, 10:00 · Haircut');
  const begun = await shows(/You are booked.*₽2,000$/s);
  assert.deepEqual(buttonsOf(begun), ['🔁 Book again', '‹ 🗒 My bookings']);
});

test('whoever runs the business may change a visit of their own at any time, and is offered it', async () => {
  await using world = await testWorld({ staff: 'moderator' });
  const { olga, shows, backend } = world;
  backend.book({ service_id: HAIRCUT, starts_at: new Date(NOW + 5 * 3_600_000).toISOString() });
  await olga.type('/my');
  await shows('1 booking');
  await olga.tap('Mon 2 Mar, 15:00 · Haircut');
  const card = await shows(/You are booked.*₽2,000$/s);
  assert.deepEqual(buttonsOf(card), ['🗓 Move', '❌ Cancel', '‹ 🗒 My bookings']);
  await olga.tap('❌ Cancel');
  await shows('Cancel this visit?');
});

for (const [button, asked] of [
  ['🗓 Move', 'To when'],
  ['❌ Cancel', 'Cancel this visit?'],
] as const)
  test(`an old “${button}” is refused at once, with until when it was possible and whom to call`, async () => {
    await using world = await testWorld();
    const { olga, shows, backend, emulator } = world;
    const booking = backend.book({ service_id: HAIRCUT, starts_at: THURSDAY });
    await olga.type('/my');
    await shows('1 booking');
    await olga.tap('Thu 5 Mar, 12:00 · Haircut');
    await shows('You are booked');
    emulator.clock.advance(Date.parse(booking.changeable_until) - emulator.clock.now() + 1);
    await olga.tap(button);
    const card = await shows('too late');
    assert.match(card.text, /moved or cancelled here until Wed 4 March, 12:00.*\+74951234567.*You are booked/s);
    assert.equal(card.text.match(/until Wed/g)?.length, 1);
    assert.ok(!olga.messages().some(({ text }) => text.includes(asked)));
    assert.equal(backend.callsOf('scheduling.month').length, 0);
  });

test('a forged button moves nothing for which it is too late', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  const booking = backend.book({ service_id: HAIRCUT, starts_at: new Date(NOW + 5 * 3_600_000).toISOString() });
  await olga.type('/my');
  await shows('1 booking');
  await olga.tap('Mon 2 Mar, 15:00 · Haircut');
  const card = await shows('You are booked');
  backend.fail('bookings.move', new AppError('too_late_to_change'));
  const from = { id: PERSON_ID, is_bot: false, first_name: 'Olga' };
  const chat = { id: PERSON_ID, type: 'private', first_name: 'Olga' };
  const data = writeTarget({
    ...{ screen: 'moving', booking: booking.id, step: 'move', back: 'listed', at: THURSDAY },
    ...{ from: null, to: null, page: 0, nonce: 1 },
  });
  const message = { message_id: card.message_id, date: 1, chat, text: '' };
  const callback_query = { id: '1', from, chat_instance: '1', data, message };
  await world.give({ update_id: 1_000_000, callback_query } as Parameters<World['give']>[0]);
  assert.equal(backend.bookings.get(booking.id)?.starts_at, booking.starts_at);
  assert.match(olga.lastMessage('bot')?.text ?? '', /too late/);
});

test('a visit that was cancelled meanwhile is not moved but shown', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  const booking = backend.book({ service_id: HAIRCUT, starts_at: THURSDAY });
  await olga.type('/my');
  await shows('1 booking');
  await olga.tap('Thu 5 Mar, 12:00 · Haircut');
  await shows('You are booked');
  backend.bookings.set(booking.id, { ...booking, status: 'cancelled' });
  await olga.tap('🗓 Move');
  await shows('Cancelled');
});
