/** A client moves a visit, shares a number, takes a copy of what is kept, and is forgotten: in the chat, on the real server. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMMA, openStudio } from './support/studio.ts';
import { book, createVisitor, STUDIO } from './support/visitor.ts';

test('a client moves a visit, shares a number, takes a copy along and is forgotten', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  const emma = createVisitor(studio.as(EMMA), 'en');
  const { chat, say, press, type } = emma;
  const card = await book(emma, { day: 5, time: 2 });
  const mine = () =>
    studio.rows<{ id: string; starts_at: Date }>(
      'select bookings.id, starts_at from bookings join clients on clients.id = client_id where telegram_id = $1',
      [EMMA.id],
    );
  const [before] = await mine();
  await press(say('moving.move'), say('moving.title'));
  await press(/^\d+(🟢|🟡)$/u, 'please pick a time');
  await press(/^\d\d:\d\d$/, say('moving.ask'));
  await press(say('moving.yes'), say('status.confirmed'));
  const [after, ...more] = await mine();
  assert.deepEqual([after?.id, more], [before?.id, []]);
  assert.notEqual(after?.starts_at.getTime(), before?.starts_at.getTime());
  assert.equal(emma.count(say('status.confirmed')), 1, 'one living message');
  assert.ok(chat.messages().some(({ message_id }) => message_id === card.message_id));

  await type('/data', say('my_data.no_phone'));
  await press(say('phone.give'), say('phone.ask'));
  await chat.shareContact('4930987654');
  await emma.sees(say('booking.phone', { phone: '+4930987654' }));
  await chat.tap(say('my_data.file'));
  await chat.waitFor(() => chat.messages().some(({ document }) => document?.file_name.endsWith('-my-data.json')));

  const business = STUDIO.en;
  await press(say('my_data.forget'), say('my_data.ask', { business, count: 1 }));
  await press(say('my_data.yes'), say('my_data.ask_again', { business }));
  await press(say('my_data.for_good'), say('my_data.forgotten'));
  assert.deepEqual(await mine(), []);
  const [left] = await studio.rows<{ status: string }>('select status from bookings where id = $1', [before?.id]);
  assert.equal(left?.status, 'cancelled', 'the books of the business stay');
  studio.log.assertCalm();
});
