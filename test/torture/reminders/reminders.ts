import { setTimeout as pause } from 'node:timers/promises';
import { openAssistant } from '../../e2e/support/assistant.ts';
import type { Place } from '../../e2e/support/at-end.ts';
import type { Rows } from '../../e2e/support/database.ts';
import { type RunningOkno, startOkno } from '../../e2e/support/okno.ts';
import { type Chance, createChance } from '../lib/chance.ts';
import type { Findings, Torture } from '../lib/torture.ts';
import { check, type EventRow } from './check.ts';
import { type Manner, type Program, runProgram } from './program.ts';
import { openWorld, type World } from './world.ts';

/** A blow falls on a process that fires, on the one that takes requests, or on the queue. */
type Blow = 'worker' | 'gateway' | 'queue emptied' | 'queue killed';

/** What keeps a promise, and how it is taken away: in a database of its own, so the program has no switch for it. */
const PROMISES = {
  /** What is handed over is looked after until it is acknowledged. */
  lease: `
    create function forget() returns trigger language plpgsql as $$ begin return null; end $$;
    create trigger forget before insert on due for each row when (new.kind = 'reminder_event') execute function forget()`,
  /** What was written down by a process that was killed is pushed by the next. */
  outbox: `
    create function forget() returns trigger language plpgsql as $$ begin return null; end $$;
    create trigger forget before insert on handfuls for each row when (new.kind = 'reminder') execute function forget()`,
} as const;

export type Run = {
  readonly reminders: number;
  /** Reminders that come every second. */
  readonly chains: number;
  readonly seconds: number;
  readonly blows: Readonly<Partial<Record<Blow, number>>>;
  readonly lease_seconds: number;
  readonly max_attempts: number;
  /** What becomes of them, in shares; left out: of ten eight are acknowledged at once, one the second time, one never. */
  readonly manners?: Readonly<Record<Manner, number>>;
  readonly seed: number;
  readonly tell: (sentence: string) => void;
  readonly without?: keyof typeof PROMISES;
};

const MANNERS: Readonly<Record<Manner, number>> = { prompt: 8, late: 1, never: 1 };
const SOONEST_MS = 500;
const SPREAD_MS = 3_000;
const AT_ONCE = 4;
const AGAIN_MS = 100;
/** The clocks of those who fire are wrong, one forward and one back. */
const WRONG_HOURS = [2, -2];

const EVENTS = `
  select reminder_id, (extract(epoch from scheduled_for) * 1000)::float8 as due_at, acked_at is not null as acked,
    dead_at is not null as dead, attempt, next_attempt_at is not null as open, skipped_until is not null as skipped
  from reminder_events`;

const openOf = async (rows: Rows): Promise<number> => {
  const [row] = await rows<{ count: number }>(`
    select (select count(*) from reminder_events where next_attempt_at is not null)::int
      + (select count(*) from reminders where status in ('pending', 'active'))::int as count`);
  return row?.count ?? Number.NaN;
};

/** Everything is settled, or nothing has been for so long; what is still open then, the check finds. */
const waitUntilSettled = async (rows: Rows, patience_ms: number): Promise<void> => {
  let [before, since] = [await openOf(rows), performance.now()];
  while (before > 0 && performance.now() - since < patience_ms) {
    await pause(100);
    const open = await openOf(rows);
    if (open !== before) [before, since] = [open, performance.now()];
  }
};

/** The processes, of which any may be killed; the one that takes requests comes back at its address. */
const startHouse = async (t: Place, world: World) => {
  let gateway = await startOkno(t, { ...world.settings, ROLES: 'gateway' });
  const { port } = new URL(gateway.url);
  let started = 0;
  const startWorker = () => {
    const hours = WRONG_HOURS[started % WRONG_HOURS.length] ?? 0;
    started += 1;
    return startOkno(t, { ...world.settingsAt(hours), ROLES: 'worker' });
  };
  const workers: RunningOkno[] = [await startWorker(), await startWorker()];
  return {
    url: gateway.url,
    /** The one that has lived longest is killed; the other is alone until a new one is there. */
    killWorker: async () => {
      const next = startWorker();
      await workers.shift()?.kill('SIGKILL');
      workers.push(await next);
    },
    killGateway: async () => {
      await gateway.kill('SIGKILL');
      gateway = await startOkno(t, { ...world.settings, ROLES: 'gateway', PORT: port });
    },
  };
};

const strike = async (house: Awaited<ReturnType<typeof startHouse>>, { redis }: World, run: Run, chance: Chance) => {
  const blows = chance.shuffled(
    Object.entries(run.blows).flatMap(([blow, times]) => Array.from({ length: times }, () => blow as Blow)),
  );
  const deeds: Readonly<Record<Blow, () => Promise<unknown>>> = {
    worker: house.killWorker,
    gateway: house.killGateway,
    'queue emptied': async () => redis.flush(),
    'queue killed': async () => {
      await redis.kill();
      await pause(500 + chance.below(1500));
      await redis.restart();
    },
  };
  for (const [index, blow] of blows.entries()) {
    const next = pause((run.seconds * 1000) / blows.length);
    await deeds[blow]();
    if ((index + 1) % 10 === 0) run.tell(`${index + 1} of ${blows.length} blows`);
    await next;
  }
};

const setOthers = async (program: Program, run: Run, chance: Chance): Promise<void> => {
  const every_ms = (run.seconds * 1000 * AT_ONCE) / run.reminders;
  const person = async (index: number) => {
    for (let set = index; set < run.reminders; set += AT_ONCE) {
      const next = pause(every_ms);
      const wish = { manner: chance.weighed(run.manners ?? MANNERS), in_ms: SOONEST_MS + chance.below(SPREAD_MS) };
      // Whoever gets no answer asks again: what became of the first wish nobody knows.
      while (!(await program.set(wish))) await pause(AGAIN_MS);
      await next;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => person(index)));
};

/** Reminders are set and fire while those who fire them, those who take requests, and the queue are struck. */
export const tortureReminders = async (t: Place, run: Run): Promise<Findings> => {
  const { lease_seconds, max_attempts } = run;
  const prepare = async (rows: Rows) => {
    // Shorter than assistants may wish for, so that a run of seconds sees them run out.
    await rows(`alter table reminder_events alter max_attempts set default ${max_attempts};
      alter table assistants drop constraint assistants_lease_seconds_check`);
    if (run.without !== undefined) await rows(PROMISES[run.without]);
  };
  const world = await openWorld(t, prepare);
  const house = await startHouse(t, world);
  const ada = await openAssistant(`${house.url}/api/v1`, { assistant: { delivery: 'queue' } });
  await world.rows('update assistants set lease_seconds = $1', [lease_seconds]);
  const program = await runProgram(world, ada);
  const chance = createChance(run.seed);
  for (let chain = 0; chain < run.chains; chain += 1) await program.set({ manner: 'prompt', cron: '* * * * * *' });
  await Promise.all([setOthers(program, run, chance), strike(house, world, run, createChance(run.seed + 1))]);
  await program.endChains();
  await waitUntilSettled(world.rows, (lease_seconds + 5) * 1000);
  await program.close();
  const rows = await world.rows<EventRow>(EVENTS);
  const queue_kept = !Object.keys(run.blows).some((blow) => blow.startsWith('queue'));
  return {
    what: 'reminders of an assistant fire while processes are killed, with clocks two hours wrong',
    ...check(program, rows, { lease_ms: lease_seconds * 1000, queue_kept, max_attempts }),
  };
};

const LONG = { reminders: 4_000, chains: 10, seconds: 120, lease_seconds: 5, max_attempts: 5 };
const SPOILT = { reminders: 1_500, chains: 3, seconds: 60, lease_seconds: 5, max_attempts: 5 };

/** Fifty processes that fire and ten that take requests are killed; then the queue is emptied and killed as well. */
export const reminders: Torture = async (t, { seed, tell }) => {
  const killed = await tortureReminders(t, { ...LONG, blows: { worker: 50, gateway: 10 }, seed, tell });
  const blows = { worker: 15, gateway: 3, 'queue emptied': 6, 'queue killed': 6 };
  const spoilt = await tortureReminders(t, { ...SPOILT, blows, seed, tell });
  const named = (name: string, { figures }: Findings) =>
    Object.fromEntries(Object.entries(figures).map(([figure, value]) => [`${name}: ${figure}`, value]));
  return {
    what: killed.what,
    figures: { ...named('processes', killed), ...named('queue too', spoilt) },
    wrong: [...killed.wrong, ...spoilt.wrong],
  };
};
