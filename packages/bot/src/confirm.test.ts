import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testWorld, type World, type WorldOptions } from './world.test.ts';

/** To the question whether all is right, about the first time of a day. */
const checked = async ({ olga, shows }: World, day: string) => {
  await olga.type('/book');
  await shows('What would you like');
  await olga.tap('Haircut');
  await shows('Who would you like');
  await olga.tap('Anna');
  await shows('Please pick a day.');
  await olga.tap(day);
  await shows('please pick a time');
  await olga.tap('15:00');
  return shows('Please check and confirm');
};

test('before a visit is booked it says until when it can be moved or cancelled, or that it cannot', async () => {
  await using world = await testWorld();
  const later = await checked(world, '5🟢');
  assert.match(later.text, /₽2,000\n\nYou will be able to move or cancel it here until Wed 4 March, 15:00\.$/);
  const near = await checked(world, '•2🟢');
  assert.match(near.text, /₽2,000\n\nYou will not be able to move or cancel it here: it is soon\.$/);
});

test('who may change it at any time reads nothing of that', async () => {
  for (const options of [{ staff: true }, { role: 'super_admin' }] satisfies WorldOptions[]) {
    await using world = await testWorld(options);
    assert.match((await checked(world, '•2🟢')).text, /₽2,000$/);
  }
});

test('/cancel instead of confirming takes the question away, and nothing is booked', async () => {
  for (const processes of [1, 2]) {
    await using world = await testWorld({ processes });
    const { olga, shows, backend } = world;
    const { message_id } = await checked(world, '5🟢');
    await olga.type('/cancel');
    const stopped = await shows('All right, nothing is booked or changed.');
    assert.notEqual(stopped.message_id, message_id);
    await world.idle();
    const confirm = olga
      .keyboard()
      .flat()
      .filter(({ text }) => text === '✅ Confirm');
    assert.deepEqual(confirm, [], 'the menu stands alone');
    assert.ok(!olga.messages().some((message) => message.message_id === message_id), 'the question is gone');
    assert.equal(backend.callsOf('bookings.create').length, 0);
  }
});
