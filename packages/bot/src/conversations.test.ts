import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Notice } from '@okno/contract';
import { ANNA, HAIRCUT, YOGA } from './fake-backend.test.ts';
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

test('a conversation that goes another way than the recorded one is noticed', () => {
  const file = path.join(import.meta.dirname, 'conversations', 'book.en.txt');
  const said = readFileSync(file, 'utf8');
  compare(file, said);
  assert.throws(() => compare(file, said.replace('You are booked', 'You are cooked')), assert.AssertionError);
});
