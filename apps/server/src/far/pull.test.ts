import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { AppError, type Client, type Delivery, type Message } from '@okno/contract';
import { createLog } from '../log.ts';
import { until } from '../telegram/testing.ts';
import { startPulling } from './pull.ts';

type Report = { id: string; lease: string; status: string; message_id?: number; retry_after?: number };

const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const message = (n: number) => ({ id: idOf(n), kind: 'undelivered', bot_id: 1, telegram_id: n }) as unknown as Message;

/** A backend with a pile of messages, and somebody who says them. */
const openCase = (t: TestContext, options: { turns?: (n: number) => number; first_again_ms?: number } = {}) => {
  const pile: { n: number; lease: number }[] = [];
  const reports: Report[] = [];
  const said: number[] = [];
  const world = {
    away: false,
    /** Goes away with the next message that is said. */
    leaves: false,
    calledOff: new Set<string>(),
    /** The pull of this number fails. */
    breaksAt: 0,
    /** This message takes until then to be said. */
    held: null as { n: number; until: Promise<void> } | null,
    pulls: 0,
    most: 0,
    pulling: 0,
    delivery: { status: 'sent', message_id: 7 } as Delivery,
  };
  const pull = async (limit: number) => {
    world.pulls += 1;
    const mine = world.pulls;
    world.pulling += 1;
    world.most = Math.max(world.most, world.pulling);
    await new Promise((next) => setImmediate(next));
    world.pulling -= 1;
    if (mine === world.breaksAt) throw new Error('broken');
    const taken = pile.splice(0, limit);
    const lease = (one: { n: number; lease: number }) => idOf(one.n * 1000 + one.lease);
    return { items: taken.map((one) => ({ id: idOf(one.n), lease: lease(one), message: message(one.n), attempt: 1 })) };
  };
  const report = (told: Report) => {
    if (world.calledOff.has(told.id)) throw new AppError('called_off');
    reports.push(told);
    return { id: told.id, status: told.status, called_off: false, error: null };
  };
  const ask = (async (name: string, input: { limit: number } & Report) => {
    if (world.away) throw new AppError('unavailable');
    return name === 'notifications.pull' ? pull(input.limit) : report(input);
  }) as unknown as Client;
  const puller = startPulling({
    connect: () => ask,
    bot_id: 1,
    deliver: async ({ telegram_id }) => {
      said.push(telegram_id);
      if (world.leaves) world.away = true;
      if (world.held?.n === telegram_id) await world.held.until;
      return world.delivery;
    },
    turns: { take: () => 0, wait: async ({ telegram_id }) => options.turns?.(telegram_id) ?? 0, isOver: () => false },
    idle_ms: () => 1,
    away_ms: 1,
    ...(options.first_again_ms !== undefined && { first_again_ms: options.first_again_ms }),
    ticks: () => 0,
    log: createLog('silent'),
  });
  t.after(puller.stop);
  const put = (...ns: number[]) => void pile.push(...ns.map((n) => ({ n, lease: 1 })));
  const putAgain = (n: number, lease: number) => void pile.push({ n, lease });
  const endings = () => reports.filter(({ status }) => status !== 'begun');
  return { world, reports, said, put, putAgain, endings, puller };
};

test('what is fetched is begun, said and reported, in this order, with its lease', async (t) => {
  const { put, said, reports } = openCase(t);
  put(3);
  await until('it is reported', () => reports.length === 2);
  assert.deepEqual(said, [3]);
  assert.deepEqual(reports, [
    { id: idOf(3), lease: idOf(3001), status: 'begun' },
    { id: idOf(3), lease: idOf(3001), status: 'sent', message_id: 7 },
  ]);
});

test('what was called off meanwhile is not said', async (t) => {
  const { world, put, said, endings } = openCase(t);
  world.calledOff.add(idOf(1));
  put(1, 2);
  await until('the other one is reported', () => endings().length === 1);
  assert.deepEqual(said, [2]);
});

test('when there is much, several fetch at once; when there is little, one', async (t) => {
  const { world, put, endings } = openCase(t);
  put(...Array.from({ length: 100 }, (_, n) => n + 1));
  await until('all are reported', () => endings().length === 100);
  assert.equal(world.most, 3);
  world.most = 0;
  const before = world.pulls;
  await until('it has looked again and again', () => world.pulls > before + 20);
  assert.equal(world.most, 1);
});

test('whose turn is far off is given back without being said', async (t) => {
  const { put, said, endings } = openCase(t, { turns: () => 25_000 });
  put(1);
  await until('it is given back', () => endings().length === 1);
  assert.deepEqual(said, []);
  assert.deepEqual([endings()[0]?.status, endings()[0]?.retry_after], ['paused', 25]);
});

test('what was said while the backend went away is reported when it is back, with the lease it was said with', async (t) => {
  const { world, put, said, endings } = openCase(t, { first_again_ms: 1 });
  world.leaves = true;
  put(1);
  await until('it was said', () => said.length === 1);
  world.leaves = false;
  world.away = false;
  await until('it is reported', () => endings().length === 1);
  assert.deepEqual(said, [1]);
  assert.deepEqual(endings(), [{ id: idOf(1), lease: idOf(1001), status: 'sent', message_id: 7 }]);
});

test('what was said and is offered again before that could be reported is reported anew, and not said again', async (t) => {
  // Nothing is told again by itself within this test.
  const { world, put, putAgain, said, endings } = openCase(t, { first_again_ms: 3_600_000 });
  world.leaves = true;
  put(1);
  await until('it was said', () => said.length === 1);
  world.leaves = false;
  putAgain(1, 2);
  world.away = false;
  await until('it is reported', () => endings().length === 1);
  assert.deepEqual(said, [1]);
  assert.deepEqual(endings(), [{ id: idOf(1), lease: idOf(1002), status: 'sent', message_id: 7 }]);
});

test('whoever stops it when one of several rounds has failed waits for the others', async (t) => {
  const { world, put, said, puller, endings } = openCase(t);
  const held = Promise.withResolvers<void>();
  // The first round fetches 20; of the three that follow one says the last message, and one fails.
  world.breaksAt = 4;
  world.held = { n: 21, until: held.promise };
  put(...Array.from({ length: 21 }, (_, n) => n + 1));
  await until('the last one is being said', () => said.includes(21));
  let stopped = false;
  const stopping = puller.stop().then(() => {
    stopped = true;
  });
  for (let turn = 0; turn < 20; turn += 1) await new Promise((next) => setImmediate(next));
  assert.equal(stopped, false);
  held.resolve();
  await stopping;
  assert.equal(endings().length, 21);
});

test('how it ended is told in the words of the backend', async (t) => {
  const { world, put, endings } = openCase(t);
  const cases: [Delivery, object][] = [
    [
      { status: 'retry', after_ms: 1500, reason: 'away' },
      { status: 'retry', retry_after: 2, reason: 'away' },
    ],
    [
      { status: 'unreachable', reason: 'blocked' },
      { status: 'unreachable', reason: 'blocked' },
    ],
    [{ status: 'sent', message_id: null }, { status: 'sent' }],
    [
      { status: 'failed', reason: 'x'.repeat(900) },
      { status: 'failed', reason: 'x'.repeat(500) },
    ],
  ];
  for (const [n, [delivery, told]] of cases.entries()) {
    world.delivery = delivery;
    put(n + 1);
    await until('it is reported', () => endings().length === n + 1);
    const { id: _, lease: __, ...rest } = endings()[n] ?? { id: '', lease: '' };
    assert.deepEqual(rest, told);
  }
});

test('what came too late to be begun is left to whoever fetches it next', async (t) => {
  const { world, put, said, reports } = openCase(t);
  world.delivery = { status: 'late' };
  put(1);
  await until('it was tried', () => said.length === 1);
  put(2);
  world.delivery = { status: 'sent', message_id: 1 };
  await until('the next one is reported', () => reports.some(({ id, status }) => id === idOf(2) && status === 'sent'));
  assert.deepEqual(
    reports.filter(({ id }) => id === idOf(1)).map(({ status }) => status),
    ['begun'],
  );
});
