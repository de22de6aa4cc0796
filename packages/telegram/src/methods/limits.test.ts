import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testWorld } from '../test-world.ts';

test('a burst in one chat passes, then 429 with retry_after stops every call of the bot until it has passed', async () => {
  await using world = await testWorld({ frozen: true, limits: { chat_burst: 3 } });
  await world.anna.start();
  const send = () => world.call('sendMessage', { chat_id: 1, text: 'x' });
  for (const _ of [1, 2, 3]) assert.equal((await send()).ok, true);
  assert.deepEqual(await send(), {
    ok: false,
    error_code: 429,
    description: 'Too Many Requests: retry after 1',
    parameters: { retry_after: 1 },
  });
  assert.equal((await world.call('getMe')).error_code, 429);
  world.emulator.clock.advance(1000);
  assert.equal((await world.call('getMe')).ok, true);
  assert.equal((await send()).ok, true);
});

test('a bot has a rate over all its chats', async () => {
  await using world = await testWorld({ frozen: true, limits: { bot_burst: 2, bot_messages_per_second: 30 } });
  const codes: (number | undefined)[] = [];
  for (const id of [2, 3, 4]) {
    world.emulator.addPerson({ id, first_name: `P${id}` });
    await world.emulator.as(id, 7_000_001).start();
    codes.push((await world.call('sendMessage', { chat_id: id, text: 'x' })).error_code);
  }
  assert.deepEqual(codes, [undefined, undefined, 429]);
});

test('scripted faults strike the named calls as often as they say', async () => {
  await using world = await testWorld();
  const { faults } = world.emulator;
  await world.anna.start();
  const send = (text: string) => world.call('sendMessage', { chat_id: 1, text });
  faults.script({ method: 'sendMessage', kind: 'http_500', times: 2 });
  assert.equal((await world.call('getMe')).ok, true);
  assert.equal((await send('a')).error_code, 500);
  assert.equal((await send('a')).description, 'Internal Server Error');
  faults.script({ method: 'sendMessage', kind: 'drop_answer' });
  await assert.rejects(send('done though nobody heard'), /fetch failed/);
  assert.equal(world.anna.lastMessage()?.text, 'done though nobody heard');
  faults.script({ method: 'sendMessage', kind: 'html_502' });
  await assert.rejects(send('b'), /not valid JSON/);
  faults.script({ kind: 'too_many_requests', retry_after: 7 });
  assert.deepEqual((await send('c')).parameters, { retry_after: 7 });
  assert.equal((await world.call('getMe')).error_code, 429);
});

test('a delayed call is done when the clock has reached its time', async () => {
  await using world = await testWorld({ frozen: true });
  world.emulator.faults.script({ bot_id: 7_000_001, kind: 'delay', delay_ms: 500 });
  const delayed = world.call('getMe');
  await world.arrived('getMe', 1);
  assert.equal(world.emulator.calls.length, 0);
  world.emulator.clock.advance(500);
  assert.equal((await delayed).ok, true);
});

test('calls are logged with their parameters and answers, the last ones only', async () => {
  await using world = await testWorld({ frozen: true, limits: { logged_calls: 2 } });
  for (const text of ['a', 'b', 'c', 'd', 'e']) await world.call('sendMessage', { chat_id: 9, text });
  const { calls } = world.emulator;
  assert.equal(calls.length, 3);
  assert.deepEqual(calls.at(-1), {
    bot_id: 7_000_001,
    method: 'sendMessage',
    params: { chat_id: 9, text: 'e' },
    answer: { ok: false, error_code: 400, description: 'Bad Request: chat not found' },
    at: 1_800_000_000_000,
  });
  world.emulator.clearCalls();
  assert.equal(world.emulator.calls.length, 0);
});
