import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, type Booking, type Notice } from '@okno/contract';
import { writeTarget } from './callback-data.ts';
import { ANNA, BORIS, HAIRCUT, uuid, YOGA } from './fake-backend.test.ts';
import { labels } from './olga-world.test.ts';
import { BOT_ID, PERSON_ID, testWorld, type World } from './world.test.ts';

const START = '2026-03-06T09:00:00Z';

/** Yoga on Friday the 6th, which is full; full days are reached from the day before. */
const walkToFullDay = async ({ olga, shows, backend }: World): Promise<void> => {
  backend.full.add('2026-03-06');
  await olga.type('/book');
  await shows('What would you like');
  await olga.tap('Yoga');
  await shows('Please pick a day.');
  await olga.tap('5🟢');
  await shows('Thu 5 March');
  await olga.tap(/Fri 6 Mar/);
  await shows('Fri 6 March: no free time');
};

const noticeOf = (kind: Notice['kind'], booking: Booking, fields: Partial<Notice> = {}): Notice => ({
  id: uuid(500),
  kind,
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
  message_id: null,
  before: null,
  series: null,
  own_doing: false,
  ...fields,
});

/** Somebody who waits and has just been offered a time. */
const offeredWorld = async () => {
  const world = await testWorld();
  await walkToFullDay(world);
  await world.olga.tap('🔔 Tell me if a time frees up');
  await world.shows('You are on the waiting list');
  const made = world.backend.book({ service_id: YOGA, specialist_id: ANNA, starts_at: START });
  const booking: Booking = { ...made, status: 'held', held_until: '2026-03-02T07:15:00Z' };
  world.backend.bookings.set(booking.id, booking);
  const [entry] = world.backend.waiting.values();
  assert.ok(entry);
  const { starts_at, ends_at, specialist } = booking;
  const offer = { booking_id: booking.id, starts_at, ends_at, specialist, expires_at: '2026-03-02T07:15:00Z' };
  world.backend.waiting.set(entry.id, { ...entry, status: 'offered', offer });
  const delivery = await world.deliver(noticeOf('waitlist_offer', booking));
  const message = await world.shows('A time is free!');
  assert.deepEqual(delivery, { status: 'sent', message_id: message.message_id });
  return { ...world, booking, message };
};

test('where a day is full one can wait, is told the place, and can leave', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  await walkToFullDay(world);
  await olga.tap('🔔 Tell me if a time frees up');
  const joined = await shows('You are on the waiting list');
  assert.match(joined.text, /Yoga\n👤 Anna\n📅 Fri 6 Mar\n\nYou are the first in line\./);
  const [call] = backend.callsOf('waitlist.join');
  assert.deepEqual(call?.input, {
    service_id: YOGA,
    specialist_id: ANNA,
    from_day: '2026-03-06',
    to_day: '2026-03-06',
  });
  await olga.tap('🔔 Waiting list');
  const list = await shows('You are waiting for:');
  assert.match(list.text, /• Yoga, Fri 6 Mar/);
  // Not by the id of a moment ago: clients are merged.
  assert.deepEqual(backend.callsOf('waitlist.list').at(-1)?.input, { whose: 'mine', page: 1, limit: 5 });
  await olga.tap('✖️ Fri 6 Mar · Yoga');
  await shows('You are not waiting for anything.');
  assert.equal([...backend.waiting.values()][0]?.status, 'left');
});

test('a double tap waits once', async () => {
  await using world = await testWorld();
  await walkToFullDay(world);
  await Promise.all([1, 2].map(() => world.olga.tap('🔔 Tell me if a time frees up')));
  await world.shows('You are on the waiting list');
  await world.idle();
  const keys = new Set(world.backend.callsOf('waitlist.join').map(({ idempotency_key }) => idempotency_key));
  assert.equal(keys.size, 1);
});

test('a day with free time, and one on which nobody works, have no such button', async () => {
  await using world = await testWorld();
  await world.olga.type('/book');
  await world.shows('What would you like');
  await world.olga.tap('Yoga');
  await world.shows('Please pick a day.');
  assert.ok(!labels(world).includes('🔔 Tell me if a time frees up'));
  await world.olga.tap('7🟢');
  await world.shows('Sat 7 March');
  assert.ok(!labels(world).includes('🔔 Tell me if a time frees up'));
  await world.olga.tap(/Sun 8 Mar/);
  await world.shows('Sun 8 March: no free time');
  assert.ok(!labels(world).includes('🔔 Tell me if a time frees up'));
});

test('in a month in which everything is taken one can wait for any of its days', async () => {
  await using world = await testWorld();
  for (let day = 2; day <= 28; day += 1) world.backend.full.add(`2026-03-${String(day).padStart(2, '0')}`);
  await world.olga.type('/book');
  await world.shows('What would you like');
  await world.olga.tap('Yoga');
  await world.shows('There is no free time yet');
  await world.olga.tap('🔔 Tell me if a time frees up');
  await world.shows('Mon 2 Mar – Sat 28 Mar');
});

test('who need not wait is shown what is free, and who waits already their list', async () => {
  await using world = await testWorld();
  await walkToFullDay(world);
  const nearest = [{ starts_at: START, ends_at: '2026-03-06T10:00:00Z', specialist_id: BORIS }];
  world.backend.fail('waitlist.join', new AppError('slots_are_free', { nearest }));
  await world.olga.tap('🔔 Tell me if a time frees up');
  await world.shows('No need to wait');
  assert.ok(labels(world).includes('Fri 6 Mar, 12:00'));
  await walkToFullDay(world);
  world.backend.fail('waitlist.join', new AppError('already_waiting'));
  await world.olga.tap('🔔 Tell me if a time frees up');
  await world.shows('You are on the waiting list for these days already.');
  assert.ok(labels(world).includes('🔔 Waiting list'));
});

test('who loses the last time of a day may wait for another on it', async () => {
  await using world = await testWorld();
  const { olga, shows, backend } = world;
  await olga.type('/book');
  await shows('What would you like');
  await olga.tap('Yoga');
  await shows('Please pick a day.');
  await olga.tap('6🟢');
  await shows('Fri 6 March');
  await olga.tap(/^12:00/);
  await shows('Please check and confirm');
  const nearest = [{ starts_at: '2026-03-07T10:00:00Z', ends_at: '2026-03-07T11:00:00Z', specialist_id: ANNA }];
  backend.fail('bookings.create', new AppError('slot_taken', { nearest }));
  await olga.tap('✅ Confirm');
  await shows('That time has just been taken');
  await olga.tap('🔔 Tell me if a time frees up');
  await shows('You are on the waiting list');
  const [call] = backend.callsOf('waitlist.join');
  const wish = { service_id: YOGA, specialist_id: ANNA, from_day: '2026-03-06', to_day: '2026-03-06' };
  assert.deepEqual(call?.input, wish);
});

test('an offer has two buttons, and its message becomes the card of the booking', async () => {
  await using world = await offeredWorld();
  assert.match(world.message.text, /Yoga\n👤 Anna\n📅 Fri 6 March\n🕑 12:00–13:00/);
  assert.match(world.message.text, /We keep it for you until 10:15/);
  assert.deepEqual(labels(world), ['✅ Take it', 'No, thanks']);
  await world.olga.tap('✅ Take it');
  const card = await world.shows('You are booked');
  assert.equal(card.message_id, world.message.message_id);
  const [call] = world.backend.callsOf('waitlist.take');
  assert.deepEqual(call?.input, {
    id: world.booking.id,
    message: { chat_id: PERSON_ID, message_id: card.message_id },
  });
});

test('declining says so in the same message, and the notice after it changes nothing', async () => {
  await using world = await offeredWorld();
  await world.olga.tap('No, thanks');
  const passed = await world.shows('This time has gone to the next in line');
  assert.equal(passed.message_id, world.message.message_id);
  await world.idle();
  world.emulator.clearCalls();
  const cancelled = world.backend.bookings.get(world.booking.id);
  assert.ok(cancelled);
  const { message_id } = passed;
  const delivery = await world.deliver(noticeOf('waitlist_passed', cancelled, { message_id, own_doing: true }));
  assert.deepEqual([delivery.status, world.methods()], ['sent', []]);
});

test('an offer that has gone on is edited without a sound, and one that was never seen is left alone', async () => {
  await using world = await offeredWorld();
  world.emulator.clearCalls();
  const cancelled = { ...world.booking, status: 'cancelled' as const, held_until: null };
  const { message_id } = world.message;
  await world.deliver(noticeOf('waitlist_passed', cancelled, { message_id }));
  assert.deepEqual(world.methods(), ['editMessageText']);
  await world.shows('This time has gone to the next in line');
  world.emulator.clearCalls();
  for (const seen of [null, 4040]) {
    const delivery = await world.deliver(noticeOf('waitlist_passed', cancelled, { message_id: seen }));
    assert.equal(delivery.status, 'sent');
  }
  assert.ok(!world.methods().includes('sendMessage'));
});

test('a tap that comes too late shows what is free near that time', async () => {
  await using world = await offeredWorld();
  const nearest = [{ starts_at: '2026-03-07T10:00:00Z', ends_at: '2026-03-07T11:00:00Z', specialist_id: ANNA }];
  world.backend.fail('waitlist.take', new AppError('hold_expired', { nearest }));
  await world.olga.tap('✅ Take it');
  await world.shows('This time has gone to the next in line');
  assert.ok(labels(world).includes('Sat 7 Mar, 13:00'));
});

test('the waiting list shows what is held, with the button that takes it', async () => {
  await using world = await offeredWorld();
  await world.olga.type('/my');
  await world.shows(/no bookings ahead|1 booking/);
  await world.olga.tap('🔔 Waiting list');
  const list = await world.shows('You are waiting for:');
  assert.match(list.text, /Held for you: Fri 6 March, 12:00/);
  await world.olga.tap('✅ Take it');
  await world.shows('You are booked');
});

test('an offer that is held until tomorrow says so', async () => {
  await using world = await testWorld();
  await world.olga.start();
  await world.shows('Salon');
  const made = world.backend.book({ service_id: YOGA, specialist_id: ANNA, starts_at: START });
  const booking: Booking = { ...made, status: 'held', held_until: '2026-03-03T06:15:00Z' };
  await world.deliver(noticeOf('waitlist_offer', booking));
  const offer = await world.shows('A time is free!');
  assert.match(offer.text, /We keep it for you until Tue 3 March, 09:15/);
});

test('forged buttons are asked of the backend like any other', async () => {
  await using world = await testWorld();
  await world.olga.start();
  const { message_id } = await world.shows('Salon');
  for (const [index, data] of [
    writeTarget({ screen: 'take', offer: uuid(999) }),
    writeTarget({ screen: 'decline', offer: uuid(999) }),
    writeTarget({ screen: 'leave', entry: uuid(999), page: 0 }),
  ].entries()) {
    await world.give({
      update_id: 9_000_001 + index,
      callback_query: {
        id: `forged-${index}`,
        from: { id: PERSON_ID, is_bot: false, first_name: 'Olga' },
        chat_instance: '1',
        data,
        message: { message_id, date: 1, chat: { id: PERSON_ID, type: 'private', first_name: 'Olga' }, text: '' },
      },
    });
    await world.shows('There is no such thing here');
  }
});

test('in Russian as well', async () => {
  await using world = await testWorld({ language: 'ru' });
  const booking: Booking = {
    ...world.backend.book({ service_id: HAIRCUT, starts_at: START }),
    status: 'held',
    held_until: '2026-03-02T07:15:00Z',
  };
  await world.olga.start();
  await world.shows('Salon');
  await world.deliver(noticeOf('waitlist_offer', booking, { language: 'ru' }));
  const offer = await world.shows('Освободилось время!');
  assert.match(offer.text, /Держим его для вас до 10:15/);
});
