import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@okno/contract';
import { HAIRCUT, uuid } from './fake-backend.test.ts';
import { noticeOf, START, startedWorld } from './notice-world.test.ts';
import { testWorld } from './world.test.ts';

test('a booking made elsewhere is sent to the client as a new card', async () => {
  await using world = await startedWorld();
  const booking = world.backend.book({ service_id: HAIRCUT, starts_at: START });
  const delivery = await world.deliver(noticeOf(booking, {}));
  const card = world.olga.lastMessage('bot');
  assert.match(card?.text ?? '', /You are booked/);
  assert.deepEqual(delivery, { status: 'sent', message_id: card?.message_id });
});

test('a booking made in the chat needs no second message and no edit', async () => {
  await using world = await testWorld();
  const { olga, shows, emulator, backend } = world;
  await olga.type('/book');
  await shows('What would you like');
  await olga.tap('Yoga');
  await shows('Please pick a day.');
  await olga.tap(/Nearest/);
  await shows('Please check and confirm');
  await olga.tap('✅ Confirm');
  const { message_id } = await shows('You are booked');
  const [booking] = backend.bookings.values();
  assert.ok(booking);
  await world.idle();
  emulator.clearCalls();
  assert.deepEqual(await world.deliver(noticeOf(booking, { message_id })), { status: 'sent', message_id });
  assert.deepEqual(world.methods(), []);
});

test('after a restart the living message is edited, and an unchanged one counts as done', async () => {
  await using world = await startedWorld();
  const booking = world.backend.book({ service_id: HAIRCUT, starts_at: START });
  const message_id = world.olga.lastMessage('bot')?.message_id ?? 0;
  assert.equal((await world.deliver(noticeOf(booking, { message_id }))).status, 'sent');
  assert.deepEqual(world.methods(), ['editMessageText']);
  assert.match(world.olga.lastMessage('bot')?.text ?? '', /You are booked/);
});

test('a living message that is gone is replaced by a new one', async () => {
  await using world = await startedWorld();
  const booking = world.backend.book({ service_id: HAIRCUT, starts_at: START });
  const delivery = await world.deliver(noticeOf(booking, { message_id: 4040 }));
  assert.deepEqual(delivery, { status: 'sent', message_id: world.olga.lastMessage('bot')?.message_id });
});

test('a visit cancelled by the business changes the card and is announced, once even when it has to be tried again', async () => {
  await using world = await startedWorld();
  const { olga, emulator } = world;
  const booking = { ...world.backend.book({ service_id: HAIRCUT, starts_at: START }), status: 'cancelled' as const };
  const message_id = olga.lastMessage('bot')?.message_id ?? 0;
  const notice = noticeOf(booking, { kind: 'booking_cancelled', message_id });
  emulator.faults.script({ kind: 'too_many_requests', method: 'sendMessage', retry_after: 7 });
  const first = await world.deliver(notice);
  assert.deepEqual(first.status === 'paused' && first.after_ms, 7000);
  emulator.clock.advance(7000);
  assert.equal((await world.deliver(notice)).status, 'sent');
  assert.match(olga.messages().find((one) => one.message_id === message_id)?.text ?? '', /Cancelled/);
  const announced = olga.messages().filter(({ text }) => text.includes('Your visit has been cancelled'));
  assert.equal(announced.length, 1);
});

test('a client who cancelled here is not told again', async () => {
  await using world = await startedWorld();
  const { olga, shows, emulator, backend } = world;
  const booking = backend.book({ service_id: HAIRCUT, starts_at: START });
  await world.deliver(noticeOf(booking, {}));
  const { message_id } = await shows('You are booked');
  await olga.tap('❌ Cancel');
  await shows('Cancel this visit?');
  await olga.tap('Yes, cancel');
  await shows('Cancelled');
  const cancelled = backend.bookings.get(booking.id);
  assert.ok(cancelled);
  await world.idle();
  emulator.clearCalls();
  const delivery = await world.deliver(noticeOf(cancelled, { kind: 'booking_cancelled', message_id, own_doing: true }));
  assert.deepEqual(delivery, { status: 'sent', message_id });
  assert.deepEqual(world.methods(), []);
});

test('what a client cancelled here is put right in the card by a process that did not see it, without a message', async () => {
  await using world = await startedWorld();
  const booking = { ...world.backend.book({ service_id: HAIRCUT, starts_at: START }), status: 'cancelled' as const };
  const message_id = world.olga.lastMessage('bot')?.message_id ?? 0;
  await world.deliver(noticeOf(booking, { kind: 'booking_cancelled', message_id, own_doing: true }));
  assert.deepEqual(world.methods(), ['editMessageText']);
  assert.match(world.olga.lastMessage('bot')?.text ?? '', /Cancelled/);
});

test('a client who tried to cancel in vain is told when the business cancels later', async () => {
  await using world = await startedWorld();
  const { olga, shows, backend } = world;
  const made = backend.book({ service_id: HAIRCUT, starts_at: START });
  const booking = { ...made, changeable_until: START };
  backend.bookings.set(made.id, booking);
  await world.deliver(noticeOf(booking, {}));
  const { message_id } = await shows('You are booked');
  await olga.tap('❌ Cancel');
  await shows('Cancel this visit?');
  backend.fail('bookings.cancel', new AppError('too_late_to_change', { changeable_until: START, phone: '+7495' }));
  await olga.tap('Yes, cancel');
  await world.until(() => backend.callsOf('bookings.cancel').length === 1);
  await world.idle();
  const cancelled = { ...booking, status: 'cancelled' as const };
  await world.deliver(noticeOf(cancelled, { kind: 'booking_cancelled', message_id }));
  await shows('Your visit has been cancelled');
});

test('a card of a visit that can no longer be changed offers neither, and says whom to call', async () => {
  await using world = await startedWorld();
  const made = world.backend.book({ service_id: HAIRCUT, starts_at: START });
  const booking = { ...made, changeable_until: '2026-03-01T09:00:00Z' };
  await world.deliver(noticeOf(booking, { phone: '+74951234567' }));
  const { text, inline_keyboard } = await world.shows('You are booked');
  assert.match(text, /Please call us: \+74951234567$/);
  assert.deepEqual(
    inline_keyboard?.flat().map((one) => one.text),
    ['🗒 My bookings'],
  );
});

test('the question that follows at once upon a booking is not taken away by its notice', async () => {
  await using world = await startedWorld();
  const { olga, shows, backend, emulator } = world;
  await olga.type('/book');
  await shows('What would you like');
  await olga.tap('Yoga');
  await shows('Please pick a day.');
  await olga.tap('5🟢');
  await shows('Thu 5 March');
  await olga.tap('12:00 · 3 places');
  await shows('Please check and confirm');
  await olga.tap('✅ Confirm');
  const { message_id } = await shows('You are booked');
  await olga.tap('❌ Cancel');
  await shows('Cancel this visit?');
  await world.idle();
  emulator.clearCalls();
  const [booking] = backend.bookings.values();
  assert.ok(booking);
  const notice = noticeOf(booking, { message_id, own_doing: true });
  assert.deepEqual(await world.deliver(notice), { status: 'sent', message_id });
  assert.deepEqual(world.methods(), []);
  await world.deliver({ ...notice, booking: { ...booking, id: uuid(900) } });
  assert.deepEqual(world.methods(), ['editMessageText'], 'the card of another booking is another matter');
});

test('a notice that is faster than the answer to the tap does not repeat what the client just did', async () => {
  await using world = await startedWorld();
  const { olga, shows, backend } = world;
  backend.book({ service_id: HAIRCUT, starts_at: START });
  await olga.type('/my');
  await shows('1 booking');
  await olga.tap(/Haircut/);
  await shows('You are booked');
  await olga.tap('❌ Cancel');
  await shows('Cancel this visit?');
  await olga.tap('Yes, cancel');
  await shows('Cancelled');
  const [cancelled] = backend.bookings.values();
  assert.ok(cancelled);
  const before = olga.messages().length;
  await world.deliver(noticeOf(cancelled, { kind: 'booking_cancelled', own_doing: true }));
  assert.equal(olga.messages().length, before);
});

test('a specialist hears of a new booking with the client and the day at hand', async () => {
  await using world = await startedWorld({ staff: true });
  const booking = world.backend.book({ service_id: HAIRCUT, starts_at: START });
  await world.deliver(noticeOf(booking, { audience: 'specialist' }));
  const message = await world.shows('New booking');
  assert.match(message.text, /Haircut.*Thu 5 March.*12:00–13:00.*Olga.*\+79990001122/s);
  await world.olga.tap('🗓 My day');
  const day = await world.shows('Thu 5 March (Moscow time)');
  assert.notEqual(day.message_id, message.message_id, 'the notice stays');
});

for (const [name, starts_at, minutes_before, says] of [
  ['tomorrow', '2026-03-03T07:00:00Z', 1440, 'Tomorrow at 10:00'],
  ['in two hours', '2026-03-02T09:01:00Z', 120, 'Today at 12:01, in 2 hours'],
  ['later than meant', '2026-03-02T08:30:00Z', 120, 'Today at 11:30, in 90 minutes'],
  ['days ahead', '2026-03-05T07:00:00Z', 4320, 'Thu 5 March at 10:00'],
  ['after the start', '2026-03-02T06:30:00Z', 60, 'Mon 2 March at 09:30'],
] as const) {
  test(`a reminder of a visit ${name} says when it is`, async () => {
    await using world = await startedWorld();
    const booking = world.backend.book({ service_id: HAIRCUT, starts_at });
    await world.deliver(noticeOf(booking, { kind: 'booking_reminder', minutes_before }));
    await world.shows(says);
    await world.olga.tap('👀 Show the booking');
    await world.shows('You are booked');
  });
}

test('every way in which Telegram can fail has its outcome', async () => {
  await using world = await startedWorld({ timeoutSeconds: 1 });
  const { emulator, olga, backend } = world;
  const notice = noticeOf(backend.book({ service_id: HAIRCUT, starts_at: START }), { kind: 'booking_reminder' });
  emulator.faults.script({ kind: 'http_500', method: 'sendMessage' });
  assert.equal((await world.deliver(notice)).status, 'retry');
  emulator.faults.script({ kind: 'html_502', method: 'sendMessage' });
  assert.equal((await world.deliver(notice)).status, 'uncertain');
  emulator.faults.script({ kind: 'drop_answer', method: 'sendMessage' });
  assert.equal((await world.deliver(notice)).status, 'uncertain');
  const tooLong = { ...notice, booking: { ...notice.booking, service: { id: HAIRCUT, name: 'x'.repeat(5000) } } };
  assert.equal((await world.deliver(tooLong)).status, 'failed');
  await olga.block();
  assert.equal((await world.deliver(notice)).status, 'unreachable');
  emulator.revokeToken(world.account.token);
  assert.equal((await world.deliver(notice)).status, 'revoked');
  assert.equal(world.logs.at(-1)?.event, 'bot_revoked');
});

test('a notice that cannot be put into words has failed, and nothing is thrown', async () => {
  await using world = await startedWorld();
  const booking = { ...world.backend.book({ service_id: HAIRCUT, starts_at: START }), time_zone: 'Nowhere/Land' };
  const delivery = await world.deliver(noticeOf(booking, {}));
  assert.equal(delivery.status, 'failed');
  assert.equal(world.logs[0]?.event, 'notice_failed');
});
