import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Call, type Caller, createClient, type Transport } from './client.ts';
import { AppError, type ErrorCode } from './errors.ts';
import { withReadCache } from './read-cache.ts';

const NOW = Date.parse('2031-03-03T11:05:00Z');
const MINUTE = 60_000;
const ID = '00000000-0000-4000-8000-000000000001';

const person = (bot_id: number, telegram_id: number): Caller => ({
  via: 'telegram',
  bot_id,
  telegram_id,
  name: 'Anna',
  language: 'ru',
});

/** A backend whose answers are numbered, and a clock that is moved by hand. */
const openWorld = () => {
  const world = { asked: [] as Call[], fails: null as ErrorCode | null, ticks: 0, wall: NOW };
  const backend: Transport = async (call) => {
    world.asked.push(call);
    if (world.fails !== null) throw new AppError(world.fails);
    return { answer: world.asked.length };
  };
  const transport = withReadCache(backend, { ticks: () => world.ticks, now: () => world.wall });
  const pass = (ms: number) => {
    world.ticks += ms;
    world.wall += ms;
  };
  const heard: number[] = [];
  const ask = async (name: string, input: object = {}, caller = person(1, 42)): Promise<unknown> => {
    const onStale = (as_of: number) => void heard.push(as_of);
    try {
      return ((await transport({ name, input, caller, request_id: 'r1', onStale })) as { answer: number }).answer;
    } catch (error) {
      return (error as AppError).code;
    }
  };
  return { world, transport, pass, ask, heard };
};

type Question = readonly [name: string, input: object];
const MONTH: Question = ['scheduling.month', { service_id: ID, month: '2031-03' }];
const MINE: Question = ['bookings.list', { whose: 'mine' }];
const ME: Question = ['people.me', {}];

test('while the backend answers it is asked every time', async () => {
  const { ask, heard } = openWorld();
  assert.deepEqual([await ask(...MONTH), await ask(...MONTH)], [1, 2]);
  assert.deepEqual(heard, []);
});

test('when it is away the last answer is given, with the time it is of', async () => {
  for (const code of ['unavailable', 'internal'] as const) {
    const { world, ask, heard, pass } = openWorld();
    await ask(...MONTH);
    pass(3 * MINUTE);
    world.fails = code;
    assert.equal(await ask(...MONTH), 1);
    assert.deepEqual(heard, [NOW]);
  }
});

test('what the backend refuses is refused', async () => {
  const { world, ask } = openWorld();
  await ask(...MONTH);
  world.fails = 'forbidden';
  assert.equal(await ask(...MONTH), 'forbidden');
});

test('a schedule is shown for five minutes, my bookings for two, and not a moment longer', async () => {
  const lives: [Question, minutes: number][] = [
    [MONTH, 5],
    [MINE, 2],
  ];
  for (const [question, minutes] of lives) {
    const { world, ask, pass } = openWorld();
    await ask(...question);
    world.fails = 'unavailable';
    pass(minutes * MINUTE - 1);
    assert.equal(await ask(...question), 1);
    pass(1);
    assert.equal(await ask(...question), 'unavailable');
  }
});

test('a clock that is set back or forward an hour makes nothing older or younger', async () => {
  for (const hours of [-1, 1]) {
    const { world, ask, pass } = openWorld();
    await ask(...MONTH);
    world.fails = 'unavailable';
    world.wall += hours * 60 * MINUTE;
    pass(5 * MINUTE - 1);
    assert.equal(await ask(...MONTH), 1);
    pass(1);
    assert.equal(await ask(...MONTH), 'unavailable');
  }
});

test('of schedules the hundred looked at last are kept, of bookings five hundred', async () => {
  for (const [name, most] of [
    ['scheduling.free_slots_day', 100],
    ['bookings.get', 500],
  ] as const) {
    const { world, ask } = openWorld();
    for (let index = 0; index <= most; index += 1) await ask(name, { id: index });
    world.fails = 'unavailable';
    assert.equal(await ask(name, { id: 0 }), 'unavailable');
    assert.equal(await ask(name, { id: 1 }), 2);
    assert.equal(await ask(name, { id: most }), most + 1);
  }
});

test('nobody gets what was kept of somebody else, or of themselves in another bot', async () => {
  const { world, ask } = openWorld();
  for (const question of [MONTH, MINE, ME]) await ask(...question);
  world.fails = 'unavailable';
  for (const question of [MONTH, MINE, ME])
    for (const stranger of [person(1, 43), person(2, 42), { via: 'public', tenant: null, language: 'ru' } as const])
      assert.equal(await ask(question[0], question[1], stranger), 'unavailable');
});

test('what is offered is the same for all who talk to one bot, and nobody else', async () => {
  const { world, ask } = openWorld();
  await ask('services.list', { page: 1 });
  world.fails = 'unavailable';
  assert.equal(await ask('services.list', { page: 1 }, person(1, 43)), 1);
  assert.equal(await ask('services.list', { page: 1 }, person(2, 42)), 'unavailable');
});

test('whatever a bot changes ends what was kept of it, and of no other', async () => {
  const { world, ask } = openWorld();
  for (const caller of [person(1, 42), person(1, 43), person(2, 42)]) await ask(MINE[0], MINE[1], caller);
  await ask('bookings.cancel', { id: ID });
  world.fails = 'unavailable';
  assert.equal(await ask(...MINE), 'unavailable');
  assert.equal(await ask(MINE[0], MINE[1], person(1, 43)), 'unavailable');
  assert.equal(await ask(MINE[0], MINE[1], person(2, 42)), 3);
});

test('what was asked before a change and answered after it is not kept', async () => {
  const slow = Promise.withResolvers<unknown>();
  let away = false;
  const backend: Transport = ({ name }) => {
    if (away) return Promise.reject(new AppError('unavailable'));
    return name === MINE[0] ? slow.promise : Promise.resolve({});
  };
  const transport = withReadCache(backend, { ticks: () => 0, now: () => NOW });
  const call = (name: string) => transport({ name, input: {}, caller: person(1, 42), request_id: 'r1' });
  const reading = call(MINE[0]);
  await call('bookings.cancel');
  slow.resolve({ items: ['cancelled by now'] });
  await reading;
  away = true;
  await assert.rejects(call(MINE[0]), { code: 'unavailable' });
});

test('a write is never answered from what is kept, and one that fails leaves what was known', async () => {
  const { world, ask } = openWorld();
  await ask(...MINE);
  await ask('bookings.create', { service_id: ID });
  await ask(...MINE);
  world.fails = 'unavailable';
  assert.equal(await ask('bookings.create', { service_id: ID }), 'unavailable');
  assert.equal(await ask(...MINE), 3);
});

test('what programs take and report of messages leaves what people look at', async () => {
  const { world, ask } = openWorld();
  await ask(...MINE);
  await ask('notifications.pull', {}, { via: 'service', tenant: 'demo', language: 'en' });
  world.fails = 'unavailable';
  assert.equal(await ask(...MINE), 1);
});

test('a list of what lies ahead is the same list a minute later', async () => {
  const { world, ask, pass } = openWorld();
  const ahead = () => ({ whose: 'mine', from: new Date(world.wall).toISOString() });
  await ask('bookings.list', ahead());
  pass(100_000);
  world.fails = 'unavailable';
  assert.equal(await ask('bookings.list', ahead()), 1);
  assert.equal(await ask('bookings.list', { ...ahead(), from: '2031-01-01T00:00:00Z' }), 'unavailable');
});

test('what is given can be changed by whoever gets it', async () => {
  const { world, transport } = openWorld();
  const call: Call = { name: MINE[0], input: MINE[1], caller: person(1, 42), request_id: 'r1' };
  for (const fails of [null, 'unavailable', 'unavailable'] as const) {
    world.fails = fails;
    const answer = (await transport(call)) as { answer: number };
    assert.equal(answer.answer, 1);
    answer.answer = 99;
  }
});

test('who asks hears of it, and so does whoever asks for them', async () => {
  const { world, transport, heard } = openWorld();
  const client = createClient(transport, person(1, 42), 'r1', (as_of) => heard.push(as_of));
  const own: number[] = [];
  await client('bookings.list', {});
  world.fails = 'unavailable';
  await client('bookings.list', {}, { onStale: (as_of) => own.push(as_of) });
  await client('bookings.list', {});
  assert.deepEqual([heard, own], [[NOW, NOW], [NOW]]);
});
