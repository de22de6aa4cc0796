import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from '../lib/stats.ts';
import { takeArrivals } from './arrivals.ts';
import { connect, TENANT, type World } from './world.ts';

/** Overdue, and not so late that they count as missed. */
const OVERDUE = `
  with made as (
    insert into reminders (tenant_id, assistant_id, created_by_assistant_id, user_id, type, trigger_at, timezone,
      payload_sealed, misfire, status, next_fire_at)
    select tenant_id, tenant_id, tenant_id, n, 'one_time', at, 'UTC', sealed, 'catch_up', 'pending', at
    from (select n, ${TENANT} as tenant_id, date_trunc('ms', now() - n::float8 / $2 * interval '10 s') as at
      from generate_series(1, $2::int) n) as wanted join public.bench_sealed using (tenant_id)
    returning tenant_id, id, next_fire_at)
  insert into due (fire_at, tenant_id, kind, id) select next_fire_at, tenant_id, 'reminder', id from made`;

/** $2: how many, $3: in how many seconds, beginning in $4 seconds. */
const STEADY = OVERDUE.replace(
  `now() - n::float8 / $2 * interval '10 s'`,
  `now() + ($4::float8 + n::float8 / $2 * $3::float8) * interval '1 s'`,
);

/** $2 of them for each second of the minute; they come again a minute later. */
const EVERY_MINUTE = `
  with made as (
    insert into reminders (tenant_id, assistant_id, created_by_assistant_id, user_id, type, cron_expression, timezone,
      payload_sealed, misfire, status, next_fire_at)
    select tenant_id, tenant_id, tenant_id, n, 'recurring', extract(second from at)::int || ' * * * * *', 'Europe/Berlin',
      sealed, 'catch_up', 'active', at
    from (select n, ${TENANT} as tenant_id, date_trunc('second', now() + ($3 + n % 60) * interval '1 s') as at
      from generate_series(1, $2::int * 60) n) as wanted join public.bench_sealed using (tenant_id)
    returning tenant_id, id, next_fire_at)
  insert into due (fire_at, tenant_id, kind, id) select next_fire_at, tenant_id, 'reminder', id from made`;

const CALL_OFF = [
  `delete from due using reminders where type = 'recurring' and due.tenant_id = reminders.tenant_id
    and due.id = reminders.id and due.fire_at = next_fire_at`,
  `update reminders set status = 'paused', next_fire_at = null where type = 'recurring' and next_fire_at is not null`,
];

export type Drained = {
  readonly drain_per_s: number;
  readonly cpu_ms_per_reminder: number;
  readonly postgres_cpu_ms_per_reminder: number;
};

const OPEN = `
  select exists (select from deliveries) or exists (select from handfuls) or exists (select from due where kind = 'reminder' and fire_at <= now()) as open`;

const DRAIN_MS = 300_000;
/** Until it is planned, also on a busy machine. */
const AHEAD_S = 8;
/** One in so many comes by a cron expression, and so on the whole second. */
const RECURRING = 10;

/**
 * How many reminders that are overdue at once are in the queue a second, from the start of the process to the last, and
 * what each costs: with many at work on the same machine the costs tell more than the rate.
 */
export const drain = async (world: World, count: number, bare: boolean): Promise<Drained> => {
  await world.asOwner(OVERDUE, [world.size.tenants, count]);
  await world.asOwner('vacuum (analyze) due, reminders, reminder_events, deliveries, handfuls');
  const redis = connect(world);
  const worker = await world.openWorker(bare);
  const before = await worker.cpu();
  const begun = Date.now();
  const arrivals = takeArrivals(redis, (came) => came >= count, DRAIN_MS);
  await worker.start();
  const last = (await arrivals).reduce((latest, { at }) => Math.max(latest, at), 0);
  const after = await worker.cpu();
  await worker.stop();
  redis.disconnect();
  return {
    drain_per_s: count / ((last - begun) / 1000),
    cpu_ms_per_reminder: (after.own_ms - before.own_ms) / count,
    postgres_cpu_ms_per_reminder: (after.postgres_ms - before.postgres_ms) / count,
  };
};

/** Whether something is due or has been claimed, and is not settled. */
const isOpen = async (world: World): Promise<boolean> => {
  const [row] = await world.asOwner(OPEN);
  return row?.['open'] === true;
};

/** How late events are in the queue when so many a second become due, one in ten of them by a cron expression. */
export const lag = async (world: World, per_second: number, seconds: number) => {
  const redis = connect(world);
  const worker = await world.openWorker();
  await worker.start();
  const recurring = per_second / RECURRING;
  const once = per_second - recurring;
  await world.asOwner(STEADY, [world.size.tenants, once * seconds, seconds, AHEAD_S]);
  await world.asOwner(EVERY_MINUTE, [world.size.tenants, recurring, AHEAD_S]);
  const ends = Date.now() + (AHEAD_S + seconds) * 1000;
  let settled = false;
  const taking = takeArrivals(redis, () => settled, DRAIN_MS);
  await pause(ends - Date.now());
  for (const text of CALL_OFF) await world.asOwner(text);
  while (await isOpen(world)) await pause(100);
  settled = true;
  const arrivals = await taking;
  await worker.stop();
  redis.disconnect();
  if (arrivals.length < once * seconds) throw new Error(`${once * seconds - arrivals.length} reminders never came`);
  const late = arrivals.map(({ at, due }) => at - due);
  return {
    fired: late.length,
    p50_ms: percentile(late, 0.5),
    p99_ms: percentile(late, 0.99),
    worst_ms: Math.max(...late),
  };
};
