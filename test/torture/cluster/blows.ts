import { setTimeout as pause } from 'node:timers/promises';
import { type Place, until } from '../../e2e/support/at-end.ts';
import { type Pair, startPair } from '../lib/pair.ts';
import { openRedis } from '../lib/redis.ts';
import type { Findings } from '../lib/torture.ts';
import { openTown, type Town, type TownDatabase } from '../notifications/town.ts';
import { judgeAll, TELEGRAM_MS } from './check.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { type Load, type Silent, startLoad } from './load.ts';

/** `kill` and `stop` are for the process with that number; the others are for PostgreSQL and its standby. */
export type Blow = { readonly kill: number } | { readonly stop: number } | 'promote' | 'lag';

export type Run = {
  readonly what: string;
  readonly roles: readonly string[];
  readonly blows: readonly Blow[];
  /** As many bookings are made at most, less the talkers, who write to their bots instead. */
  readonly clients: number;
  readonly talkers: number;
  /** How long one who books waits between two bookings. */
  readonly between_ms: number;
  readonly tell: (sentence: string) => void;
  /**
   * A primary with its standby; `async` acknowledges what the standby does not have yet: a control. Or a database that is there;
   * left out: one on a server of its own.
   */
  readonly database?: 'sync' | 'async' | TownDatabase;
};

/** Between two blows, so that something happens. */
const BETWEEN_MS = 500;

export type World = {
  readonly town: Town;
  readonly fleet: Fleet;
  readonly load: Load;
  readonly pair: Pair | undefined;
};

/** Businesses with the people of this run, served by its processes; people have begun to book and to write. */
export const openWorld = async (t: Place, { database, ...run }: Run): Promise<World> => {
  const redis = await openRedis(t);
  const pair = typeof database === 'string' ? await startPair(t, { waits: database === 'sync' }) : undefined;
  const given = typeof database === 'string' ? pair : database;
  const town = await openTown(t, { tenants: 2, bots_each: 2, clients: run.clients, hurried: true }, given);
  const fleet = await startFleet(t, { ...town.settings, REDIS_URL: redis.url }, run.roles);
  await greeted(town);
  town.emulator.faults.script({ kind: 'delay', delay_ms: TELEGRAM_MS, times: Number.POSITIVE_INFINITY });
  const plan = { url: fleet.balancer.url, talkers: run.talkers, between_ms: run.between_ms };
  fleet.balancer.countAnew();
  return {
    town,
    fleet,
    pair,
    load: startLoad(t, { ...town, silent: await addSilent(town, SILENT_EACH * run.clients) }, plan),
  };
};

/** More than can be booked for in the time in which the others are. */
const SILENT_EACH = 25;

const addSilent = async ({ rows, clients }: Town, count: number): Promise<Silent[]> => {
  const found = await rows<{ id: string; slug: string }>(`
    with made as (
      insert into clients (tenant_id, name) select tenant_id, 'Silent ' || n from tenants, generate_series(1, ${count / 2}) n
      returning id, tenant_id)
    select made.id, slug from made join tenants using (tenant_id) order by made.id`);
  const businesses = new Map(clients.map(({ business }) => [business.slug, business]));
  return found.flatMap(({ id, slug }) => {
    const business = businesses.get(slug);
    return business === undefined ? [] : [{ id, business }];
  });
};

/** Everybody has pressed "Start" while nobody was there; what they are told then is not counted. */
const greeted = async ({ emulator, clients }: Town): Promise<void> => {
  const isGreeted = ({ telegram_id, bot_id }: (typeof clients)[number]) =>
    emulator.as(telegram_id, bot_id).lastMessage('bot') !== undefined;
  await until('everybody is greeted', () => clients.every(isGreeted), 120_000);
  emulator.clearCalls();
};

const sending = async ({ rows }: Town): Promise<number> => {
  const [row] = await rows<{ count: number }>(
    `select count(*)::int as count from notifications where status = 'sending'`,
  );
  return row?.count ?? Number.NaN;
};

/** Of all processes together, those of the test as well. */
const connections = async ({ rows }: Town): Promise<number> => {
  const [row] = await rows<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity where backend_type = 'client backend'`,
  );
  return row?.count ?? Number.NaN;
};

/** What was on its way when something was struck, and may therefore come twice; and how long nobody could write. */
type InFlight = { notices: number; answers: number; away_ms: number };

const strike = async ({ town, fleet, load, pair }: World, blow: Blow, in_flight: InFlight): Promise<void> => {
  if (blow === 'lag') return pair?.lag();
  if (blow === 'promote') {
    // Whatever is said while nobody can write may be said again.
    in_flight.answers += Math.max(load.waiting(), fleet.balancer.webhooksAt());
    in_flight.notices += await sending(town);
    const began = performance.now();
    await pair?.promote();
    await until('all are ready again', fleet.ready, 30_000);
    in_flight.away_ms = Math.round(performance.now() - began);
    return;
  }
  if ('stop' in blow) return fleet.replace(blow.stop, 'SIGTERM');
  const roles = fleet.roles[blow.kill] ?? '';
  if (roles.includes('bot')) in_flight.answers += fleet.updatesAt(blow.kill);
  const replaced = fleet.replace(blow.kill, 'SIGKILL');
  if (roles.includes('worker')) in_flight.notices += await sending(town);
  await replaced;
};

/** One after the other is struck while people book, write, tap and are written to. */
export const tortureCluster = async (t: Place, run: Run): Promise<Findings> => strikeAll(await openWorld(t, run), run);

/** Strikes as this run wants it, lets everything come to its end, and judges it. */
export const strikeAll = async (world: World, run: Run): Promise<Findings> => {
  const began = performance.now();
  const { town, fleet, load } = world;
  const in_flight: InFlight = { notices: 0, answers: 0, away_ms: 0 };
  let most_connections = 0;
  for (const blow of run.blows) {
    await pause(BETWEEN_MS);
    most_connections = Math.max(most_connections, await connections(town));
    await strike(world, blow, in_flight);
    run.tell(
      `${JSON.stringify(blow)}: ${load.booked.length + load.quiet.length} bookings, ${load.counts.failed} tries failed`,
    );
  }
  await pause(BETWEEN_MS);
  await load.stop();
  await until('all are ready', fleet.ready);
  const found = await judgeAll({ ...town, fleet, load }, in_flight, began);
  const figures = {
    ...{ processes: run.roles.length, blows: run.blows.length },
    ...found.figures,
    most_connections,
    ...(in_flight.away_ms > 0 && { no_primary_ms: in_flight.away_ms }),
  };
  // Whoever is told to stop takes leave: nobody may notice.
  const failed = run.blows.every((blow) => typeof blow === 'object' && 'stop' in blow) ? found.failed : 0;
  const wrong = [...found.wrong, ...(failed > 0 ? [`${failed} requests failed`, ...fleet.balancer.told()] : [])];
  return { what: run.what, figures, wrong };
};
