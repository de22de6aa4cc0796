import { randomBytes } from 'node:crypto';
import { stderr } from 'node:process';
import { Pool } from 'undici';
import type { Account } from '../../apps/server/src/telegram/accounts.ts';
import { addressOf } from '../../test/e2e/support/database.ts';
import type { Benchmark } from '../lib/benchmark.ts';
import { type Child, startChild } from '../lib/child.ts';
import { openDatabase } from '../lib/database.ts';
import { freePort } from '../lib/free-port.ts';
import { type Figures, percentile, ratioOf } from '../lib/stats.ts';
import type { Workplace } from '../lib/workplace.ts';
import { seed } from './seed.ts';

const BOTS = 10_000;
const ROUNDS = 3;
/** People who write at once. */
const PEOPLE = 16;
const MIB = 2 ** 20;
const MOST_MIB = 300;
/** Left to itself the heap grows to several times of what lives in it before anything is cleared away. */
const SMALL_HEAP = ['--max-old-space-size=256', '--max-semi-space-size=4'];

const script = (name: string): URL => new URL(name, import.meta.url);

type World = { readonly settings: Readonly<Record<string, string>>; readonly accounts: readonly Account[] };

/** An update as Telegram brings it: somebody writes `/start` to a bot. */
const updateFor = (person: number, update_id: number): string => {
  const who = { id: person, first_name: `Person ${person}` };
  const chat = { ...who, type: 'private' };
  const from = { ...who, is_bot: false, language_code: 'ru' };
  const message = { message_id: update_id, date: 1_800_000_000, text: '/start', chat, from };
  return JSON.stringify({ update_id, message });
};

/** Somebody new writes to each of these bots; gives what the answers took. */
const write = async (url: string, accounts: readonly Account[]): Promise<Figures> => {
  const pool = new Pool(url, { connections: PEOPLE });
  const waiting = accounts.values();
  const latencies: number[] = [];
  let last = 0;
  const one = async (): Promise<void> => {
    for (const { bot_info, webhook_secret } of waiting) {
      last += 1;
      const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': webhook_secret };
      const begun = performance.now();
      const body = updateFor(1_000_000 + last, last);
      const answer = await pool.request({ path: `/tg/webhook/${bot_info.id}`, method: 'POST', headers, body });
      await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`a webhook answered ${answer.statusCode}`);
      latencies.push(performance.now() - begun);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: PEOPLE }, one));
  const per_second = (latencies.length * 1000) / (performance.now() - begun);
  await pool.close();
  return { updates_per_second: per_second, p50_ms: percentile(latencies, 0.5), p99_ms: percentile(latencies, 0.99) };
};

/** Without order, every one once. */
const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => [Math.random(), item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item);

const start = async (place: Workplace, { settings }: World, node_options: string[] = []): Promise<Child> =>
  startChild(place, script('server-child.ts'), { input: settings, node_options });

const round = async (place: Workplace, world: World, taps: number, options: string[] = []): Promise<Figures> => {
  const begun = performance.now();
  const server = await start(place, world, options);
  const ready_ms = performance.now() - begun;
  const { url, start_ms } = server.ready as { url: string; start_ms: number };
  const rss = async () => ((await server.ask('rss')) as number) / MIB;
  const idle_mib = await rss();
  const loads = taps === 0 ? {} : await write(url, shuffled(world.accounts).slice(0, taps));
  const figures = { ready_ms, start_ms, idle_mib, busy_mib: await rss(), ...loads };
  await server.stop();
  return figures;
};

/** What is reachable in the process, in bytes, when so many bots have been written to. */
const heapOf = async (place: Workplace, world: World, taps: number): Promise<number> => {
  const server = await start(place, world, ['--expose-gc']);
  const { url } = server.ready as { url: string };
  if (taps > 0) await write(url, shuffled(world.accounts).slice(0, taps));
  const bytes = (await server.ask('heap')) as number;
  await server.stop();
  return bytes;
};

/**
 * One process with ten thousand bots by webhook: what it weighs after the start, after somebody new has written to bots at
 * random (`--full`: to every one), and how long the start takes. Against the same process without bots.
 */
export const bots: Benchmark = async (place, { quick, full }) => {
  const rounds = quick ? 1 : ROUNDS;
  const port = await freePort();
  const public_url = `http://127.0.0.1:${port}`;
  const telegram = await startChild(place, script('telegram-child.ts'), { input: { public_url } });
  const database = await openDatabase(place);
  const key = randomBytes(32);
  const settings = {
    ...{ PORT: String(port), HOST: '127.0.0.1', PUBLIC_URL: public_url },
    ...{ DATA_DIR: place.folder, DATABASE_URL: addressOf({ ...database.connection, database: 'postgres' } as never) },
    ...{ TELEGRAM_API_ROOT: (telegram.ready as { url: string }).url, ENCRYPTION_KEY: key.toString('hex') },
    ...{ LIMIT_BOOKINGS: 'off', LIMIT_MESSAGES: 'off', LIMIT_TAPS: 'off' },
  };
  const none: World = { settings, accounts: [] };
  const results = { ours: [] as Figures[], small_heap: [] as Figures[], without_bots: [] as Figures[] };
  // The first start compiles; it does not count.
  await round(place, none, 0);
  for (let one = 0; one < rounds; one += 1) results.without_bots.push(await round(place, none, 0));
  const empty = await heapOf(place, none, 0);
  stderr.write(`seeding ${BOTS} bots\n`);
  const many: World = {
    settings,
    accounts: await seed(database, { bots: BOTS, key, public_url: settings.PUBLIC_URL }),
  };
  const taps = full ? BOTS : quick ? 500 : 3000;
  for (let one = 0; one < rounds; one += 1) {
    stderr.write(`round ${one + 1} of ${rounds}\n`);
    results.ours.push(await round(place, many, taps));
    results.small_heap.push(await round(place, many, taps, SMALL_HEAP));
  }
  const bytes = ((await heapOf(place, many, 0)) - empty) / BOTS;
  const busy = ((await heapOf(place, many, taps)) - empty) / taps;
  const { configured } = (await telegram.ask('counts')) as { configured: number };
  const most = (rounds_of: readonly Figures[]) => Math.max(...rounds_of.map(({ busy_mib = Number.NaN }) => busy_mib));
  const weight = (what: string, value: number) => ({ what, value, reached: value <= MOST_MIB });
  return {
    what: `${BOTS} bots by webhook in one process; ${taps} of them, at random, are written to by somebody new`,
    rounds,
    results,
    ratio: ratioOf(results.without_bots, results.ours, 'start_ms'),
    ratio_of: 'the time of a start, without bots to with them',
    target: null,
    checks: [
      weight(`MiB resident at most, ≤ ${MOST_MIB}`, most(results.ours)),
      weight(`the same with ${SMALL_HEAP.join(' ')}`, most(results.small_heap)),
      { what: 'bytes of the heap for a bot that is silent, ≤ 4096', value: bytes, reached: bytes <= 4096 },
      { what: 'bytes of the heap for a bot that was written to, ≤ 4096', value: busy, reached: busy <= 4096 },
      { what: 'bots of which Telegram was told at the starts, 0', value: configured, reached: configured === 0 },
    ],
    notes: [
      'database and Telegram are processes of their own',
      'ready_ms: from the start of the process, with its modules',
    ],
  };
};
