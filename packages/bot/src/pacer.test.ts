import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TurnWish } from '@okno/contract';
import { createPacer, type Pacer } from './pacer.ts';

/** A clock that jumps from timer to timer. */
const createTime = () => {
  let now = 0;
  let order = 0;
  const timers = new Map<number, { at: number; run: () => void }>();
  const settle = async () => {
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
  };
  return {
    ticks: () => now,
    setTimer: (ms: number, run: () => void) => {
      order += 1;
      const id = order;
      timers.set(id, { at: now + ms, run });
      return () => timers.delete(id);
    },
    timers: () => timers.size,
    set: (at: number) => {
      now = at;
    },
    settle,
    /** Goes on until nothing waits for time any more, or `until` says that it is enough. */
    run: async (until: () => boolean = () => false) => {
      await settle();
      while (timers.size > 0 && !until()) {
        const [id, next] = [...timers].reduce((a, b) => (b[1].at < a[1].at ? b : a));
        timers.delete(id);
        now = Math.max(now, next.at);
        next.run();
        await settle();
      }
    },
  };
};
type Time = ReturnType<typeof createTime>;

/** Telegram's own bucket: refuses and then wants silence, as the emulator does. */
const createTelegram = (time: Time, { rate = 30, burst = 30, latency = (): number => 0 } = {}) => {
  const bots = new Map<number, { tokens: number; at: number }>();
  const chats = new Map<string, { tokens: number; at: number }>();
  const sent: { bot_id: number; telegram_id: number; at: number }[] = [];
  let refused = 0;
  type Bucket = { tokens: number; at: number };
  const spend = (bucket: Bucket, at: number, [per_second, most]: readonly [number, number]) => {
    bucket.tokens = Math.min(most, bucket.tokens + (Math.max(0, at - bucket.at) / 1000) * per_second);
    bucket.at = Math.max(at, bucket.at);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  };
  const bucketOf = <K>(map: Map<K, Bucket>, key: K, most: number): Bucket => {
    const bucket = map.get(key) ?? { tokens: most, at: 0 };
    map.set(key, bucket);
    return bucket;
  };
  return {
    sent,
    refused: () => refused,
    send: ({ bot_id, telegram_id }: { bot_id: number; telegram_id: number }) => {
      const at = time.ticks() + latency();
      const chat = spend(bucketOf(chats, `${bot_id}:${telegram_id}`, 20), at, [1, 20]);
      if (!spend(bucketOf(bots, bot_id, burst), at, [rate, burst]) || !chat) refused += 1;
      else sent.push({ bot_id, telegram_id, at });
    },
  };
};

const notice = (bot_id: number, telegram_id: number): TurnWish => ({ bot_id, telegram_id, rank: 'notice' });

/** Waits for a turn however long it takes, as the rows of the timetable do. */
const patiently = async (pacer: Pacer, time: Time, wish: TurnWish): Promise<void> => {
  for (let ms = await pacer.wait(wish); ms > 0; ms = await pacer.wait(wish))
    await new Promise<void>((resolve) => time.setTimer(ms, resolve));
};

/** `lanes` at once write to `count` people each through every bot. */
const storm = async (options: { bots: number; count: number; lanes: number; paced: boolean }) => {
  const time = createTime();
  const jitter = [0, 35, 5, 80, 0, 12];
  let step = 0;
  const telegram = createTelegram(time, {
    latency: () => {
      step += 1;
      return jitter[step % jitter.length] ?? 0;
    },
  });
  const pacer = createPacer(time);
  for (let bot = 1; bot <= options.bots; bot += 1) {
    let next = 0;
    const lane = async () => {
      while (next < options.count) {
        next += 1;
        const wish = notice(bot, next);
        if (options.paced) await patiently(pacer, time, wish);
        else await new Promise<void>((resolve) => time.setTimer(20, resolve));
        telegram.send(wish);
      }
    };
    for (let one = 0; one < options.lanes; one += 1) void lane();
  }
  await time.run();
  return { telegram, time, rate: (options.count * 1000) / time.ticks() };
};

test('3,000 messages of one bot leave at 28 a second or more, and Telegram refuses none', async () => {
  const { telegram, time, rate } = await storm({ bots: 1, count: 3000, lanes: 25, paced: true });
  assert.equal(telegram.refused(), 0);
  assert.equal(telegram.sent.length, 3000);
  assert.ok(rate >= 28 && rate < 30, `${rate} a second`);
  assert.equal(time.timers(), 0);
});

test('200 bots at once do the same, each for itself', async () => {
  const { telegram, rate } = await storm({ bots: 200, count: 150, lanes: 3, paced: true });
  assert.equal(telegram.refused(), 0);
  assert.equal(telegram.sent.length, 200 * 150);
  assert.ok(rate >= 28, `${rate} a second and bot`);
});

test('control: without turns Telegram refuses', async () => {
  const { telegram } = await storm({ bots: 1, count: 3000, lanes: 25, paced: false });
  assert.ok(telegram.refused() > 1000);
});

test('a bot that says nothing has no timer, and one that has finished has none any more', async () => {
  const time = createTime();
  const pacer = createPacer(time);
  for (let bot = 1; bot <= 3000; bot += 1) assert.equal(pacer.take(notice(bot, 1)), 0);
  assert.equal(time.timers(), 0);
  const waiting = [1, 2, 3].map((person) => pacer.wait(notice(1, person)));
  assert.equal(time.timers(), 1);
  await time.run();
  assert.deepEqual(await Promise.all(waiting), [0, 0, 0]);
  assert.equal(time.timers(), 0);
});

test('a reminder goes before all broadcasts that wait', async () => {
  const time = createTime();
  const pacer = createPacer(time);
  const order: string[] = [];
  const queue = async (name: string, wish: TurnWish) => {
    assert.equal(await pacer.wait(wish), 0);
    order.push(name);
  };
  for (let person = 1; person <= 20; person += 1) void queue('broadcast', { ...notice(1, person), rank: 'broadcast' });
  await time.settle();
  const began = time.ticks();
  let arrived = Number.NaN;
  void queue('reminder', notice(1, 900)).then(() => {
    arrived = time.ticks();
  });
  await time.run();
  assert.deepEqual(order.slice(0, 2), ['broadcast', 'reminder']);
  assert.ok(arrived - began < 100, `${arrived - began} ms`);
  assert.equal(order.length, 21);
});

test('who would wait longer than a second is told how long, and takes up no place', async () => {
  const time = createTime();
  const pacer = createPacer(time);
  const answers = Array.from({ length: 60 }, (_, person) => pacer.wait(notice(1, person)));
  await time.settle();
  const told = await Promise.all(answers.slice(40));
  assert.ok(
    told.every((ms) => ms > 1000 && ms < 1200),
    String(told),
  );
  await time.run();
  assert.deepEqual(await Promise.all(answers.slice(0, 25)), Array(25).fill(0));
});

test('one chat gets five at once and then one a second, and holds up no other chat', async () => {
  const time = createTime();
  const pacer = createPacer(time);
  time.set(60_000);
  assert.equal(pacer.take(notice(1, 1)), 0);
  time.set(120_000);
  const answers = Array.from({ length: 6 }, () => pacer.take(notice(1, 7)));
  assert.deepEqual(answers.slice(0, 5), [0, 0, 0, 0, 0]);
  assert.equal(answers[5], 1000);
  assert.equal(pacer.take(notice(1, 8)), 0);
  assert.equal(pacer.take(notice(2, 7)), 0, 'the same person with another bot');
  time.set(121_000);
  assert.equal(pacer.take(notice(1, 7)), 0);
  assert.ok(pacer.take(notice(1, 7)) > 0);
});

test('a group gets no more than 20 messages in any minute', () => {
  const time = createTime();
  const pacer = createPacer(time);
  const sent: number[] = [];
  for (let at = 0; at < 300_000; at += 100) {
    time.set(at);
    if (pacer.take(notice(1, -500)) === 0) sent.push(at);
  }
  for (const from of sent) assert.ok(sent.filter((at) => at >= from && at < from + 60_000).length <= 20);
  assert.ok(sent.length > 85);
});

test('answers to people wait for nobody, and the others make room for them', async () => {
  const time = createTime();
  const pacer = createPacer(time);
  time.set(60_000);
  pacer.take(notice(1, 1));
  time.set(120_000);
  for (let person = 0; person < 20; person += 1) pacer.note(1, person);
  const ms = pacer.take(notice(1, 900));
  assert.ok(ms > 300 && ms < 500, `${ms} ms`);
  for (let person = 0; person < 500; person += 1) pacer.note(1, person);
  assert.ok(pacer.take(notice(1, 900)) <= 1_100, 'but not for ever');
});

test('after a 429 a bot is silent, whoever waits is told how long, and other bots go on', async () => {
  const time = createTime();
  const pacer = createPacer(time);
  const waiting = [1, 2, 3].map((person) => pacer.wait(notice(1, person)));
  await time.settle();
  pacer.hush(1, 5_000);
  assert.deepEqual(await Promise.all(waiting), [0, 5_000, 5_000]);
  assert.equal(pacer.silence(1), 5_000);
  assert.equal(pacer.take(notice(1, 9)), 5_000);
  assert.equal(pacer.take(notice(2, 9)), 0);
  time.set(2_000);
  pacer.hush(1, 1_000);
  assert.equal(pacer.silence(1), 3_000, 'a shorter wish does not end a longer one');
  time.set(5_000);
  assert.equal(pacer.silence(1), 0);
  assert.equal(pacer.take(notice(1, 9)), 0);
});

test('processes that share a bot find their shares: few refusals, and most of what Telegram bears is used', async () => {
  const time = createTime();
  const telegram = createTelegram(time);
  const pacers = [createPacer(time), createPacer(time), createPacer(time)];
  const people = { next: 0 };
  for (const pacer of pacers) {
    const lane = async () => {
      while (people.next < 6000) {
        people.next += 1;
        const wish = notice(1, people.next);
        await patiently(pacer, time, wish);
        const before = telegram.refused();
        telegram.send(wish);
        if (telegram.refused() > before) pacer.hush(1, 1_000);
      }
    };
    for (let one = 0; one < 10; one += 1) void lane();
  }
  await time.run();
  const rate = (telegram.sent.length * 1000) / time.ticks();
  assert.ok(telegram.refused() < 60, `${telegram.refused()} of 6000 refused`);
  assert.ok(rate > 18, `${rate} a second`);
});

test('a process that ends gives no turns any more, and lets go of who waits', async () => {
  const time = createTime();
  const pacer = createPacer(time);
  const waiting = [1, 2, 3].map((person) => pacer.wait(notice(1, person)));
  await time.settle();
  pacer.stop();
  const [first, ...others] = await Promise.all(waiting);
  assert.equal(first, 0);
  assert.ok(others.every((ms) => ms > 0));
  assert.ok((await pacer.wait(notice(2, 1))) > 0);
  assert.equal(time.timers(), 0);
});
