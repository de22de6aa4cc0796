import type pg from 'pg';
import type { ClockOffset } from './db/tx.ts';
import type { DueItem } from './due-item.ts';

/** How many items are claimed at once: enough to be quick, few enough that a crash leaves little to repeat. */
export const BATCH = 100;
/** After this long an unfinished delivery is taken over even though its process seems alive. */
const LEASE = `interval '90 s'`;
/** Class of the advisory locks by which processes show that they are alive. */
const OWNER_LOCK = 4242;

const CLAIM = `
  with claimed as materialized (
    select fire_at, tenant_id, kind, id from due where fire_at <= okno_now() order by fire_at limit $2 for update skip locked),
  removed as (
    delete from due using claimed
    where due.fire_at = claimed.fire_at and due.tenant_id = claimed.tenant_id and due.id = claimed.id
      and due.fire_at <= okno_now())
  insert into deliveries (tenant_id, kind, due_id, scheduled_for, owner, next_attempt_at)
  select tenant_id, kind, id, fire_at, $1, now() + ${LEASE} from claimed
  returning tenant_id, id, kind, due_id, attempt`;

const TAKE_OVER = `
  with abandoned as (
    select tenant_id, id from deliveries
    where next_attempt_at <= now() or not exists (
      select from pg_locks where locktype = 'advisory' and classid = ${OWNER_LOCK} and objid = owner::oid and granted)
    limit $2 for update skip locked)
  update deliveries set owner = $1, attempt = attempt + 1, next_attempt_at = now() + ${LEASE}
  from abandoned where deliveries.tenant_id = abandoned.tenant_id and deliveries.id = abandoned.id
  returning deliveries.tenant_id, deliveries.id, kind, due_id, attempt`;

const NEXT = 'select extract(epoch from min(fire_at) - now())::float8 * 1000 as ms from due';

export type DueStore = {
  /** Holds the lock by which others see that `owner` is alive, until `gone` is told that the connection broke. */
  showAlive(owner: number, gone: () => void): Promise<{ end(): void }>;
  /** Takes what has become due out of the timetable into the outbox, and commits. */
  claim(owner: number): Promise<DueItem[]>;
  /** Takes what a process that is gone, or too slow, has left in the outbox; and what is to be tried again. */
  takeOver(owner: number): Promise<DueItem[]>;
  finish(item: DueItem): Promise<void>;
  /** Leaves the item in the outbox until `after_ms` from now. */
  postpone(item: DueItem, after_ms: number): Promise<void>;
  /** Milliseconds until something is due; negative when it is overdue, null when nothing is. */
  untilNext(): Promise<number | null>;
};

/** Every statement of the engine, over connections that act as the worker role. */
export const createDueStore = (pool: pg.Pool, clockOffset: ClockOffset): DueStore => {
  const take = async (name: string, text: string, owner: number): Promise<DueItem[]> => {
    const client = await pool.connect();
    let broken = true;
    try {
      const moved = { text: "select set_config('app.clock_offset', $1, true)", values: [`${clockOffset()} ms`] };
      const [, , taken, committed] = await Promise.all([
        client.query('begin'),
        client.query(moved),
        client.query<DueItem>({ name, text, values: [owner, BATCH] }),
        client.query('commit'),
      ]);
      broken = committed.command !== 'COMMIT';
      return taken.rows;
    } finally {
      client.release(broken);
    }
  };
  return {
    showAlive: async (owner, gone) => {
      const client = await pool.connect();
      let released = false;
      // It ends by our wish or by breaking, and may break once more while it ends.
      const release = () => {
        if (!released) client.release(true);
        released = true;
      };
      client.on('error', () => {
        if (!released) gone();
        release();
      });
      await client.query('select pg_advisory_lock($1, $2)', [OWNER_LOCK, owner]);
      return { end: release };
    },
    claim: (owner) => take('claim', CLAIM, owner),
    takeOver: (owner) => take('take_over', TAKE_OVER, owner),
    finish: async ({ tenant_id, id }) => {
      await pool.query('delete from deliveries where tenant_id = $1 and id = $2', [tenant_id, id]);
    },
    postpone: async ({ tenant_id, id }, after_ms) => {
      await pool.query(
        `update deliveries set next_attempt_at = now() + $3 * interval '1 ms' where tenant_id = $1 and id = $2`,
        [tenant_id, id, after_ms],
      );
    },
    untilNext: async () => {
      const { rows } = await pool.query<{ ms: number | null }>({ name: 'next_due', text: NEXT });
      const ms = rows[0]?.ms ?? null;
      return ms === null ? null : ms - clockOffset();
    },
  };
};
