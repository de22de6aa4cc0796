import type { Place } from '../../e2e/support/at-end.ts';
import { startOkno } from '../../e2e/support/okno.ts';
import { runRedis, type TestRedis } from '../../support/redis.ts';
import { findProgram } from '../../support/requires.ts';
import { createChance } from '../lib/chance.ts';
import type { Findings, Torture } from '../lib/torture.ts';
import { arrivedOf, judge, readBegun } from './check.ts';
import { openCrowd } from './crowd.ts';
import { type StormPlan, storm } from './storm.ts';
import { openTown, type TownPlan } from './town.ts';

/** Telegram takes its time with every message, so that there is always something on its way. */
const TELEGRAM_MS = 40;

type Run = {
  readonly plan: TownPlan;
  readonly signal: StormPlan['signal'];
  readonly blows: number;
  readonly seed: number;
  readonly tell: (sentence: string) => void;
  /** There is a queue, which is emptied at every blow, and killed and started again at every third. */
  readonly redis?: TestRedis;
  /** How long Telegram takes for a message. */
  readonly telegram_ms?: number;
  /** Taken away in the database of this run. */
  readonly without?: keyof typeof PROMISES;
};

/** What keeps a promise, and how it is taken away: in a database of its own, so the program has no switch for it. */
const PROMISES = {
  settled_after_sending: `
    create function settle_early() returns trigger language plpgsql as $$ begin new.status := 'sent'; return new; end $$;
    create trigger settle_early before update on notifications
      for each row when (new.status = 'sending') execute function settle_early()`,
  cancellation_waits: `
    create or replace function okno_wait_for_sending(subject uuid) returns void language sql as $$ select $$`,
} as const;

/** Bookings are made, then a process that tells their clients is struck again and again, and bookings are cancelled. */
export const tortureNotifications = async (t: Place, run: Run): Promise<Findings> => {
  const { plan, signal, blows, seed, tell, redis, telegram_ms = TELEGRAM_MS } = run;
  const town = await openTown(t, plan);
  const { emulator, rows } = town;
  if (run.without !== undefined) await rows(PROMISES[run.without]);
  const settings = { ...town.settings, ...(redis && { REDIS_URL: redis.url }) };
  const gateway = await startOkno(t, { ...settings, ROLES: 'gateway' });
  const crowd = openCrowd(t, gateway);
  const booked = await crowd.bookAll(town.clients);
  tell(`${booked.length} bookings`);
  const always = { method: 'sendMessage', times: Number.POSITIVE_INFINITY };
  emulator.faults.script({ kind: 'delay', delay_ms: telegram_ms, ...always });
  const spoil = async (blow: number) => {
    if (blow % 3 === 0) await redis?.restart();
    else await redis?.flush();
  };
  const plans = { signal, blows, chance: createChance(seed), tell, spoil };
  const end = await storm(t, { town: { ...town, settings }, crowd, booked }, plans);
  const arrived = arrivedOf(emulator.calls);
  const verdict = judge(booked, arrived, await readBegun(rows));
  const [left] = await rows<{ unsent: number }>(
    `select count(*)::int as unsent from notifications where status not in ('sent', 'cancelled')`,
  );
  const refused = emulator.calls.filter(({ answer }) => (answer as { error_code?: number }).error_code === 429).length;
  const most = signal === 'SIGKILL' ? end.in_flight : 0;
  const wrong = [
    ...(verdict.lost > 0 ? [`${verdict.lost} messages are lost`] : []),
    ...(verdict.repeated > most ? [`${verdict.repeated} messages came twice, ${most} were in flight`] : []),
    ...(verdict.after_cancellation > 0
      ? [`${verdict.after_cancellation} messages were sent after their cancellation was acknowledged`]
      : []),
    ...(left?.unsent === 0 ? [] : [`${left?.unsent} notifications are neither sent nor cancelled`]),
  ];
  return {
    what: `a process that sends notifications gets ${signal} again and again`,
    figures: {
      bookings: booked.length,
      cancelled: booked.filter(({ cancelled_at }) => cancelled_at !== null).length,
      messages: arrived.length,
      blows,
      in_flight: end.in_flight,
      ...verdict,
      refused_by_rate: refused,
      seconds: Math.round(end.seconds),
      messages_per_second: Math.round(arrived.length / end.seconds),
    },
    wrong,
  };
};

const TOWN: TownPlan = { tenants: 4, bots_each: 5, clients: 10_000 };
const SMALL_TOWN: TownPlan = { tenants: 4, bots_each: 5, clients: 2_000 };
const BLOWS = 50;

/** Ten thousand bookings and fifty times kill -9; two thousand and ten times SIGTERM; the same with a Redis that is spoilt. */
export const notifications: Torture = async (t, { seed, tell }) => {
  const program = findProgram('redis-server');
  if (program === null) throw new Error('this needs redis-server on the path');
  const redis = await runRedis(t, program);
  const killed = await tortureNotifications(t, { plan: TOWN, signal: 'SIGKILL', blows: BLOWS, seed, tell });
  const ended = await tortureNotifications(t, { plan: SMALL_TOWN, signal: 'SIGTERM', blows: 10, seed, tell });
  const spoilt = await tortureNotifications(t, { plan: SMALL_TOWN, signal: 'SIGKILL', blows: 12, redis, seed, tell });
  const named = (name: string, { figures }: Findings) =>
    Object.fromEntries(Object.entries(figures).map(([figure, value]) => [`${name}: ${figure}`, value]));
  return {
    what: 'a process that sends notifications is killed, or told to stop, again and again',
    figures: { ...named('kill -9', killed), ...named('SIGTERM', ended), ...named('Redis spoilt', spoilt) },
    wrong: [...killed.wrong, ...ended.wrong, ...spoilt.wrong],
  };
};
