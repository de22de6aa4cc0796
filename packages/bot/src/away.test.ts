import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, type Transport, withReadCache } from '@okno/contract';
import { NOW } from './fake-backend.test.ts';
import { testWorld, type WorldOptions } from './world.test.ts';

/** A salon whose backend can go away, with what a bot on another server keeps of it. */
const openWorld = async (options: WorldOptions = {}) => {
  const state = { away: false, minutes: 0 };
  const around = (backend: Transport): Transport => {
    const wire: Transport = async (call) => {
      if (state.away) throw new AppError('unavailable');
      return backend(call);
    };
    const ticks = () => state.minutes * 60_000;
    return withReadCache(wire, { ticks, now: () => NOW + ticks() });
  };
  const world = await testWorld({ ...options, around });
  const pass = async (minutes: number) => {
    state.minutes += minutes;
    await world.emulator.clock.advance(minutes * 60_000);
  };
  return { world, state, pass };
};

/** NOW in the salon's zone. */
const CLOCK = new Intl.DateTimeFormat('ru', { timeZone: 'Europe/Moscow', hour: '2-digit', minute: '2-digit' });

test('what was looked at is shown with its time while the backend is away, and without it when it is back', async () => {
  const { world, state, pass } = await openWorld({ language: 'ru' });
  await using _ = world;
  const { olga, shows } = world;
  await olga.type('/book');
  await shows('На что');
  await olga.tap(/^Yoga/);
  assert.doesNotMatch((await shows('Выберите день')).text, /Так было/);
  state.away = true;
  await pass(4);
  await olga.type('/book');
  const { text } = await shows(/На что[\s\S]*Так было в/);
  assert.ok(text.includes(CLOCK.format(NOW)), text);
  await olga.tap(/^Yoga/);
  await shows(/Выберите день[\s\S]*Так было в/);
  state.away = false;
  await olga.type('/book');
  await shows(/На что вас записать\?\n(?![\s\S]*Так было)/);
});

test('what is too old is not shown: an honest sentence is', async () => {
  const { world, state, pass } = await openWorld();
  await using _ = world;
  const { olga, shows } = world;
  await olga.type('/book');
  await shows('What would you like');
  await olga.tap(/^Yoga/);
  await shows('Please pick a day');
  state.away = true;
  await pass(5);
  await olga.type('/book');
  await shows('This is how it was at');
  const calls = world.emulator.calls.length;
  await olga.tap(/^Yoga/);
  await world.idle();
  assert.match(JSON.stringify(world.emulator.calls.slice(calls)), /does not answer right now. Please try again/);
});

test('nothing is booked while the backend is away: the person is told so, and whom to call; the same button works later', async () => {
  const { world, state } = await openWorld();
  await using _ = world;
  const { olga, shows, backend } = world;
  await olga.type('/book');
  await shows('What would you like');
  await olga.tap(/^Yoga/);
  await shows('Please pick a day');
  await olga.tap(/Nearest/);
  await shows('Please check and confirm');
  state.away = true;
  const { answer } = await olga.tap(/Confirm/);
  assert.match(answer?.text ?? '', /cannot book just now.*\+74951234567/);
  assert.equal(backend.bookings.size, 0);
  await shows('Please check and confirm');
  state.away = false;
  await olga.tap(/Confirm/);
  await shows('You are booked');
  assert.equal(backend.bookings.size, 1);
});

test('the log is told what was wanted and how it ended, when it wants to hear of it', async () => {
  const { world, state } = await openWorld({ tellCommands: true });
  await using _ = world;
  await world.olga.type('/my');
  await world.shows('You have');
  state.away = true;
  await world.olga.type('/my');
  await world.shows('This is how it was');
  await world.olga.type('some words');
  await world.until(() => world.handled() === 3);
  const commands = world.logs.filter(({ event }) => event === 'command');
  assert.deepEqual(
    commands.map(({ command, outcome, as_of }) => [command, outcome, typeof as_of]),
    [
      ['/my', 'done', 'undefined'],
      ['/my', 'done', 'string'],
      ['message', 'done', 'undefined'],
    ],
  );
  assert.ok(commands.every(({ request_id, ms }) => typeof request_id === 'string' && typeof ms === 'number'));
  assert.doesNotMatch(JSON.stringify(world.logs), /some words|Olga/);
});
