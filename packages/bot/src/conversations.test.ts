import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { AppError, type Notice } from '@okno/contract';
import { writeId } from './callback-fields.ts';
import { ANNA, HAIRCUT, YOGA } from './fake-backend.test.ts';
import { SIGN_IN_LINK } from './fake-self.test.ts';
import { noticeOf } from './notice-world.test.ts';
import { compare, conversation, type Scene } from './recorder.test.ts';

/** From /start to the question "please check and confirm": a haircut with Anna on Thursday, 5 March, 12:00. */
const walkToConfirm = async ({ start, tap, label }: Scene): Promise<void> => {
  await start();
  await tap(label('menu.book'));
  await tap('Haircut');
  await tap('Anna');
  await tap('5🟢');
  await tap('12:00');
};

/** What the worker brings into the chat. */
const notify = ({ world, language }: Scene, notice: Notice): Promise<void> =>
  world.deliver({ ...notice, language }).then(({ status }) => assert.equal(status, 'sent'));

conversation('book', async (scene) => {
  const { tap, label } = scene;
  await walkToConfirm(scene);
  await tap(label('confirm.yes'));
  await tap(label('menu.bookings'));
  await tap(/Haircut/);
});

conversation('cancel', async (scene) => {
  const { tap, label } = scene;
  await walkToConfirm(scene);
  await tap(label('confirm.yes'));
  await tap(label('booking.cancel'));
  await tap(label('cancelling.keep'));
  await tap(label('booking.cancel'));
  await tap(label('cancelling.yes'));
});

conversation('waitlist', async (scene) => {
  const { type, tap, label, meanwhile, world } = scene;
  world.backend.full.add('2026-03-06');
  await type('/book');
  await tap('Yoga');
  await tap('5🟢');
  await tap(/ 6 .*›$/);
  await tap(label('waitlist.tell_me'));
  await meanwhile('on Friday a time becomes free', async () => {
    const made = world.backend.book({ service_id: YOGA, specialist_id: ANNA, starts_at: '2026-03-06T09:00:00Z' });
    const booking = { ...made, status: 'held' as const, held_until: '2026-03-02T07:15:00Z' };
    world.backend.bookings.set(booking.id, booking);
    const [entry] = world.backend.waiting.values();
    assert.ok(entry);
    const { starts_at, ends_at, specialist } = booking;
    const offer = { booking_id: booking.id, starts_at, ends_at, specialist, expires_at: '2026-03-02T07:15:00Z' };
    world.backend.waiting.set(entry.id, { ...entry, status: 'offered', offer });
    await notify(scene, noticeOf(booking, { kind: 'waitlist_offer' }));
  });
  await tap(label('waitlist.mine'));
  await tap(label('waitlist.take'));
});

conversation('review', async (scene) => {
  const { start, tap, type, label, meanwhile, world } = scene;
  await start();
  await meanwhile('the visit is over', async () => {
    const made = world.backend.book({ service_id: HAIRCUT, starts_at: '2026-03-01T09:00:00Z' });
    const booking = { ...made, status: 'completed' as const };
    world.backend.bookings.set(booking.id, booking);
    await notify(scene, noticeOf(booking, { kind: 'review_request' }));
  });
  await tap('5 ⭐');
  await tap(label('review.add_words'));
  await type('Anna <3');
  await tap(label('review.publish'));
});

conversation('language', async ({ start, tap, type, label }) => {
  await start();
  await tap(label('menu.language'));
  await tap('🇬🇧 English');
  await type('/help');
  await type('/language');
  await tap('🇷🇺 Русский');
});

/** A haircut with Anna on that day of March 2026, at 12:00. */
const visit = ({ world }: Scene, day: string) =>
  world.backend.book({ service_id: HAIRCUT, specialist_id: ANNA, starts_at: `2026-03-${day}T09:00:00Z` });

conversation('move', async (scene) => {
  const { type, tap, label, world } = scene;
  visit(scene, '05');
  await type('/my');
  await tap(/Haircut/);
  await tap(label('moving.move'));
  await tap('6🟢');
  await tap('13:00');
  const nearest = [{ starts_at: '2026-03-06T11:00:00Z', ends_at: '2026-03-06T12:00:00Z', specialist_id: ANNA }];
  world.backend.fail('bookings.move', new AppError('slot_taken', { nearest }));
  await tap(label('moving.yes'));
  await tap(/14:00/);
  await tap(label('moving.yes'));
});

conversation('move-too-late', async (scene) => {
  const { type, tap, label, world, meanwhile } = scene;
  visit(scene, '05');
  for (const made of world.backend.bookings.values())
    world.backend.bookings.set(made.id, { ...made, created_at: '2026-02-20T09:00:00Z' });
  await type('/my');
  await tap(/Haircut/);
  await meanwhile('two days pass', () => world.emulator.clock.advance(51 * 3_600_000));
  await tap(label('moving.move'));
  await tap(/🗒/);
  await tap(/Haircut/);
});

conversation('repeat', async (scene) => {
  const { start, tap, label, world } = scene;
  const made = world.backend.book({ service_id: HAIRCUT, specialist_id: ANNA, starts_at: '2026-02-26T09:00:00Z' });
  world.backend.bookings.set(made.id, { ...made, status: 'completed' });
  await start();
  await tap(label('repeat.last', { service: 'Haircut' }));
  await tap(/12:00/);
  await tap(label('confirm.yes'));
  await tap(label('menu.bookings'));
  await tap(label('past.mine'));
});

conversation('nearest', async ({ start, tap, label }) => {
  await start();
  await tap(label('menu.book'));
  await tap('Haircut');
  await tap(/⚡/);
  await tap(label('confirm.yes'));
});

conversation('group', async ({ type, tap }) => {
  await type('/book');
  await tap('Yoga');
  await tap('6🟢');
  await tap(/^10:00/);
});

conversation('links', async ({ start, world }) => {
  await start(`s_${writeId(HAIRCUT)}`);
  await start(`p_${writeId(ANNA)}`);
  world.backend.services.length = 0;
  await start('s_OyQRAeK7QlWMr0E2xWapYg');
});

conversation('links-of-staff', async ({ type }) => type('/links'), { staff: true });

conversation('sign-in', async ({ start }) => {
  await start(`in_${SIGN_IN_LINK}`);
  await start(`in_${'x'.repeat(43)}`);
  await start('in_');
});

conversation('signed-in', async ({ start, tap, label, world }) => {
  for (const device of ['Chrome, Windows', 'Safari, iPhone']) world.backend.addSession(device);
  await start();
  await tap(label('my_data.open'));
  await tap(label('sign_in.open'));
  await tap(label('sign_in.out'));
  await tap(label('my_data.open'));
  await tap(label('sign_in.open'));
  await tap(label('menu.home'));
});

conversation('phone-needed', async ({ type, tap, share, label, world }) => {
  await type('/book');
  await tap('Haircut');
  await tap(/⚡/);
  world.backend.fail('bookings.create', new AppError('phone_needed'));
  await tap(label('confirm.yes'));
  await share('79161234567');
  await tap(label('confirm.yes'));
});

conversation('my-data', async (scene) => {
  const { start, tap, label } = scene;
  visit(scene, '05');
  await start();
  await tap(label('my_data.open'));
  await tap(label('my_data.file'));
  await tap(label('phone.give'));
  await tap(label('phone.later'));
  await tap(label('my_data.open'));
  await tap(label('my_data.forget'));
  await tap(label('my_data.yes'));
  await tap(label('my_data.for_good'));
  await tap(label('menu.home'));
});

conversation('series', async (scene) => {
  const { type, tap, label, world } = scene;
  for (const day of ['05', '12', '19']) visit(scene, day);
  world.backend.addSeries();
  await type('/my');
  await tap(label('series.mine'));
  await tap(/Anna/);
  const second = world.olga.keyboard()[1]?.[1]?.callback_data;
  await tap(({ callback_data }) => callback_data === second);
  await tap(label('cancelling.yes'));
});

test('a conversation that goes another way than the recorded one is noticed', () => {
  const file = path.join(import.meta.dirname, 'conversations', 'book.en.txt');
  const said = readFileSync(file, 'utf8');
  compare(file, said);
  assert.throws(() => compare(file, said.replace('You are booked', 'You are cooked')), assert.AssertionError);
});
