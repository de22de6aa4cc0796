import type pg from 'pg';
import type { ClockOffset } from './db/tx.ts';
import { type Hears, showAlive } from './due-alive.ts';
import { type ClaimedItem, DUE_KINDS, type Handful } from './due-item.ts';
import {
  CLAIM,
  DISSOLVE,
  END,
  END_IN_PART,
  FINISH,
  GAUGES,
  KEEP_WEEKS,
  LOOK,
  NEXT,
  POSTPONE,
  TAKE_OVER,
} from './due-statements.ts';

/** How many items are claimed at once: enough to be quick, few enough that a crash leaves little to repeat. */
export const BATCH = 500;

/**
 * So many weeks after this one have a part of their own. What lies further ahead waits in the rest; the more parts there
 * are, the longer takes a cancellation, which cannot tell before it runs in which of them its row is.
 */
const WEEKS_AHEAD = 8;
/** SQLSTATE of a lock that was not to be had in time. */
const LOCKED = '55P03';

/**
 * What a process takes: no more than `limit`, and nothing of tenants who have enough of its attention already. What is of
 * the kinds in `together` it gets by handfuls.
 */
export type Share = { readonly limit: number; readonly busy: readonly string[]; readonly together?: readonly string[] };

/** What was claimed, and the instant of the claim by the database's clock (Unix milliseconds). */
export type Claimed = {
  readonly items: readonly ClaimedItem[];
  readonly handfuls: readonly Handful[];
  readonly now: number;
};

/** An item of a handful that is to be tried again, `after_ms` from now. */
export type Again = { readonly item: ClaimedItem; readonly after_ms: number; readonly error: string | null };

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
  /** Ends handfuls; what is to be tried again stands in the outbox by itself from then on. */
  endHandfuls(handfuls: readonly Handful[], again: readonly Again[]): Promise<void>;
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
  /** For metrics; a few short scans, each of which ends at 10,000. */
  gauges(): Promise<DueGauges>;
};

/** One delivery, or one handful: its ids and instants stand in a list. */
type ClaimRow = Pick<ClaimedItem, 'tenant_id' | 'id' | 'kind'> & {
  readonly together: boolean;
  readonly due_ids: string;
  readonly scheduled_for: string;
  readonly now: number;
};

const readItems = ({ tenant_id, id, kind, due_ids, scheduled_for }: ClaimRow): ClaimedItem[] => {
  const instants = scheduled_for.split(',');
  return due_ids.split(',').map((due_id, place) => {
    return { tenant_id, id, kind, due_id, attempt: 1, faults: 0, scheduled_for: Number(instants[place]) };
  });
};

const readClaim = (rows: readonly ClaimRow[]): Claimed => {
  const [alone, together] = [rows.filter((row) => !row.together), rows.filter((row) => row.together)];
  return {
    items: alone.flatMap(readItems),
    handfuls: together.map((row) => ({ tenant_id: row.tenant_id, id: row.id, kind: row.kind, items: readItems(row) })),
    now: rows[0]?.now ?? 0,
  };
};

const toText = (floor: number): string => (Number.isFinite(floor) ? new Date(floor).toISOString() : '-infinity');

/** How things end. */
const settling = (pool: pg.Pool): Pick<DueStore, 'finish' | 'endHandfuls' | 'postpone' | 'bury'> => ({
  finish: async (items) => {
    const values = [items.map(({ tenant_id }) => tenant_id), items.map(({ id }) => id)];
    await pool.query({ name: 'finish', text: FINISH, values });
  },
  endHandfuls: async (handfuls, again) => {
    const ended = [handfuls.map(({ tenant_id }) => tenant_id), handfuls.map(({ id }) => id)];
    if (again.length === 0) await pool.query({ name: 'end', text: END, values: ended });
    else {
      const items = [again.map(({ item }) => item.tenant_id), again.map(({ item }) => item.due_id)];
      const values = [...ended, ...items, again.map(({ after_ms }) => after_ms), again.map(({ error }) => error)];
      await pool.query({ name: 'end_in_part', text: END_IN_PART, values });
    }
  },
  postpone: async ({ tenant_id, id }, after_ms, error) => {
    await pool.query({ name: 'postpone', text: POSTPONE, values: [tenant_id, id, after_ms, error, false] });
  },
  bury: async ({ tenant_id, id }, error) => {
    await pool.query({ name: 'postpone', text: POSTPONE, values: [tenant_id, id, 0, error, true] });
  },
});

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
    claim: async (owner, { limit, busy, together = [] }, floor) => {
      const values = [owner, limit, toText(floor), busy, kinds, together];
      return readClaim(await ask<ClaimRow>('claim', CLAIM, values));
    },
    takeOver: async (owner, { limit, busy }) => {
      await pool.query({ name: 'dissolve', text: DISSOLVE, values: [kinds] });
      return ask('take_over', TAKE_OVER, [owner, limit, busy, kinds]);
    },
    ...settling(pool),
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
