import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BreakerState, isFailure, withBreaker } from './breaker.ts';
import type { Call, Transport } from './client.ts';
import { AppError, type ErrorCode } from './errors.ts';

const CALL: Call = {
  name: 'people.me',
  input: {},
  caller: { via: 'telegram', bot_id: 1, telegram_id: 2, name: 'Anna', language: 'ru' },
  request_id: 'r1',
};

/** A backend that answers as it is told to, and counts who has reached it. */
const openBackend = () => {
  const world = { reached: 0, fails: null as ErrorCode | null, ticks: 0, states: [] as BreakerState[] };
  const backend: Transport = async () => {
    world.reached += 1;
    if (world.fails !== null) throw new AppError(world.fails);
    return 'answer';
  };
  const onChange = (state: BreakerState) => void world.states.push(state);
  const breaker = withBreaker(backend, { ticks: () => world.ticks, onChange });
  const ask = async (transport: Transport = breaker.transport): Promise<string> => {
    try {
      return String(await transport(CALL));
    } catch (error) {
      return (error as AppError).code;
    }
  };
  const fail = async (times: number) => {
    world.fails = 'unavailable';
    for (let time = 0; time < times; time += 1) await ask();
  };
  return { world, backend, breaker, ask, fail };
};

test('five failures in a row open it, and for a minute nobody is sent to the backend', async () => {
  const { world, breaker, ask, fail } = openBackend();
  await fail(4);
  assert.equal(breaker.state(), 'closed');
  await fail(1);
  assert.equal(breaker.state(), 'open');
  world.fails = null;
  for (const ticks of [0, 1, 30_000, 59_999]) {
    world.ticks = ticks;
    assert.equal(await ask(), 'unavailable');
  }
  assert.equal(world.reached, 5);
});

test('a backend that has too much to do is there', async () => {
  const { world, ask, breaker, fail } = openBackend();
  const busy = withBreaker(() => Promise.reject(new AppError('unavailable', { overloaded: true })), {
    ticks: () => world.ticks,
  });
  for (let time = 0; time < 20; time += 1) await ask(busy.transport);
  assert.equal(busy.state(), 'closed');
  await fail(5);
  assert.equal(breaker.state(), 'open', 'control: one that is away');
});

test('control: without it everybody goes on waiting for a backend that is away', async () => {
  const { world, backend, ask, fail } = openBackend();
  await fail(5);
  for (let time = 0; time < 100; time += 1) await ask(backend);
  assert.equal(world.reached, 105);
});

test('an answer between the failures, or a refusal, begins the count anew', async () => {
  const { world, breaker, ask, fail } = openBackend();
  for (const between of [null, 'slot_taken', 'not_found', 'too_many_requests', 'forbidden'] as const) {
    await fail(4);
    world.fails = between;
    await ask();
  }
  assert.equal(breaker.state(), 'closed');
});

test('after a minute one of a hundred finds out whether it is back; when it is, all go on', async () => {
  const { world, breaker, ask, fail } = openBackend();
  await fail(5);
  world.fails = null;
  world.ticks = 60_000;
  const answers = await Promise.all(Array.from({ length: 100 }, () => ask()));
  assert.equal(world.reached, 6);
  assert.deepEqual(
    answers.filter((answer) => answer === 'answer'),
    ['answer'],
  );
  assert.equal(breaker.state(), 'closed');
  assert.equal(await ask(), 'answer');
  assert.deepEqual(world.states, ['open', 'half_open', 'closed']);
});

test('when it is still away the next minute begins', async () => {
  const { world, breaker, ask, fail } = openBackend();
  await fail(5);
  world.ticks = 60_000;
  await Promise.all(Array.from({ length: 100 }, () => ask()));
  assert.equal(world.reached, 6);
  assert.equal(breaker.state(), 'open');
  world.ticks = 119_999;
  await ask();
  assert.equal(world.reached, 6);
  world.ticks = 120_000;
  await ask();
  assert.equal(world.reached, 7);
});

test('a refusal of the one who is let through says that the backend is there', async () => {
  const { world, breaker, ask, fail } = openBackend();
  await fail(5);
  world.ticks = 60_000;
  world.fails = 'slot_taken';
  assert.equal(await ask(), 'slot_taken');
  assert.equal(breaker.state(), 'closed');
});

test('those who were on their way when it opened neither open it for longer nor close it', async () => {
  const waiting: PromiseWithResolvers<unknown>[] = [];
  let ticks = 0;
  const backend: Transport = () => {
    const one = Promise.withResolvers<unknown>();
    waiting.push(one);
    return one.promise;
  };
  const { transport, state } = withBreaker(backend, { ticks: () => ticks });
  const all = Array.from({ length: 7 }, () => transport(CALL).catch((error: AppError) => error.code));
  for (const one of waiting.slice(0, 5)) one.reject(new AppError('unavailable'));
  await Promise.all(all.slice(0, 5));
  assert.equal(state(), 'open');
  ticks = 59_000;
  waiting[5]?.reject(new AppError('unavailable'));
  waiting[6]?.resolve('late');
  assert.deepEqual(await Promise.all(all.slice(5)), ['unavailable', 'late']);
  assert.equal(state(), 'open');
  ticks = 60_000;
  const probe = transport(CALL);
  waiting[7]?.resolve('back');
  assert.equal(await probe, 'back');
});

test('a fault of ours is thrown as it is, and the next one is let through', async () => {
  const { world, breaker, fail } = openBackend();
  await fail(5);
  world.ticks = 60_000;
  let mistakes = 0;
  const mistaken = withBreaker(
    async () => {
      mistakes += 1;
      throw new TypeError('x is undefined');
    },
    { ticks: () => 0 },
  );
  for (let time = 0; time < 9; time += 1) await assert.rejects(mistaken.transport(CALL), TypeError);
  assert.equal(mistakes, 9);
  assert.equal(breaker.state(), 'open');
});

test('what the backend does not say at all, or says of itself, is a failure; what it refuses is none', () => {
  for (const code of ['unavailable', 'internal'] as const) assert.ok(isFailure(new AppError(code)), code);
  for (const code of ['slot_taken', 'not_found', 'unauthenticated', 'too_many_requests'] as const)
    assert.ok(!isFailure(new AppError(code)), code);
  assert.ok(!isFailure(new AppError('internal', { status: 409 })), 'a refusal in words of a newer backend');
  assert.ok(!isFailure(new TypeError('ours')));
});
