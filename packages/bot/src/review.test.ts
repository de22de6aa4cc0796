import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, type Booking, type Notice } from '@okno/contract';
import { writeTarget } from './callback-data.ts';
import { HAIRCUT, uuid } from './fake-backend.test.ts';
import { BOT_ID, PERSON_ID, testWorld, type World } from './world.test.ts';

const requestOf = (booking: Booking): Notice => ({
  id: uuid(500),
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
  message_id: 77,
  before: null,
  own_doing: false,
});

/** Somebody who has just been asked how their visit was. */
const askedWorld = async (status: Booking['status'] = 'completed'): Promise<World & { booking: Booking }> => {
  const world = await testWorld();
  await world.olga.start();
  await world.shows('Salon');
  const made = world.backend.book({ service_id: HAIRCUT, starts_at: '2026-03-01T09:00:00Z' });
  const booking = { ...made, status };
  world.backend.bookings.set(booking.id, booking);
  const delivery = await world.deliver(requestOf(booking));
  assert.equal(delivery.status, 'sent');
  await world.shows('How was your visit?');
  return { ...world, booking };
};

test('after the visit the bot asks in a message of its own, with five stars to tap', async () => {
  await using world = await askedWorld();
  const message = world.olga.lastMessage('bot');
  assert.match(message?.text ?? '', /Haircut/);
  assert.notEqual(message?.message_id, 77, 'the card of the booking stays as it is');
  const row = world.olga.keyboard()[0] ?? [];
  assert.deepEqual(
    row.map(({ text }) => text),
    ['1 ⭐', '2 ⭐', '3 ⭐', '4 ⭐', '5 ⭐'],
  );
});

test('a tap on a star is the review, another one changes it, and words may follow', async () => {
  await using world = await askedWorld();
  const { olga, shows, backend, booking } = world;
  await olga.tap('4 ⭐');
  await shows('★★★★☆');
  assert.equal(backend.reviews.get(booking.id)?.stars, 4);
  await olga.tap('5 ⭐');
  const thanks = await shows('★★★★★');
  assert.match(thanks.text, /Reply to this message/);
  await olga.tap('4 ⭐');
  await shows('★★★★☆');
  assert.equal(backend.reviews.get(booking.id)?.stars, 4, 'the earlier tap is not remembered as answered');
  await olga.type('Lovely,\tthank you', { reply_to_message_id: thanks.message_id });
  await shows('Thank you for the review!');
  assert.deepEqual(
    [backend.reviews.get(booking.id)?.stars, backend.reviews.get(booking.id)?.text],
    [4, 'Lovely, thank you'],
  );
});

test('words that are no reply to the question are no review', async () => {
  await using world = await askedWorld();
  await world.olga.tap('5 ⭐');
  const thanks = await world.shows('★★★★★');
  await world.olga.type('Where are you?');
  await world.shows('I understand buttons best');
  assert.equal(world.backend.reviews.get(world.booking.id)?.text, '');
  const own = world.olga.lastMessage('person')?.message_id ?? 0;
  await world.olga.type('Nor is this', { reply_to_message_id: own });
  await world.idle();
  assert.equal(world.backend.reviews.get(world.booking.id)?.text, '');
  assert.ok(thanks.message_id < own);
});

test('who answers in words first is asked for the stars', async () => {
  await using world = await askedWorld();
  const asked = world.olga.lastMessage('bot')?.message_id ?? 0;
  await world.olga.type('It was nice', { reply_to_message_id: asked });
  await world.shows('Please choose the stars first');
  await world.olga.tap('3 ⭐');
  await world.shows('★★★☆☆');
});

test('a picture in reply is no review, what stands below it is, and neither takes away what was said before', async () => {
  await using world = await askedWorld();
  const { olga, shows, backend, booking } = world;
  await olga.tap('5 ⭐');
  const thanks = await shows('★★★★★');
  const words = () => backend.reviews.get(booking.id)?.text;
  const photo = [{ file_id: 'x', file_unique_id: 'x', width: 1, height: 1 }];
  const chat = { id: PERSON_ID, type: 'private' as const, first_name: 'Olga' };
  const from = { id: PERSON_ID, is_bot: false, first_name: 'Olga' };
  const callback_data = writeTarget({ screen: 'review', booking: booking.id, stars: 5 });
  const reply_markup = { inline_keyboard: [[{ text: '5 ⭐', callback_data }]] };
  const reply_to_message = {
    ...{ message_id: thanks.message_id, date: 1, chat, text: thanks.text, reply_markup },
    from: { id: BOT_ID, is_bot: true, first_name: 'Salon' },
  };
  const send = (update_id: number, said: object) =>
    world.give({
      update_id,
      message: { message_id: update_id, date: 1, chat, from, reply_to_message, ...said },
    } as never);
  await send(9_100_001, { photo, caption: 'See how it looks' });
  await shows('Thank you for the review!');
  assert.equal(words(), 'See how it looks');
  await send(9_100_002, { photo });
  await shows('A review is made of words');
  assert.equal(words(), 'See how it looks');
});

test('too many words are told so and change nothing', async () => {
  await using world = await askedWorld();
  await world.olga.tap('5 ⭐');
  const { message_id } = await world.shows('★★★★★');
  await world.olga.type('x'.repeat(2001), { reply_to_message_id: message_id });
  await world.shows('more than 2000 characters');
  assert.equal(world.backend.reviews.get(world.booking.id)?.text, '');
});

test('a visit that cannot be reviewed, and a review that is closed, are told so', async () => {
  await using world = await askedWorld('no_show');
  await world.olga.tap('5 ⭐');
  await world.shows('once it has taken place');
  world.backend.bookings.set(world.booking.id, { ...world.booking, status: 'completed' });
  world.backend.fail('reviews.create', new AppError('already_reviewed'));
  world.backend.fail('reviews.update', new AppError('review_closed'));
  await world.deliver(requestOf(world.booking));
  await world.shows('How was your visit?');
  await world.olga.tap('5 ⭐');
  await world.shows('can no longer be changed');
});

test('a forged star is asked of the backend like any other, and six stars are no button', async () => {
  await using world = await askedWorld();
  const { message_id = 0 } = world.olga.lastMessage('bot') ?? {};
  const data = writeTarget({ screen: 'review', booking: uuid(999), stars: 5 });
  const tap = (forged: string) =>
    world.give({
      update_id: 9_000_001 + forged.length,
      callback_query: {
        id: 'forged',
        from: { id: PERSON_ID, is_bot: false, first_name: 'Olga' },
        chat_instance: '1',
        data: forged,
        message: { message_id, date: 1, chat: { id: PERSON_ID, type: 'private', first_name: 'Olga' }, text: '' },
      },
    });
  await tap(data);
  await world.shows('There is no such thing here');
  assert.equal(world.backend.callsOf('reviews.create').length, 1);
  await tap(`${data.slice(0, -1)}6`);
  await world.shows(/Salon|old one/);
  assert.equal(world.backend.callsOf('reviews.create').length, 1);
  assert.equal(world.backend.reviews.size, 0);
});

test('what clients think of a specialist stands on the button, in the language of whoever reads it', async () => {
  for (const [language, label] of [
    ['en', 'Anna · ★ 4.7'],
    ['ru', 'Anna · ★ 4,7'],
  ] as const) {
    await using world = await testWorld({ language });
    const [anna] = world.backend.specialists;
    assert.ok(anna);
    world.backend.specialists[0] = { ...anna, rating: 4.67, reviews: 3 };
    await world.olga.type('/book');
    await world.shows(/Haircut/);
    await world.olga.tap('Haircut');
    await world.olga.waitFor((olga) =>
      olga
        .keyboard()
        .flat()
        .some(({ text }) => text === label),
    );
    assert.ok(
      world.olga
        .keyboard()
        .flat()
        .some(({ text }) => text === 'Boris'),
      'nothing is said of who has no review',
    );
  }
});
