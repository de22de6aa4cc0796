import { randomBytes } from 'node:crypto';
import { stderr } from 'node:process';
import { addressOf } from '../../test/e2e/support/database.ts';
import type { Benchmark } from '../lib/benchmark.ts';
import { startChild } from '../lib/child.ts';
import { type BenchDatabase, openDatabase } from '../lib/database.ts';
import { type Figures, percentile, ratioOf } from '../lib/stats.ts';
import type { Workplace } from '../lib/workplace.ts';
import { cloneTo, PEOPLE, seedFirst, VISITS } from './seed.ts';

const SIZES = [10, 1_000];
const FULL = [10, 1_000, 5_000];
const QUICK = [10, 200];
const MIB = 2 ** 20;
const KEY = 'a-service-key-of-the-benchmark';
const ROUNDS = 3;
/** So many visitors come, each to a business picked at random, so many at once. */
const VISITORS = 400;
const AT_ONCE = 4;

type Kind = 'day' | 'month' | 'book';

const ask = async (
  url: string,
  slug: string,
  path: string,
  body?: object,
): Promise<{ status: number; said: never }> => {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'x-service-key': KEY, 'x-tenant': slug, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, said: (await answer.json()) as never };
};

/** Visits of different businesses all over the country: hardly one is asked twice. */
const load = async (url: string, tenants: number): Promise<Figures> => {
  const took: Record<Kind, number[]> = { day: [], month: [], book: [] };
  const timed = async <T>(kind: Kind, work: () => Promise<T>): Promise<T> => {
    const begun = performance.now();
    const result = await work();
    took[kind].push(performance.now() - begun);
    return result;
  };
  const first = await ask(url, 'tenant-1', '/services');
  const service_id = (first.said as { items: { id: string }[] }).items[0]?.id ?? '';
  let left = VISITORS;
  const visitor = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      // The first is what the others are made of: it stays as it is.
      const slug = `tenant-${2 + Math.floor(Math.random() * (tenants - 1))}`;
      const ahead = 40 + Math.floor(Math.random() * 40);
      const date = new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
      const month = `/schedule/month?service_id=${service_id}&month=${date.slice(0, 7)}`;
      await timed('month', () => ask(url, slug, month));
      const day = `/schedule/free-slots/day?service_id=${service_id}&date=${date}`;
      const { said } = await timed('day', () => ask(url, slug, day));
      const { slots } = said as { slots: { starts_at: string }[] };
      const slot = slots[Math.floor(Math.random() * slots.length)];
      if (slot === undefined) continue;
      const client = { name: 'Rhea', phone: `+7999${String(Math.floor(Math.random() * 1e7)).padStart(7, '0')}` };
      const booked = { service_id, starts_at: slot.starts_at, client };
      const { status } = await timed('book', () => ask(url, slug, '/bookings', booked));
      if (status !== 201 && status !== 409) throw new Error(`a booking was answered ${status}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, visitor));
  const figures = Object.entries(took).flatMap(([kind, times]) => [
    [`${kind}_p50_ms`, percentile(times, 0.5)],
    [`${kind}_p99_ms`, percentile(times, 0.99)],
  ]);
  return Object.fromEntries(figures);
};

const diskOf = async (database: BenchDatabase): Promise<number> => {
  const [row] = await database.asOwner('select pg_database_size(current_database())::float8 as bytes');
  return Number(row?.['bytes']) / MIB;
};

/** One process of all roles but the bot's over a database with so many businesses. */
const round = async (place: Workplace, settings: object, tenants: number): Promise<Figures> => {
  const server = await startChild(place, new URL('../bots/server-child.ts', import.meta.url), { input: settings });
  const { url, start_ms } = server.ready as { url: string; start_ms: number };
  const rss = async () => ((await server.ask('rss')) as number) / MIB;
  const idle_mib = await rss();
  const times = await load(url, tenants);
  const figures = { start_ms, idle_mib, busy_mib: await rss(), ...times };
  await server.stop();
  return figures;
};

const LARGEST = `
  select relname as name, (pg_total_relation_size(oid) / 1048576.0)::float8 as mib from pg_class
  where relnamespace = 'public'::regnamespace and relkind = 'r' order by 2 desc limit 6`;

/** What businesses that are lived in cost in disk and memory, and whether anybody notices how many there are. */
export const tenants: Benchmark = async (place, { quick, full }) => {
  const database = await openDatabase(place);
  const first = await seedFirst(database);
  const settings = {
    ...{ PORT: '0', HOST: '127.0.0.1', DATA_DIR: place.folder, PUBLIC_URL: 'http://127.0.0.1:9' },
    ...{ DATABASE_URL: addressOf({ ...database.connection, database: 'postgres' } as never) },
    ...{ TELEGRAM_API_ROOT: 'http://127.0.0.1:9', ENCRYPTION_KEY: randomBytes(32).toString('hex') },
    ...{ TELEGRAM_BOT_API_KEY: KEY, BACKUP_DAILY: 'off', LOG_LEVEL: 'warn' },
    ...{ LIMIT_ADDRESS: 'off', LIMIT_KEY: 'off', LIMIT_TENANT: 'off' },
  };
  const results: Record<string, Figures[]> = {};
  const notes: string[] = [];
  const sizes = quick ? QUICK : full ? FULL : SIZES;
  let have = 1;
  const empty = await diskOf(database);
  for (const want of sizes) {
    stderr.write(`filling ${want} businesses\n`);
    if (want > have) await cloneTo(database, first, { have, want });
    have = want;
    const disk_mib = await diskOf(database);
    notes.push(
      `${want} businesses: ${Math.round(disk_mib)} MiB, ${((disk_mib - empty) / (want - 1)).toFixed(2)} MiB each`,
    );
    // The first start compiles, and warms what the server keeps in memory; it does not count.
    await round(place, settings, want);
    const rounds: Figures[] = [];
    for (let n = 0; n < (quick ? 1 : ROUNDS); n += 1)
      rounds.push({ disk_mib, ...(await round(place, settings, want)) });
    results[`${want}_businesses`] = rounds;
  }
  const largest = (await database.asOwner(LARGEST)) as { name: string; mib: number }[];
  const [one = [], most = []] = [sizes[0], sizes.at(-1)].map((size) => results[`${size}_businesses`] ?? []);
  return {
    what: `businesses with ${PEOPLE} clients and ${VISITS} visits each: disk, memory of a process, and how long answers take`,
    rounds: quick ? 1 : ROUNDS,
    results,
    ratio: ratioOf(one, most, 'day_p50_ms'),
    ratio_of: 'the median of a free day with one business to that with the most',
    target: null,
    notes: [...notes, `largest tables: ${largest.map(({ name, mib }) => `${name} ${Math.round(mib)} MiB`).join(', ')}`],
  };
};
