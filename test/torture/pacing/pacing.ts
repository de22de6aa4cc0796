import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { createPacer } from '@okno/bot';
import type { TurnWish } from '@okno/contract';
import { createClock, createEmulator } from '@okno/telegram';
import { percentile } from '../../../bench/lib/stats.ts';
import { atEnd, type Place } from '../../e2e/support/at-end.ts';
import type { Findings, Torture } from '../lib/torture.ts';
import { tortureBroadcast } from './broadcast.ts';

/** What Telegram bears, to the number. */
const LIMITS = { bot_messages_per_second: 30, bot_burst: 30, logged_calls: 1 };
const FIRST_BOT = 7_500_001;
const FIRST_PERSON = 6_000_001;
/** As many of a bot as the worker has on their way at once. */
const LANES = 25;
/** While a broadcast goes out, somebody is reminded this often. */
const REMINDER_EVERY_MS = 500;
const REMINDER_WITHIN_MS = 2_000;
const LEAST_PER_SECOND = 28;

type Plan = { readonly bots: number; readonly messages_each: number; readonly paced?: boolean };

type Answer = {
  readonly ok: boolean;
  readonly error_code?: number;
  readonly parameters?: { readonly retry_after?: number };
};

const tokenOf = (bot_id: number): string => `${bot_id}:token-of-the-pacing`;

/** More connections at once than a server's queue of new ones takes would be refused by the machine, and not by Telegram. */
const CONNECTIONS = 400;

/** Sends a message over kept connections. */
const createPost = (t: Place) => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  atEnd(t, () => agent.destroy());
  return async (address: string, chat_id: number): Promise<Answer> => {
    const asked = request(address, { agent, method: 'POST', headers: { 'content-type': 'application/json' } });
    asked.end(JSON.stringify({ chat_id, text: 'Hello' }));
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    return (await json(answer)) as Answer;
  };
};

/** Bots and people on an emulator over HTTP, and the ways to speak to them. */
const openWorld = async (t: Place, { bots, paced = true }: Plan) => {
  const emulator = createEmulator({ clock: createClock(), local: true, limits: LIMITS });
  const { url } = await emulator.listen();
  atEnd(t, () => emulator.close());
  for (let bot_id = FIRST_BOT; bot_id < FIRST_BOT + bots; bot_id += 1) {
    emulator.addBot({ token: tokenOf(bot_id), username: `pace_${bot_id}_bot`, first_name: 'Pace' });
  }
  const pacer = createPacer({
    ticks: () => performance.now(),
    setTimer: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
  const meet = async (bot_id: number, person: number): Promise<void> => {
    await emulator.as(person, bot_id).type('/start');
  };
  const post = createPost(t);
  const counts = { sent: 0, refused: 0 };
  const sentBy = new Map<number, number>();
  /** Waits for its turn and sends. */
  const send = async (wish: TurnWish): Promise<void> => {
    for (let ms = paced ? await pacer.wait(wish) : 0; ms > 0; ms = await pacer.wait(wish)) await pause(ms);
    const answer = await post(`${url}/bot${tokenOf(wish.bot_id)}/sendMessage`, wish.telegram_id);
    if (answer.ok) {
      counts.sent += 1;
      sentBy.set(wish.bot_id, (sentBy.get(wish.bot_id) ?? 0) + 1);
    } else if (answer.error_code !== 429) throw new Error(`Telegram answered ${answer.error_code}`);
    else {
      counts.refused += 1;
      pacer.hush(wish.bot_id, (answer.parameters?.retry_after ?? 1) * 1000);
    }
  };
  return { emulator, meet, send, counts, sentBy };
};

const bots = ({ bots: count }: Plan) => Array.from({ length: count }, (_, index) => FIRST_BOT + index);

/** Every bot writes to as many people as there are messages, and reminds one more of something now and then. */
export const torturePacing = async (t: Place, plan: Plan): Promise<Findings> => {
  const { emulator, meet, send, counts, sentBy } = await openWorld(t, plan);
  const people = Array.from({ length: plan.messages_each + 20 }, (_, index) => FIRST_PERSON + index);
  for (const id of people) emulator.addPerson({ id, first_name: 'P', language_code: 'en' });
  for (const bot_id of bots(plan)) for (const person of people) await meet(bot_id, person);
  const late: number[] = [];
  let over = false;
  const began = performance.now();
  /** How long its messages took, and how many of them a second it sent meanwhile, the reminders among them. */
  const broadcast = async (bot_id: number): Promise<{ ms: number; rate: number }> => {
    const queue = people.slice(0, plan.messages_each).values();
    const lane = async () => {
      for (const telegram_id of queue) await send({ bot_id, telegram_id, rank: 'broadcast' });
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    const ms = performance.now() - began;
    return { ms, rate: ((sentBy.get(bot_id) ?? 0) * 1000) / ms };
  };
  const remind = async (bot_id: number) => {
    for (let turn = 0; !over; turn += 1) {
      await pause(REMINDER_EVERY_MS);
      const telegram_id = people[plan.messages_each + (turn % 20)] ?? 0;
      const asked = performance.now();
      await send({ bot_id, telegram_id, rank: 'notice' });
      late.push(performance.now() - asked);
    }
  };
  const reminding = remind(FIRST_BOT);
  const took = await Promise.all(bots(plan).map(broadcast));
  over = true;
  await reminding;
  const rate = Math.min(...took.map((one) => one.rate));
  const [worst_ms, p99_ms] = [Math.max(...late), percentile(late, 0.99)];
  return {
    what: 'bots that send as fast as Telegram bears, with reminders in between',
    figures: {
      bots: plan.bots,
      messages: counts.sent,
      slowest_bot_per_second: Math.round(rate * 10) / 10,
      all_per_second: Math.round((counts.sent * 1000) / Math.max(...took.map(({ ms }) => ms))),
      refused_by_rate: counts.refused,
      reminders: late.length,
      reminder_p99_ms: Math.round(p99_ms),
      reminder_worst_ms: Math.round(worst_ms),
    },
    wrong: [
      ...(counts.refused > 0 ? [`Telegram refused ${counts.refused} messages by rate`] : []),
      ...(worst_ms > REMINDER_WITHIN_MS
        ? [`a reminder in the middle of a broadcast took ${Math.round(worst_ms)} ms`]
        : []),
    ],
  };
};

/** One bot as fast as it may; then two hundred at once, as fast as this machine can; then a broadcast to ten thousand. */
export const pacing: Torture = async (t, { tell }) => {
  const one = await torturePacing(t, { bots: 1, messages_each: 3_000 });
  tell('one bot is done');
  const many = await torturePacing(t, { bots: 200, messages_each: 150 });
  tell('200 bots are done');
  const news = await tortureBroadcast(t, { people: 10_000 });
  const late_ms = Number(news.figures['reminder_ms']);
  const late = late_ms > REMINDER_WITHIN_MS ? [`the reminder in the broadcast came ${late_ms} ms late`] : [];
  const { slowest_bot_per_second: rate = 0 } = one.figures;
  const slow = rate >= LEAST_PER_SECOND ? [] : [`one bot sent ${rate} a second and not ${LEAST_PER_SECOND}`];
  const named = (name: string, { figures }: Findings) =>
    Object.fromEntries(Object.entries(figures).map(([figure, value]) => [`${name}: ${figure}`, value]));
  return {
    what: one.what,
    figures: { ...named('one bot', one), ...named('200 bots', many), ...named('broadcast', news) },
    wrong: [...slow, ...one.wrong, ...many.wrong, ...late, ...news.wrong],
  };
};
