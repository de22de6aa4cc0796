import type pg from 'pg';
import type { ClockOffset } from './db/tx.ts';
import { type Hears, OWNER_LOCK, showAlive } from './due-alive.ts';
import { type ClaimedItem, DUE_KINDS } from './due-item.ts';

/** How many items are claimed at once: enough to be quick, few enough that a crash leaves little to repeat. */
export const BATCH = 500;
/** After this long an unfinished delivery is taken over even though its process seems alive. */
const LEASE = `interval '90 s'`;

// Kinds without a job here are left to the version that has one. `$3` is the floor: what was claimed before it is gone, and its dead index entries need not be walked over. The DELETE
// repeats the bounds, because it finds its rows by them and not by what the CTE happens to hold.
const CLAIM = `
  with claimed as materialized (
    select fire_at, tenant_id, kind, id from due
    where fire_at <= okno_now() and fire_at >= $3 and tenant_id <> all($4::uuid[]) and kind = any($5)
    order by fire_at limit $2 for update skip locked),
  removed as (
    delete from due using claimed
    where due.fire_at = claimed.fire_at and due.tenant_id = claimed.tenant_id and due.id = claimed.id
      and due.fire_at <= okno_now() and due.fire_at >= $3)
  insert into deliveries (tenant_id, kind, due_id, scheduled_for, owner, next_attempt_at)
  select tenant_id, kind, id, fire_at, $1, now() + ${LEASE} from claimed
  returning tenant_id, id, kind, due_id, attempt, faults, extract(epoch from scheduled_for)::float8 * 1000 as scheduled_for,
    extract(epoch from okno_now())::float8 * 1000 as now`;

/**
 * So many weeks after this one have a part of their own. What lies further ahead waits in the rest; the more parts there
 * are, the longer takes a cancellation, which cannot tell before it runs in which of them its row is.
 */
const WEEKS_AHEAD = 8;
/** SQLSTATE of a lock that was not to be had in time. */
const LOCKED = '55P03';

/** The owners whose lock is held: their processes are alive, however long they take. */
const ALIVE = `array(select objid::int from pg_locks where locktype = 'advisory' and classid = ${OWNER_LOCK} and granted)`;
const ABANDONED = `dead_at is null and (next_attempt_at <= now() or owner <> all(${ALIVE}))`;

const TAKE_OVER = `
  with abandoned as (
    select tenant_id, id from deliveries where ${ABANDONED} and tenant_id <> all($3::uuid[]) and kind = any($4)
    order by next_attempt_at limit $2 for update skip locked)
  update deliveries set owner = $1, attempt = attempt + 1, next_attempt_at = now() + ${LEASE}
  from abandoned where deliveries.tenant_id = abandoned.tenant_id and deliveries.id = abandoned.id
  returning deliveries.tenant_id, deliveries.id, kind, due_id, attempt, faults,
    extract(epoch from scheduled_for)::float8 * 1000 as scheduled_for`;

const NEXT =
  'select extract(epoch from min(fire_at) - now())::float8 * 1000 as ms from due where fire_at >= $1 and kind = any($2)';

const LOOK = `
  select (select extract(epoch from min(fire_at) - now())::float8 * 1000 from due where kind = any($1)) as ms,
    exists (select from deliveries where ${ABANDONED} and kind = any($1)) as abandoned`;

/** More than so many are not counted, so that a question about a storm does not add to it. */
const COUNTED = 10_000;
const upTo = (rows: string): string => `(select count(*)::int from (${rows} limit ${COUNTED}) counted)`;

// Of the kinds of other versions as well: somebody has to notice when their version never comes up.
const GAUGES = `
  select ${upTo('select from due where fire_at <= okno_now()')} as due,
    greatest(0, coalesce((select extract(epoch from okno_now() - min(fire_at))::float8 * 1000 from due), 0)) as lag_ms,
    ${upTo('select from deliveries where dead_at is null')} as open,
    ${upTo(`select from deliveries where ${ABANDONED}`)} as abandoned,
    ${upTo('select from deliveries where dead_at is not null')} as dead`;

const KEEP_WEEKS = 'select keep_due_weeks($1) as done';

const FINISH = `
  delete from deliveries using unnest($1::uuid[], $2::uuid[]) as done (tenant_id, id)
  where deliveries.tenant_id = done.tenant_id and deliveries.id = done.id`;

const POSTPONE = `
  update deliveries set next_attempt_at = now() + $3 * interval '1 ms', error = $4,
    faults = faults + case when $4::text is null then 0 else 1 end, dead_at = case when $5 then now() end
  where tenant_id = $1 and id = $2`;

/** What a process takes: no more than `limit`, and nothing of tenants who have enough of its attention already. */
export type Share = { readonly limit: number; readonly busy: readonly string[] };

/** What was claimed, and the instant of the claim by the database's clock (Unix milliseconds). */
export type Claimed = { readonly items: readonly ClaimedItem[]; readonly now: number };

/** How things stand in the database, for all processes together; counts end at 10,000. */
export type DueGauges = {
  /** Due, and claimed by nobody. */
  readonly due: number;
  /** How long the oldest of them has been due. */
  readonly lag_ms: number;
  /** Claimed and not done: being run, or waiting for another attempt. */
  readonly open: number;
  /** Of these, to be taken over or tried again now. */
  readonly abandoned: number;
  /** Given up after faults of ours; kept until somebody looks at them. */
  readonly dead: number;
};

export type DueStore = {
  /** Shows that `owner` is alive, and listens for the alarm. */
  showAlive(owner: number, on: Hears): Promise<{ end(): void }>;
  /** Takes what has become due since `floor` (Unix milliseconds) out of the timetable into the outbox, and commits. */
  claim(owner: number, share: Share, floor: number): Promise<Claimed>;
  /** Takes what a process that is gone, or too slow, has left in the outbox; and what is to be tried again. */
  takeOver(owner: number, share: Share): Promise<ClaimedItem[]>;
  finish(items: readonly ClaimedItem[]): Promise<void>;
  /** Leaves the item in the outbox until `after_ms` from now. */
  postpone(item: ClaimedItem, after_ms: number, error: string | null): Promise<void>;
  /** Gives up: the item stays where it can be seen, and nobody takes it any more. */
  bury(item: ClaimedItem, error: string): Promise<void>;
  /** One step of keeping the weeks of the timetable; `kept` when there was nothing to do, `busy` when others are in the way. */
  keepWeeks(): Promise<'made' | 'dropped' | 'kept' | 'busy'>;
  /** Milliseconds until something is due from `floor` on; negative when it is overdue, null when nothing is. */
  untilNext(floor: number): Promise<number | null>;
  /** The same of the whole timetable, and whether somebody has left something in the outbox. */
  look(): Promise<{ ms: number | null; abandoned: boolean }>;
  /** For metrics; five short index scans. */
  gauges(): Promise<DueGauges>;
};

const toText = (floor: number): string => (Number.isFinite(floor) ? new Date(floor).toISOString() : '-infinity');

/**
 * Every statement of the engine, over connections that act as the worker role. Rows of other kinds than `kinds` are left
 * alone: while a new version comes up, the old one has no job for what the new one plans.
 */
export const createDueStore = (
  pool: pg.Pool,
  clockOffset: ClockOffset,
  kinds: readonly string[] = DUE_KINDS,
): DueStore => {
  /** By the clock of the database, which only the demo and the tests move: then it takes a transaction to say so. */
  const ask = async <R extends pg.QueryResultRow>(name: string, text: string, values: unknown[]): Promise<R[]> => {
    if (clockOffset() === 0) return (await pool.query<R>({ name, text, values })).rows;
    const client = await pool.connect();
    let broken = true;
    try {
      const moved = { text: "select set_config('app.clock_offset', $1, true)", values: [`${clockOffset()} ms`] };
      const [, , asked, committed] = await Promise.all([
        client.query('begin'),
        client.query(moved),
        client.query<R>({ name, text, values }),
        client.query('commit'),
      ]);
      broken = committed.command !== 'COMMIT';
      return asked.rows;
    } finally {
      client.release(broken);
    }
  };
  const toGo = (ms: number | null) => (ms === null ? null : ms - clockOffset());
  return {
    showAlive: (owner, on) => showAlive(pool, owner, on),
    claim: async (owner, { limit, busy }, floor) => {
      const values = [owner, limit, toText(floor), busy, kinds];
      const items = await ask<ClaimedItem & { now: number }>('claim', CLAIM, values);
      return { items, now: items[0]?.now ?? 0 };
    },
    takeOver: (owner, { limit, busy }) => ask('take_over', TAKE_OVER, [owner, limit, busy, kinds]),
    finish: async (items) => {
      const values = [items.map(({ tenant_id }) => tenant_id), items.map(({ id }) => id)];
      await pool.query({ name: 'finish', text: FINISH, values });
    },
    postpone: async ({ tenant_id, id }, after_ms, error) => {
      await pool.query({ name: 'postpone', text: POSTPONE, values: [tenant_id, id, after_ms, error, false] });
    },
    bury: async ({ tenant_id, id }, error) => {
      await pool.query({ name: 'postpone', text: POSTPONE, values: [tenant_id, id, 0, error, true] });
    },
    keepWeeks: async () => {
      try {
        const [row] = await ask<{ done: 'made' | 'dropped' | 'kept' | 'busy' }>('keep_weeks', KEEP_WEEKS, [
          WEEKS_AHEAD,
        ]);
        return row?.done ?? 'kept';
      } catch (error) {
        if ((error as { code?: string }).code === LOCKED) return 'busy';
        throw error;
      }
    },
    untilNext: async (floor) => {
      const [row] = await ask<{ ms: number | null }>('next_due', NEXT, [toText(floor), kinds]);
      return toGo(row?.ms ?? null);
    },
    gauges: async () => {
      const [row] = await ask<DueGauges>('due_gauges', GAUGES, []);
      if (row === undefined) throw new Error('a count without a row');
      return row;
    },
    look: async () => {
      const [row] = await ask<{ ms: number | null; abandoned: boolean }>('look', LOOK, [kinds]);
      return { ms: toGo(row?.ms ?? null), abandoned: row?.abandoned === true };
    },
  };
};
